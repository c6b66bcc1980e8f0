package packs_test

import (
	"testing"

	"sallyport"
	"sallyport/law"
)

// touch is a rule as decisions name it.
type touch struct{ id, cite string }

// TestCasesTouchEveryRule asks that some case of the packs turns on every rule; that what a rule demands is met in
// one case and not in another; and that every version is tried on its first and its last day.
func TestCasesTouchEveryRule(t *testing.T) {
	b := book(t)
	seen, days := touched(t, b)
	for _, p := range b.Packs {
		for _, v := range p.Versions {
			for _, day := range []string{v.From, v.Until} {
				if day != "" && !days[p.Place+day] {
					t.Errorf("%s@%s: no case on %s", p.ID, v.From, day)
				}
			}
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
	case r.Kind == law.Needs && len(effects) < 2 && r.When.Op != law.OpQuestion && r.When.Op != law.OpConst:
		t.Errorf("%s: %s (%s) comes out one way only", p.ID, r.ID, r.Cite)
	}
}

// touched decides every case of the packs and gathers the rules and duties named, and the days tried at each place.
func touched(t *testing.T, b *law.Book) (map[touch]map[sallyport.Effect]bool, map[string]bool) {
	seen, days := map[touch]map[sallyport.Effect]bool{}, map[string]bool{}
	add := func(id, cite string, effect sallyport.Effect) {
		key := touch{id, cite}
		if seen[key] == nil {
			seen[key] = map[sallyport.Effect]bool{}
		}
		seen[key][effect] = true
	}
	for _, scenarios := range ownCases(t) {
		for i := range scenarios {
			c := &scenarios[i].Case
			d := b.Decide(c)
			day := c.At.Format("2006-01-02")
			for _, place := range append(law.Places(c.Agency), "us") {
				days[place+day] = true
			}
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
	return seen, days
}
