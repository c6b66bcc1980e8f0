package render

import (
	"bytes"
	"path"
	"testing"

	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/law/tree"
)

// TestRowsSayWhatTheConditionSays puts the rows of every table of every pack together again and holds them against the
// condition, on every case of its pack.
func TestRowsSayWhatTheConditionSays(t *testing.T) {
	compared := 0
	for _, p := range packsBook(t).Packs {
		cases := casesOf(t, p)
		for _, e := range conditions(p) {
			tables := newTabler(p)
			tables.root = e
			compared += compare(t, p.ID, e, again(tables.rows(e, false)), cases)
		}
	}
	if compared < 10_000 {
		t.Errorf("only %d comparisons", compared)
	}
}

// again is the condition that rows stand for.
func again(rows []row) *tree.Expr {
	var ways []*tree.Expr
	for _, r := range rows {
		var all []*tree.Expr
		for _, l := range r {
			if l.negated {
				all = append(all, tree.Not(l.e))
			} else {
				all = append(all, l.e)
			}
		}
		ways = append(ways, tree.And(all...))
	}
	return tree.Or(ways...)
}

// compare counts on how many cases both come to the same; a row that contradicts itself may have been left out, so that
// what is unknown there is false here.
func compare(t *testing.T, pack string, want, got *tree.Expr, cases []casefile.Scenario) int {
	t.Helper()
	if readsOffence(want) {
		want, got = tree.Count(tree.Convictions, 1, want), tree.Count(tree.Convictions, 1, got)
	}
	n := 0
	for i := range cases {
		c := law.Implied(&cases[i].Case)
		zone := tree.Zone(c.Agency, c.At.Location())
		w, g := want.Eval(&c, zone), got.Eval(&c, zone)
		if w != g && (w != tree.Unknown || g == tree.True) {
			t.Errorf("%s: %s: the condition comes to %d, its rows to %d", pack, cases[i].Name, w, g)
		}
		n++
	}
	return n
}

// conditions lists every condition that the page of a pack shows, and what the lists in them look for.
func conditions(p *law.Pack) []*tree.Expr {
	var all []*tree.Expr
	for _, term := range p.Terms {
		all = append(all, term.Expr)
	}
	for _, v := range p.Versions {
		for _, r := range v.Rules {
			for _, e := range []*tree.Expr{r.When, r.Where} {
				if e != nil {
					all = append(all, e)
				}
			}
		}
	}
	for _, e := range all {
		all = append(all, bodies(e)...)
	}
	return all
}

func bodies(e *tree.Expr) []*tree.Expr {
	var all []*tree.Expr
	for _, arg := range e.Args {
		if e.Op == tree.OpCount || e.Op == tree.OpDistinct {
			all = append(all, arg)
		}
		all = append(all, bodies(arg)...)
	}
	return all
}

func packsBook(t *testing.T) *law.Book {
	t.Helper()
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func casesOf(t *testing.T, p *law.Pack) []casefile.Scenario {
	t.Helper()
	name := path.Join(p.ID, "cases.yaml")
	text, err := packs.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	cases, err := casefile.Scenarios(name, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return cases
}
