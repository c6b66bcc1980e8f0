package packs_test

import (
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
	"sallyport/law/trial"
)

// touch is a rule as decisions name it.
type touch struct{ id, cite string }

// TestCasesTryThePacks asks for what law test --coverage asks for: every condition true, false and unknown where it can be,
// both sides of every border, the first and the last day of every text.
func TestCasesTryThePacks(t *testing.T) {
	b := book(t)
	c := trial.NewCoverage(b, b.Packs)
	for _, scenarios := range ownCases(t) {
		for i := range scenarios {
			if scenarios[i].Expect.Decides() {
				c.Add(&scenarios[i].Case)
			}
		}
	}
	for _, p := range c.Untried() {
		t.Errorf("%s@%s: %s %s: no case for %s", p.Version.Pack.ID, p.Version.From, p.Action, p.Rule, p.Value)
	}
	if len(c.Points) < 1000 {
		t.Errorf("only %d points were asked for", len(c.Points))
	}
}

// TestCasesTouchEveryRule asks that some case of the packs turns on every rule, and that what a rule demands is met in one
// case and not in another.
func TestCasesTouchEveryRule(t *testing.T) {
	b := book(t)
	seen := touched(t, b)
	for _, p := range b.Packs {
		for _, v := range p.Versions {
			for _, r := range v.Rules {
				untouched(t, p, r, seen[touch{r.ID, r.Cite}])
			}
		}
	}
}

func untouched(t *testing.T, p *law.Pack, r *law.Rule, effects map[sallyport.Effect]bool) {
	t.Helper()
	switch {
	case len(effects) == 0:
		t.Errorf("%s: no case turns on %s (%s)", p.ID, r.ID, r.Cite)
	case r.Kind == law.Needs && len(effects) < 2 && r.When.Op != tree.OpQuestion && r.When.Op != tree.OpConst:
		t.Errorf("%s: %s (%s) comes out one way only", p.ID, r.ID, r.Cite)
	}
}

// touched decides every case of the packs and gathers the rules and duties named.
func touched(t *testing.T, b *law.Book) map[touch]map[sallyport.Effect]bool {
	seen := map[touch]map[sallyport.Effect]bool{}
	add := func(id, cite string, effect sallyport.Effect) {
		key := touch{id, cite}
		if seen[key] == nil {
			seen[key] = map[sallyport.Effect]bool{}
		}
		seen[key][effect] = true
	}
	for _, scenarios := range ownCases(t) {
		for i := range scenarios {
			d := trial.Run(b, &scenarios[i]).Decision
			for _, duty := range d.Duties {
				add(duty.ID, duty.Cite, "owes")
			}
			for _, door := range d.Doors {
				for _, r := range door.Rules {
					add(r.ID, r.Cite, r.Effect)
				}
			}
		}
	}
	return seen
}
