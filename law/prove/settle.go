package prove

import (
	"fmt"
	"slices"

	"sallyport"
	"sallyport/law"
)

// maxQuestions bounds the open questions of one clause that weigh both ways; each doubles the formula.
const maxQuestions = 8

var (
	factAction   = sallyport.CaseFact("request.action")
	factKind     = sallyport.CaseFact("agency_kind")
	factAt       = sallyport.CaseFact("at")
	factEligible = sallyport.CaseFact("release.eligible_at")
)

// rewriter copies conditions with some leaves replaced, simplifying what that decides. What is shared stays shared.
type rewriter struct {
	leaf func(*law.Expr) *law.Expr // a replacement for an atom or a question, or the same
	memo map[*law.Expr]*law.Expr
}

func rewrite(e *law.Expr, leaf func(*law.Expr) *law.Expr) *law.Expr {
	r := rewriter{leaf, map[*law.Expr]*law.Expr{}}
	return r.expr(e)
}

func (r *rewriter) expr(e *law.Expr) *law.Expr {
	if done, ok := r.memo[e]; ok {
		return done
	}
	out := e
	switch e.Op {
	case law.OpAtom, law.OpQuestion:
		out = r.leaf(e)
	case law.OpAnd, law.OpOr:
		out = r.join(e)
	case law.OpNot:
		out = not(r.expr(e.Args[0]))
	case law.OpCount, law.OpDistinct:
		out = r.quantifier(e)
	}
	r.memo[e] = out
	return out
}

func (r *rewriter) join(e *law.Expr) *law.Expr {
	args := make([]*law.Expr, len(e.Args))
	for i, arg := range e.Args {
		args[i] = r.expr(arg)
	}
	if e.Op == law.OpAnd {
		return and(args...)
	}
	return or(args...)
}

func (r *rewriter) quantifier(e *law.Expr) *law.Expr {
	switch body := r.expr(e.Args[0]); {
	case body.Op == law.OpConst && !body.Value:
		return law.Const(false)
	case body == e.Args[0]:
		return e
	case e.Op == law.OpCount:
		return law.Count(e.List, e.N, body)
	default:
		return law.Distinct(e.List, e.N, e.Key, body)
	}
}

// and, or and not join conditions, leaving out what is constant.
func and(args ...*law.Expr) *law.Expr { return joined(true, args) }
func or(args ...*law.Expr) *law.Expr  { return joined(false, args) }

func joined(conjunction bool, args []*law.Expr) *law.Expr {
	var left []*law.Expr
	for _, arg := range args {
		switch {
		case arg.Op == law.OpConst && arg.Value != conjunction:
			return arg
		case arg.Op != law.OpConst && !slices.Contains(left, arg):
			left = append(left, arg)
		}
	}
	if conjunction {
		return law.And(left...)
	}
	return law.Or(left...)
}

func not(e *law.Expr) *law.Expr {
	switch e.Op {
	case law.OpConst:
		return law.Const(!e.Value)
	case law.OpNot:
		return e.Args[0]
	}
	return law.Not(e)
}

// asked is the condition where the action asked is known.
func asked(e *law.Expr, action string) *law.Expr {
	v, err := sallyport.CaseFacts[factAction].EnumValue(action)
	return rewrite(e, func(leaf *law.Expr) *law.Expr {
		if err != nil || leaf.Op != law.OpAtom || leaf.Atom.Refs[0] != (law.Ref{Fact: factAction}) {
			return leaf
		}
		return law.Const(leaf.Atom.Holds(v, v, nil))
	})
}

// forAll holds where e does whatever the open questions turn out to be; exists, where it does for some answers.
// A question that weighs one way only takes its worst answer; the others are tried out.
func forAll(e *law.Expr) (*law.Expr, error) {
	if e.Op != law.OpAnd {
		return forAllIn(e)
	}
	parts := make([]*law.Expr, len(e.Args))
	for i, arg := range e.Args {
		var err error
		if parts[i], err = forAll(arg); err != nil {
			return nil, err
		}
	}
	return and(parts...), nil
}

func exists(e *law.Expr) (*law.Expr, error) {
	none, err := forAll(not(e))
	if err != nil {
		return nil, err
	}
	return not(none), nil
}

func forAllIn(e *law.Expr) (*law.Expr, error) {
	w := weights{seen: map[weighed]bool{}, ways: map[string]int{}}
	w.walk(e, true)
	answers := map[string]bool{}
	var both []string
	for id, ways := range w.ways {
		answers[id] = ways == against
		if ways == towards|against {
			both = append(both, id)
		}
	}
	if len(both) > maxQuestions {
		return nil, fmt.Errorf("%d open questions weigh both ways in one clause, and %d can be tried out; split the rule", len(both), maxQuestions)
	}
	var parts []*law.Expr
	for mask := range 1 << len(both) {
		for i, id := range both {
			answers[id] = mask&(1<<i) != 0
		}
		parts = append(parts, rewrite(e, func(leaf *law.Expr) *law.Expr {
			if leaf.Op == law.OpQuestion {
				return law.Const(answers[leaf.Question])
			}
			return leaf
		}))
	}
	return and(parts...), nil
}

// The ways a question may weigh: a yes makes the condition true, or makes it false.
const (
	towards = 1 << iota
	against
)

type weighed struct {
	e        *law.Expr
	positive bool
}

// weights finds which way every question weighs.
type weights struct {
	seen map[weighed]bool
	ways map[string]int
}

func (w *weights) walk(e *law.Expr, positive bool) {
	if w.seen[weighed{e, positive}] {
		return
	}
	w.seen[weighed{e, positive}] = true
	switch {
	case e.Op == law.OpNot:
		positive = !positive
	case e.Op == law.OpQuestion && positive:
		w.ways[e.Question] |= towards
	case e.Op == law.OpQuestion:
		w.ways[e.Question] |= against
	}
	for _, arg := range e.Args {
		w.walk(arg, positive)
	}
}
