// Package exact answers what Kleene's logic leaves unknown: whether a condition comes out one way whatever the unknown
// facts turn out to be, and if not, exactly which of them it still hangs on.
package exact

import (
	"sallyport/law/lanes"
	"sallyport/law/tree"
)

// Open is an answer that Kleene's logic leaves unknown: its step, and the steps of the conditions it hangs on, which
// raise the open questions.
type Open struct {
	Step  int32
	Hangs []int32
}

// Answer is what an open answer comes to, and the facts (by path, in the order of a case) and questions it still hangs on.
type Answer struct {
	Is                 tree.Tri
	Missing, Unsettled []string
}

// Settle decides the open answers of a run and the whole: all of them together with what is certain, True or False.
// Where the unknown facts are few it tries every completion at once, and asks decision diagrams where they are many.
func (t *Trial) Settle(r *lanes.Run, open []Open, certain tree.Tri) (answers []Answer, whole Answer) {
	if t.prepare(r, open) {
		return t.byTables(certain)
	}
	return byDiagram(r, open, certain)
}

// byDiagram copes with any number of unknown facts.
func byDiagram(r *lanes.Run, open []Open, certain tree.Tri) (answers []Answer, whole Answer) {
	var conditions, formulas []*tree.Expr
	for _, o := range open {
		formulas = append(formulas, r.Steps[o.Step].Expr)
		for _, step := range o.Hangs {
			conditions = append(conditions, r.Steps[step].Expr)
		}
	}
	x := newExact(r.Scene().Case, r.Zone, append(conditions, formulas...))
	x.raise(conditions)
	all := leaf(certain == tree.True)
	for _, f := range formulas {
		n := x.build(f)
		answers = append(answers, x.answer(n))
		all = x.and(all, n)
	}
	return answers, x.answer(all)
}

// answer says what a diagram comes to.
func (x *exact) answer(n node) Answer {
	switch n {
	case nodeTrue:
		return Answer{Is: tree.True}
	case nodeFalse:
		return Answer{Is: tree.False}
	}
	missing, unsettled := x.paths(n)
	return Answer{Missing: missing, Unsettled: unsettled}
}
