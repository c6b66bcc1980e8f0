package prove

import (
	"fmt"

	"sallyport"
	"sallyport/law/tree"
)

// maxQuestions bounds the open questions of one clause that weigh both ways; each doubles the formula.
const maxQuestions = 8

// asked is the condition where the action asked is known.
func asked(e *tree.Expr, action string) *tree.Expr {
	v, err := sallyport.CaseFacts[tree.FactAction].EnumValue(action)
	return rewrite(e, func(leaf *tree.Expr) *tree.Expr {
		if err != nil || leaf.Op != tree.OpAtom || leaf.Atom.Refs[0] != (tree.Ref{Fact: tree.FactAction}) {
			return leaf
		}
		return tree.Const(leaf.Atom.Holds(v, v, nil))
	})
}

// forAll holds where e does whatever the open questions turn out to be; exists, where it does for some answers.
// A question that weighs one way only takes its worst answer; the others are tried out.
func forAll(e *tree.Expr) (*tree.Expr, error) {
	if e.Op != tree.OpAnd {
		return forAllIn(e)
	}
	parts := make([]*tree.Expr, len(e.Args))
	for i, arg := range e.Args {
		var err error
		if parts[i], err = forAll(arg); err != nil {
			return nil, err
		}
	}
	return and(parts...), nil
}

func exists(e *tree.Expr) (*tree.Expr, error) {
	none, err := forAll(not(e))
	if err != nil {
		return nil, err
	}
	return not(none), nil
}

func forAllIn(e *tree.Expr) (*tree.Expr, error) {
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
	var parts []*tree.Expr
	for mask := range 1 << len(both) {
		for i, id := range both {
			answers[id] = mask&(1<<i) != 0
		}
		parts = append(parts, rewrite(e, func(leaf *tree.Expr) *tree.Expr {
			if leaf.Op == tree.OpQuestion {
				return tree.Const(answers[leaf.Question])
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
	e        *tree.Expr
	positive bool
}

// weights finds which way every question weighs.
type weights struct {
	seen map[weighed]bool
	ways map[string]int
}

func (w *weights) walk(e *tree.Expr, positive bool) {
	if w.seen[weighed{e, positive}] {
		return
	}
	w.seen[weighed{e, positive}] = true
	switch {
	case e.Op == tree.OpNot:
		positive = !positive
	case e.Op == tree.OpQuestion && positive:
		w.ways[e.Question] |= towards
	case e.Op == tree.OpQuestion:
		w.ways[e.Question] |= against
	}
	for _, arg := range e.Args {
		w.walk(arg, positive)
	}
}
