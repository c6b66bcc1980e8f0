package prove

import (
	"math/rand/v2"
	"testing"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// TestQuestionsAreQuantified holds forAll and exists, and the joining of equal parts, against trying out every answer to
// the questions of random conditions.
func TestQuestionsAreQuantified(t *testing.T) {
	const questions = 3
	facts := []int{tree.FactAgencyKind, sallyport.CaseFact("person.removable"), sallyport.CaseFact("person.state_warrant")}
	for seed := range 3000 {
		r := rand.New(rand.NewPCG(uint64(seed), 9))
		e := randomTree(r, 4, questions, facts[1:])
		all, err := forAll(e)
		if err != nil {
			t.Fatal(err)
		}
		some, err := exists(e)
		if err != nil {
			t.Fatal(err)
		}
		all, some = canonical(all), canonical(some)
		for mask := range int64(4) {
			c := &sallyport.Case{}
			c.Facts[facts[1]] = sallyport.IntValue(mask & 1)
			c.Facts[facts[2]] = sallyport.IntValue(mask >> 1)
			wantAll, wantSome := tree.True, tree.False
			for answers := range 1 << questions {
				v := answered(e, answers).Eval(c, time.UTC)
				wantAll, wantSome = min(wantAll, v), max(wantSome, v)
			}
			if all.Eval(c, time.UTC) != wantAll || some.Eval(c, time.UTC) != wantSome {
				t.Fatalf("seed %d, facts %b: forAll %d, want %d; exists %d, want %d", seed, mask,
					all.Eval(c, time.UTC), wantAll, some.Eval(c, time.UTC), wantSome)
			}
		}
	}
}

func answered(e *tree.Expr, answers int) *tree.Expr {
	return rewrite(e, func(leaf *tree.Expr) *tree.Expr {
		if leaf.Op == tree.OpQuestion {
			return tree.Const(answers>>(leaf.Question[0]-'a')&1 != 0)
		}
		return leaf
	})
}

func randomTree(r *rand.Rand, depth, questions int, facts []int) *tree.Expr {
	switch {
	case depth == 0 && r.IntN(2) == 0:
		return tree.Question(string(rune('a' + r.IntN(questions))))
	case depth == 0:
		return tree.NewAtom(tree.Atom{Test: tree.TestTrue, Refs: []tree.Ref{{Fact: facts[r.IntN(len(facts))]}}})
	case r.IntN(4) == 0:
		return tree.Not(randomTree(r, depth-1, questions, facts))
	}
	a, b := randomTree(r, depth-1, questions, facts), randomTree(r, depth-1, questions, facts)
	if r.IntN(2) == 0 {
		return tree.And(a, b)
	}
	return tree.Or(a, b)
}
