package law_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sallyport"
	"sallyport/law/lawtest"
	"sallyport/law/packs"
)

// TestNobodySaysWhatIsAsked: a case without an action is refused or permitted only if it is so whatever is asked, by its
// condition too; and otherwise what is asked is what is missing.
func TestNobodySaysWhatIsAsked(t *testing.T) {
	book, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	action := sallyport.CaseFact("request.action")
	seen := map[sallyport.Outcome]int{}
	for seed := range 500 {
		c := lawtest.Case(rand.New(rand.NewPCG(uint64(seed), 5)))
		outcomes := map[sallyport.Outcome]bool{}
		for a := range sallyport.CaseFacts[action].Values {
			c.Facts[action] = sallyport.IntValue(int64(a))
			outcomes[book.Decide(c).Outcome] = true
		}
		c.Facts[action] = sallyport.Value{}
		d := book.Decide(c)
		seen[d.Outcome]++
		if settled := len(outcomes) == 1 && !outcomes[sallyport.Unresolved]; settled != (d.Outcome != sallyport.Unresolved) ||
			settled != !slices.Contains(d.Missing, "request.action") || !settled && d.Outcome == sallyport.Permitted {
			t.Fatalf("seed %d: %v, and without an action %s, missing %v", seed, outcomes, d.Outcome, d.Missing)
		}
		if c.Facts[sallyport.CaseFact("person.us_citizen")].N == 1 && (d.Outcome != sallyport.Refused || d.Doors[0].Outcome != sallyport.Refused) {
			t.Fatalf("seed %d: a citizen: %s", seed, d.Outcome)
		}
	}
	if seen[sallyport.Refused] == 0 || seen[sallyport.Unresolved] == 0 {
		t.Errorf("the cases do not reach what the test is for: %v", seen)
	}
}
