package law_test

import (
	"math/rand/v2"
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/lawtest"
	"sallyport/law/packs"
)

// TestConditionIsTheWholeDecision holds the whole law as one condition to Decide, under the law of the day and under each programme.
func TestConditionIsTheWholeDecision(t *testing.T) {
	book, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	programs := []string{""}
	for _, p := range book.Packs {
		if p.Federal {
			programs = append(programs, p.ID)
		}
	}
	counts := map[sallyport.Outcome]int{}
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 8))
		c := lawtest.Case(r)
		if seed%3 > 0 {
			lawtest.Hide(r, c)
		}
		if seed%5 == 0 {
			lawtest.Forget(r, c, 0.1)
		}
		c.Program = programs[r.IntN(len(programs))]
		want := book.Decide(c).Outcome
		if got := law.NewDemand(book.Condition(c)).Outcome(c); got != want {
			t.Fatalf("case %d under %q: the condition comes to %s, Decide says %s", seed, c.Program, got, want)
		}
		counts[want]++
	}
	for _, outcome := range []sallyport.Outcome{sallyport.Permitted, sallyport.Refused, sallyport.Unresolved} {
		if counts[outcome] < 10 {
			t.Errorf("%s only %d times: the cases do not try the law", outcome, counts[outcome])
		}
	}
}
