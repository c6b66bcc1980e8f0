package bench

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"sallyport"
	"sallyport/law/batch"
	"sallyport/law/tree"
)

// engine answers the rule of nine tests.
type engine struct {
	name string
	open func(t testing.TB, cases []sallyport.Case) ask // turns the cases into the engine's own shape, which is not measured
}

// ask is what is measured: True, False, or Unknown where the engine says that a missing fact matters. An error is no answer.
type ask = func(i int) (tree.Tri, error)

// single are the engines that answer one case at a time, forgetful those of them that answer, rightly or not, when facts are
// missing, and whole the planes, which answer a block at once and stand here only to be compared.
var (
	single = []engine{
		{"ours-closures", openClosures}, {"ours-judge", openJudge}, {"plain-go", openPlain},
		{"cel-go", openCEL}, {"cel-go-partial", openCELPartial}, {"expr", openExpr}, {"opa", openOPA}, {"cedar", openCedar},
	}
	forgetful = []engine{
		{"ours-closures", openClosures}, {"ours-judge", openJudge},
		{"cel-go-partial", openCELPartial}, {"opa", openOPA}, {"cedar", openCedar},
	}
	whole = []engine{{"ours-planes", openPlanes(false)}, {"ours-planes-settled", openPlanes(true)}}
)

func openPlain(_ testing.TB, cases []sallyport.Case) ask {
	return func(i int) (tree.Tri, error) { return tri(plain(&cases[i])), nil }
}

func tri(b bool) tree.Tri {
	if b {
		return tree.True
	}
	return tree.False
}

// openClosures are Kleene's answer to the condition alone.
func openClosures(t testing.TB, cases []sallyport.Case) ask {
	condition := nine(t).condition.Holds
	return func(i int) (tree.Tri, error) { return condition.Eval(&cases[i], time.UTC), nil }
}

// openJudge is the exact answer of the text that the condition stands in, with rules, citations and the missing facts by name. The
// text has the stops on citizens besides, which never bear on these cases.
func openJudge(t testing.TB, cases []sallyport.Case) ask {
	r := nine(t)
	cases = asked(cases, r.action)
	return func(i int) (tree.Tri, error) { return ofOutcome(r.version.Judge(&cases[i]).Outcome) }
}

// asked are the cases with one action, which the single texts are asked about.
func asked(cases []sallyport.Case, action string) []sallyport.Case {
	all := slices.Clone(cases)
	for i := range all {
		all[i].Facts[factAction], _ = sallyport.CaseFacts[factAction].EnumValue(action)
	}
	return all
}

func ofOutcome(o sallyport.Outcome) (tree.Tri, error) {
	switch o {
	case sallyport.Permitted:
		return tree.True, nil
	case sallyport.Refused:
		return tree.False, nil
	case sallyport.Unresolved:
		return tree.Unknown, nil
	}
	return tree.Unknown, fmt.Errorf("the text is %s", o)
}

func openPlanes(settle bool) func(t testing.TB, cases []sallyport.Case) ask {
	return func(t testing.TB, cases []sallyport.Case) ask {
		d, p := planesOf(t, nine(t))
		encoder, block, answers := d.NewEncoder(), d.NewBlock(), p.NewAnswers()
		encoder.Add(cases)
		encoder.Seal(block)
		p.Run(block, answers)
		if settle {
			p.Settle(block, answers, func(i int) *sallyport.Case { return &cases[i] })
		}
		outcomes := make([]sallyport.Outcome, len(cases))
		for lane := range cases {
			outcomes[block.Case(lane)] = answers.Outcome(0, lane)
		}
		return func(i int) (tree.Tri, error) { return ofOutcome(outcomes[i]) }
	}
}

func planesOf(t testing.TB, r rule) (*batch.Dictionary, *batch.Program) {
	t.Helper()
	d := batch.NewDictionary([]batch.Condition{r.condition})
	p, err := d.Compile([]batch.Condition{r.condition})
	if err != nil {
		t.Fatal(err)
	}
	return d, p
}
