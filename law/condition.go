package law

import (
	"sallyport"
	"sallyport/law/exact"
	"sallyport/law/lanes"
	"sallyport/law/tree"
)

// Condition is what must hold for Decide to permit the case: the whole law that meets it, both doors and the agency's own
// policy, as one condition. It is the same for all cases that the same texts meet, with the same action, kind of custodian
// (or none), eligible_at known or not, and policy that forbids or does not; so that very many of them can be judged together.
func (b *Book) Condition(c *sallyport.Case) *tree.Expr {
	if tree.Choice(c, tree.FactAction) < 0 {
		return b.whatever(c)
	}
	at := b.site(c.Agency)
	d := takeDocket(c, at.zone)
	defer d.putBack()
	d.meet(b.brief(d, at.law))
	var all []*tree.Expr
	for i := range d.entries {
		if e := &d.entries[i]; !d.absent(e) {
			all = append(all, d.Steps[e.step].Expr)
		}
	}
	return tree.And(all...)
}

// whatever is the condition of a case that does not say what is asked: it holds if it holds whatever that is, and fails if it
// fails whatever it is.
func (b *Book) whatever(c *sallyport.Case) *tree.Expr {
	var all []*tree.Expr
	for _, asked := range whatever(c) {
		all = append(all, b.Condition(asked))
	}
	return tree.Or(tree.And(all...), tree.And(tree.Or(all...), tree.Question(sallyport.CaseFacts[tree.FactAction].Path)))
}

// Demand is a condition, ready to be asked of one case after another, exactly. It may be shared by goroutines.
type Demand struct {
	code *lanes.Code
	step int32
}

// NewDemand readies a condition.
func NewDemand(e *tree.Expr) *Demand {
	w := tree.NewWriter()
	step := w.Step(e)
	return &Demand{lanes.Compile(w.Program), step}
}

// Outcome is permitted where the condition holds whatever the unknown facts of the case turn out to be, refused where it
// fails whatever they do.
func (m *Demand) Outcome(c *sallyport.Case) sallyport.Outcome {
	d := takeDocket(c, tree.Zone(c.Agency, nil))
	defer d.putBack()
	d.Evaluate(m.code)
	is := d.Is(m.step, 0)
	if is == tree.Unknown {
		_, whole := d.trial.Settle(&d.Run, []exact.Open{{Step: m.step, Hangs: []int32{m.step}}}, tree.True)
		is = whole.Is
	}
	return outcomeOf(is)
}
