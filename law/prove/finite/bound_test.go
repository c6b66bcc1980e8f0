package finite_test

import (
	"testing"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/prove/finite"
)

// TestBound: AND adds, OR takes the larger, what is negated needs no offence, and above the limit nothing is proved.
func TestBound(t *testing.T) {
	felony := law.NewAtom(law.Atom{Test: law.TestIn, Refs: []law.Ref{offence("grade")}, Mask: 1})
	two := law.Count(law.Convictions, 2, felony)
	three := law.Distinct(law.Convictions, 3, sallyport.OffenceFact("incident"), law.Not(felony))
	charged := law.Count(law.Charges, 1, felony)
	days := finite.Days{First: day(2015, 1, 5), Last: day(2015, 12, 31), Zone: time.UTC}
	for _, test := range []struct {
		e                    *law.Expr
		convictions, charges int
	}{
		{law.And(two, three, charged), 5, 1},
		{law.Or(two, three, charged), 3, 1},
		{law.And(law.Not(two), three), 3, 0},
		{law.Not(law.And(law.Not(two), law.Not(three))), 3, 0},
		{law.Not(law.Or(law.Not(two), law.Not(three))), 5, 0},
		{law.Not(law.Not(two)), 2, 0},
	} {
		w, err := finite.New("us-zz", days, []*law.Expr{test.e})
		if err != nil {
			t.Fatal(err)
		}
		if w.Offences(law.Convictions) != test.convictions || w.Offences(law.Charges) != test.charges {
			t.Errorf("got %d convictions and %d charges, want %d and %d",
				w.Offences(law.Convictions), w.Offences(law.Charges), test.convictions, test.charges)
		}
		if w.Solve(w.Ground(test.e)) == nil {
			t.Error("within the bound there is a case")
		}
	}
	_, err := finite.New("us-zz", days, []*law.Expr{law.And(three, law.Count(law.Convictions, 10, felony))})
	const want = "up to 13 convictions can matter at once, and proofs look at 12; lower the counts or split the rule"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestWhatCannotBe: what no case file can hold, and what the engine would not count, is refused in one line.
func TestWhatCannotBe(t *testing.T) {
	pending := law.NewAtom(law.Atom{Test: law.TestTrue, Refs: []law.Ref{offence("pending")}})
	for want, e := range map[string]*law.Expr{
		"convictions: pending is a fact of charges, and no conviction has it; ask it of charges": law.Count(law.Convictions, 1, pending),
		"distinct: on is not a text; count different texts, such as incident":                    law.Distinct(law.Charges, 2, sallyport.OffenceFact("on"), pending),
	} {
		if _, err := finite.New("us-zz", finite.Days{Zone: time.UTC}, []*law.Expr{e}); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
