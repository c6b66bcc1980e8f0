package backtest

import (
	"fmt"

	"sallyport/law/batch"
	"sallyport/law/tree"
)

// plan is the condition of each regime over one dictionary, so that the facts of a row are encoded once for all regimes and what several
// ask is asked once. Rows that different texts meet share a plan where these come to the same conditions: fuller blocks, and less to
// prepare.
type plan struct {
	conditions []batch.Condition // those that differ
	of         []int             // of each regime: which condition
	dictionary *batch.Dictionary
	program    *batch.Program
}

func newPlan(conditions []batch.Condition, of []int) (*plan, error) {
	p := &plan{conditions: conditions, of: of, dictionary: batch.NewDictionary(conditions)}
	var err error
	p.program, err = p.dictionary.Compile(conditions)
	return p, err
}

// planText tells plans apart: conditions of one text ask the same of the same facts.
func planText(conditions []batch.Condition, of []int) string {
	all := make([]*tree.Expr, len(conditions))
	for i := range conditions {
		all[i] = conditions[i].Holds
	}
	p := tree.NewProgram(all)
	return fmt.Sprintln(of, p.Roots) + p.Text()
}
