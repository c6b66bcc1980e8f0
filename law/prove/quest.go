package prove

import (
	"errors"
	"slices"

	"sallyport"
	"sallyport/law"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// Example is a case that shows what was looked for: as few offences as there can be, and no fact that could be left out.
type Example struct {
	Case     sallyport.Case
	Action   string
	Outcomes []sallyport.Outcome // of the texts, in the order asked
}

// maxTries bounds the models that the engine may disown before the search gives up.
const maxTries = 100

var errDisowned = errors.New("the engine does not confirm what the proof found; this is a fault of the proof, please report it")

// quest looks for a case on which each text comes to the outcome wanted, and that meets when.
type quest struct {
	texts []text
	want  []sallyport.Outcome
	when  *tree.Expr // without open questions
}

// formula is what the case must meet.
func (q *quest) formula() (*tree.Expr, error) {
	parts := []*tree.Expr{q.when}
	for i, t := range q.texts {
		e, err := t.comesTo(q.want[i])
		if err != nil {
			return nil, err
		}
		parts = append(parts, e)
	}
	return canonical(and(parts...)), nil
}

// shows asks the engine. Unresolved counts where open law alone makes it so, and no missing fact.
func (q *quest) shows(c *sallyport.Case) bool {
	full := law.Implied(c)
	if q.when.Eval(&full, tree.Zone(c.Agency, c.At.Location())) != tree.True {
		return false
	}
	for i, t := range q.texts {
		door := t.Judge(c)
		if door.Outcome != q.want[i] || door.Outcome == sallyport.Unresolved && len(door.Missing) > 0 {
			return false
		}
	}
	return true
}

// run looks among the cases dated on the days of the version; nil says that there is none.
func (q *quest) run(on *law.Version) (*Example, error) {
	e, err := q.formula()
	if err != nil || e.Op == tree.OpConst && !e.Value {
		return nil, err
	}
	w, err := finite.New(on.Pack.Place, finite.DaysOf(on), []*tree.Expr{e}, q.reads()...)
	if err != nil {
		return nil, err
	}
	return q.find(w, w.Ground(e))
}

// reads are the conditions whose facts must be known for a text to be unresolved for want of settled law, and for nothing
// else.
func (q *quest) reads() []*tree.Expr {
	if !slices.Contains(q.want, sallyport.Unresolved) {
		return nil
	}
	var all []*tree.Expr
	for _, t := range q.texts {
		all = append(all, asked(t.Plan(t.action).Condition(), t.action))
	}
	return all
}

// find turns models into cases until the engine confirms one.
func (q *quest) find(w *finite.World, f finite.Formula) (*Example, error) {
	for try := range maxTries {
		m := fewest(w, f)
		if m == nil && try == 0 {
			return nil, nil
		}
		if m == nil {
			break
		}
		if c := w.Case(m, q.texts[0].action, q.kinds()); q.shows(c) {
			return &Example{shrink(*c, q.shows), q.texts[0].action, q.want}, nil
		}
		f = w.And(f, w.Without(m))
	}
	return nil, errDisowned
}

// kinds are the custodians that all texts bind that are not to be silent.
func (q *quest) kinds() uint64 {
	kinds := law.AllKinds
	for i, t := range q.texts {
		if q.want[i] != sallyport.Silent {
			kinds &= t.Binds
		}
	}
	return kinds
}

// fewest is a model with as few offences as any.
func fewest(w *finite.World, f finite.Formula) finite.Model {
	best := w.Solve(f)
	if best == nil {
		return nil
	}
	convictions, charges := w.Offences(tree.Convictions), w.Offences(tree.Charges)
	for sum := range convictions + charges {
		for n := max(0, sum-charges); n <= min(sum, convictions); n++ {
			few := w.And(f, w.AtMost(tree.Convictions, n), w.AtMost(tree.Charges, sum-n))
			if m := w.Solve(few); m != nil {
				return m
			}
		}
	}
	return best
}
