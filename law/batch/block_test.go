package batch_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/lawtest"
	"sallyport/law/tree"
)

// TestEmptyLanes: a block's memory is used again for fewer cases, or none, and lanes without a case never answer.
func TestEmptyLanes(t *testing.T) {
	a := newAgreement(t)
	encoder, block, answers := a.dictionary.NewEncoder(), a.dictionary.NewBlock(), a.program.NewAnswers()
	for _, n := range []int{200, 70, 0, 1, 128} {
		encoder.Add(someCases(n, 0.05))
		encoder.Seal(block)
		a.program.Run(block, answers)
		if block.Len() != n || block.Words() != (n+63)/64 {
			t.Fatalf("%d cases, %d words; want %d cases", block.Len(), block.Words(), n)
		}
		open := make([]uint64, block.Words())
		for i := range a.conditions {
			answers.Open(i, open)
			for w := range open {
				all := answers.Permitted(i)[w] | answers.Refused(i)[w] | answers.Silent(i)[w] | open[w]
				want := ^uint64(0)
				if n-w*64 < 64 {
					want = 1<<(n-w*64) - 1
				}
				if all != want {
					t.Fatalf("%s: of %d cases, word %d has answers %x; want %x", a.conditions[i].Name, n, w, all, want)
				}
			}
		}
	}
}

// TestLongLists compares lists longer than any that order the lanes.
func TestLongLists(t *testing.T) {
	a := newAgreement(t)
	r := rand.New(rand.NewPCG(1, 33))
	cases := make([]sallyport.Case, 90)
	for i := range cases {
		lawtest.Wild(r, &cases[i])
		if list := &cases[i].Convictions; list.Known && i%3 == 0 {
			for len(list.List) < 60+i {
				list.List = append(list.List, lawtest.Case(r).Convictions.List...)
			}
		}
	}
	block, answers, p := encoded(a.dictionary, cases), a.program.NewAnswers(), a.comparer()
	a.program.Run(block, answers)
	for lane := range cases {
		c := law.Implied(&cases[block.Case(lane)])
		p.evaluate(&c)
		for i := range a.texts {
			if got, want := answers.Outcome(i, lane), p.kleene(&c, &a.texts[i]); got != want {
				t.Fatalf("case %d, %s: planes say %s, closures %s", block.Case(lane), a.conditions[i].Name, got, want)
			}
		}
	}
}

// TestKeyThatIsTestedToo: two convictions of unknown places cannot both be of one place and be of two. Completions that choose
// the key and the test apart would say so.
func TestKeyThatIsTestedToo(t *testing.T) {
	place := sallyport.OffenceFact("place")
	there := tree.NewAtom(tree.Atom{Test: tree.TestText, Texts: []string{"us-ca"}, Refs: []tree.Ref{{Offence: true, Fact: place}}})
	two := tree.Distinct(tree.Convictions, 2, place, there)
	for _, when := range []*tree.Expr{two, tree.And(tree.Count(tree.Convictions, 1, there), two)} {
		v := &law.Version{Pack: &law.Pack{ID: "us/test", Place: "us"}, Binds: law.AllKinds}
		v.Rules = []*law.Rule{{ID: "test", Kind: law.Needs, For: []string{"notify"}, When: when}}
		v.Link()
		conditions := []batch.Condition{batch.Of(v, "notify")}
		d := batch.NewDictionary(conditions)
		program, err := d.Compile(conditions)
		if err != nil {
			t.Fatal(err)
		}
		cases := []sallyport.Case{*lawtest.Case(rand.New(rand.NewPCG(1, 1)))}
		cases[0].Convictions.List = make([]sallyport.Offence, 2)
		block, answers := encoded(d, cases), program.NewAnswers()
		program.Run(block, answers)
		if got := answers.Outcome(0, 0); got != sallyport.Unresolved {
			t.Errorf("%s by Kleene's logic; want unresolved", got)
		}
		program.Settle(block, answers, func(i int) *sallyport.Case { return &cases[i] })
		if got := answers.Outcome(0, 0); got != sallyport.Refused {
			t.Errorf("%s; want refused", got)
		}
	}
}

func TestForeignConditionIsRefused(t *testing.T) {
	b := book(t)
	pep, trust := batch.Of(b.Pack("us/pep").At("2015-06-01"), "hold"), batch.Of(b.Pack("us-ca/trust").At("2015-06-01"), "hold")
	_, err := batch.NewDictionary([]batch.Condition{pep}).Compile([]batch.Condition{pep, trust})
	if err == nil || !strings.HasPrefix(err.Error(), "us-ca/trust@2014-01-01 hold: ") {
		t.Errorf("%v; want an error that names the condition", err)
	}
}

// TestNothingIsAllocated once memory has grown to the size of a block.
func TestNothingIsAllocated(t *testing.T) {
	a := newAgreement(t)
	cases, encoder, block, answers := someCases(300, 0.05), a.dictionary.NewEncoder(), a.dictionary.NewBlock(), a.program.NewAnswers()
	round := func() {
		encoder.Add(cases)
		encoder.Seal(block)
		a.program.Run(block, answers)
	}
	round()
	if n := testing.AllocsPerRun(5, round); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
