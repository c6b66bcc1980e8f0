package finite_test

import (
	"testing"
	"time"

	"sallyport"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// TestBound: AND adds, OR takes the larger, what is negated needs no offence, and above the limit nothing is proved.
func TestBound(t *testing.T) {
	felony := tree.NewAtom(tree.Atom{Test: tree.TestIn, Refs: []tree.Ref{offence("grade")}, Mask: 1})
	two := tree.Count(tree.Convictions, 2, felony)
	three := tree.Distinct(tree.Convictions, 3, sallyport.OffenceFact("incident"), tree.Not(felony))
	charged := tree.Count(tree.Charges, 1, felony)
	days := finite.Days{First: day(2015, 1, 5), Last: day(2015, 12, 31), Zone: time.UTC}
	for _, test := range []struct {
		e                    *tree.Expr
		convictions, charges int
	}{
		{tree.And(two, three, charged), 5, 1},
		{tree.Or(two, three, charged), 3, 1},
		{tree.And(tree.Not(two), three), 3, 0},
		{tree.Not(tree.And(tree.Not(two), tree.Not(three))), 3, 0},
		{tree.Not(tree.Or(tree.Not(two), tree.Not(three))), 5, 0},
		{tree.Not(tree.Not(two)), 2, 0},
	} {
		w, err := finite.New("us-zz", days, []*tree.Expr{test.e})
		if err != nil {
			t.Fatal(err)
		}
		if w.Offences(tree.Convictions) != test.convictions || w.Offences(tree.Charges) != test.charges {
			t.Errorf("got %d convictions and %d charges, want %d and %d",
				w.Offences(tree.Convictions), w.Offences(tree.Charges), test.convictions, test.charges)
		}
		if w.Solve(w.Ground(test.e)) == nil {
			t.Error("within the bound there is a case")
		}
	}
	_, err := finite.New("us-zz", days, []*tree.Expr{tree.And(three, tree.Count(tree.Convictions, 10, felony))})
	const want = "up to 13 convictions can matter at once, and proofs look at 12; lower the counts or split the rule"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestWhatCannotBe: what no case file can hold, and what the engine would not count, is refused in one line.
func TestWhatCannotBe(t *testing.T) {
	pending := tree.NewAtom(tree.Atom{Test: tree.TestTrue, Refs: []tree.Ref{offence("pending")}})
	for want, e := range map[string]*tree.Expr{
		"convictions: pending is a fact of charges, and no conviction has it; ask it of charges": tree.Count(tree.Convictions, 1, pending),
		"distinct: on is not a text; count different texts, such as incident":                    tree.Distinct(tree.Charges, 2, sallyport.OffenceFact("on"), pending),
	} {
		if _, err := finite.New("us-zz", finite.Days{Zone: time.UTC}, []*tree.Expr{e}); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
