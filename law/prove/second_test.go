package prove

import (
	"testing"

	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// TestASecondOpinion: where the solver finds no case against a claim, the diagram counts none.
func TestASecondOpinion(t *testing.T) {
	b, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	counted := 0
	for _, c := range Claims(b.Packs) {
		for _, action := range actions() {
			quests, err := c.quests(action)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range quests {
				if n, ok := cases(t, &c, &q); ok {
					counted++
					if n != "0" {
						t.Errorf("%s: %s: %s: the diagram counts %s cases against it", Name(c.Version), action, c.Says, n)
					}
				}
			}
		}
	}
	if counted < 300 {
		t.Errorf("only %d were counted", counted)
	}
}

// cases counts what the quest looks for; not where it is plain that there is nothing, or too much to tell.
func cases(t *testing.T, c *Claim, q *quest) (string, bool) {
	t.Helper()
	e, err := q.formula()
	if err != nil {
		t.Fatal(err)
	}
	if e.Op == tree.OpConst {
		return "", false
	}
	w, err := finite.NewCounted(c.Version.Pack.Place, finite.DaysOf(c.Version), []*tree.Expr{e}, q.reads()...)
	if err != nil {
		t.Fatal(err)
	}
	counts, err := w.Count(w.Ground(e))
	if err != nil {
		return "", false
	}
	return counts[0].String(), true
}
