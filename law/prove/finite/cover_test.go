package finite_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/lawtest"
	"sallyport/law/packs"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// TestEveryCaseIsInTheWorld: however the tests of a text come out on an invented case, on the case itself and on each of
// its offences at once, the text's world has a case on which they come out the same. A class of values or a constellation of
// dates that the world forgot would show here.
func TestEveryCaseIsInTheWorld(t *testing.T) {
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	count, looked := 250, 0
	if testing.Short() {
		count = 40
	}
	for seed := range count {
		c := lawtest.Case(rand.New(rand.NewPCG(uint64(seed), 31)))
		for _, p := range book.Packs {
			v := p.On(sallyport.Day(c.At))
			if v == nil || p.Place != "us" && !slices.Contains(law.Places(c.Agency), p.Place) {
				continue
			}
			for _, action := range sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values {
				looked++
				e := portrait(v.Plan(action).Condition(), c)
				w, err := finite.New(p.Place, finite.DaysOf(v), []*tree.Expr{e})
				if err != nil {
					t.Fatalf("seed %d: %s %s %s: %v", seed, p.ID, v.From, action, err)
				}
				if w.Solve(w.Ground(e)) == nil {
					t.Fatalf("seed %d: %s %s %s: no case of the world looks like %+v", seed, p.ID, v.From, action, c)
				}
			}
		}
	}
	if looked < count {
		t.Errorf("only %d plans were looked at", looked)
	}
}

// portrait says how every test in e comes out on the case, and on each offence.
func portrait(e *tree.Expr, c *sallyport.Case) *tree.Expr {
	full := law.Implied(c)
	zone := tree.Zone(c.Agency, c.At.Location())
	tests := map[int]map[string]*tree.Expr{-1: {}, 0: {}, 1: {}}
	collect(e, -1, tests)
	parts := []*tree.Expr{}
	as := func(e *tree.Expr, o *sallyport.Offence) *tree.Expr {
		if e.Atom.Eval(&full, o, zone) == tree.True {
			return e
		}
		return tree.Not(e)
	}
	for _, e := range tests[-1] {
		parts = append(parts, as(e, nil))
	}
	for list, offences := range [][]sallyport.Offence{full.Convictions.List, full.Charges.List} {
		for i := range offences {
			var looks []*tree.Expr
			for _, e := range tests[list] {
				looks = append(looks, as(e, &offences[i]))
			}
			parts = append(parts, tree.Count(tree.List(list), 1, tree.And(looks...)))
		}
	}
	return tree.And(parts...)
}

// collect gathers the tests of the case and of the offences of each list.
func collect(e *tree.Expr, list int, into map[int]map[string]*tree.Expr) {
	switch e.Op {
	case tree.OpAtom:
		where := -1
		for _, r := range e.Atom.Refs {
			if r.Offence {
				where = list
			}
		}
		into[where][finite.Key(e.Atom)] = e
	case tree.OpCount, tree.OpDistinct:
		list = int(e.List)
	}
	for _, arg := range e.Args {
		collect(arg, list, into)
	}
}
