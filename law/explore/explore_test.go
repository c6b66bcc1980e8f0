package explore_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/explore"
	"sallyport/law/packs"
)

func book(t *testing.T) *law.Book {
	t.Helper()
	b, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func result(t *testing.T, b *law.Book, s explore.Setting, answers []explore.Answer) *explore.Result {
	t.Helper()
	r, err := explore.Explore(b, s, answers)
	if err != nil {
		t.Fatalf("%+v %v: %v", s, answers, err)
	}
	return r
}

var inLA = explore.Setting{Place: "us-ca/los-angeles", Date: "2016-03-01", Action: "notify"}

func TestACitizenSettlesItAtOnce(t *testing.T) {
	b := book(t)
	first := result(t, b, inLA, nil)
	if first.Outcome != sallyport.Unresolved || first.Next == "" {
		t.Fatalf("of nobody nothing is known: %s, asks %q", first.Outcome, first.Next)
	}
	r := result(t, b, inLA, []explore.Answer{{Path: "person.us_citizen", Value: "yes"}})
	if r.Outcome != sallyport.Refused || r.Next != "" || len(r.Missing) != 0 {
		t.Errorf("a citizen: %s, asks %q, missing %v", r.Outcome, r.Next, r.Missing)
	}
}

// TestWalksEnd answers at random until nothing is asked: only what is missing is asked, nothing twice, and at the end either the outcome is settled, or
// what is left is what the visitor does not know or what the texts leave open.
func TestWalksEnd(t *testing.T) {
	b := book(t)
	places, programmes := explore.Places(b), explore.Programmes(b)
	days := []string{"2012-06-01", "2014-06-01", "2015-06-01", "2016-09-01", "2018-06-01", "2022-03-01", "2025-06-01"}
	longest := 0
	for seed := range 80 {
		r := rand.New(rand.NewPCG(uint64(seed), 9))
		s := explore.Setting{Place: places[r.IntN(len(places))], Date: days[r.IntN(len(days))], Action: []string{"notify", "hold", "transfer", "interview"}[r.IntN(4)]}
		if r.IntN(4) == 0 {
			s.Programme = programmes[r.IntN(len(programmes))].ID
		}
		longest = max(longest, walk(t, b, r, s))
	}
	t.Logf("the longest walk had %d questions", longest)
}

func walk(t *testing.T, b *law.Book, r *rand.Rand, s explore.Setting) int {
	t.Helper()
	var answers []explore.Answer
	for n := 0; ; n++ {
		is := result(t, b, s, answers)
		if is.Next == "" {
			for _, path := range is.Missing {
				if !slices.ContainsFunc(answers, func(a explore.Answer) bool { return a.Path == path && a.Value == explore.DontKnow }) {
					t.Errorf("%+v %v: %s is missing and was not asked", s, answers, path)
				}
			}
			if is.Outcome == sallyport.Unresolved && len(is.Missing)+len(is.Open) == 0 {
				t.Errorf("%+v %v: unresolved for no reason", s, answers)
			}
			return n
		}
		if !slices.Contains(is.Missing, is.Next) || slices.ContainsFunc(answers, func(a explore.Answer) bool { return a.Path == is.Next }) {
			t.Fatalf("%+v %v: asks %s, which is not missing or was asked", s, answers, is.Next)
		}
		answers = append(answers, explore.Answer{Path: is.Next, Value: pick(r, b, s, is.Next)})
		if n > 200 {
			t.Fatalf("%+v: no end: %v", s, answers)
		}
	}
}

func pick(r *rand.Rand, b *law.Book, s explore.Setting, path string) string {
	if r.IntN(8) == 0 {
		return explore.DontKnow
	}
	c, _ := explore.Case(b, s, nil)
	if path == "person.us_citizen" || path == "person.citizenship_indicated" {
		return []string{"no", "no", "no", "yes"}[r.IntN(4)]
	}
	all := explore.Samples(path, c.At)
	return all[r.IntN(len(all))]
}

// TestTheNextQuestionIsTheBest compares with every question's average, worked out plainly.
func TestTheNextQuestionIsTheBest(t *testing.T) {
	b := book(t)
	for _, answers := range [][]explore.Answer{nil, {{Path: "person.us_citizen", Value: "no"}}, {{Path: "convictions", Value: "1"}}} {
		is := result(t, b, inLA, answers)
		average := func(path string) float64 {
			left, n := 0, 0
			for _, v := range explore.Samples(path, caseOf(t, b, inLA, nil).At) {
				d := b.Decide(caseOf(t, b, inLA, explore.Put(answers, explore.Answer{Path: path, Value: v})))
				if path == "request.form" && v != "I-247N" { // the usual one of that day
					continue
				}
				left, n = left+len(d.Missing), n+1
			}
			return float64(left) / float64(n)
		}
		for _, path := range is.Missing {
			if average(path) < average(is.Next) {
				t.Errorf("after %v it asks %s (%.2f left) rather than %s (%.2f left)", answers, is.Next, average(is.Next), path, average(path))
			}
		}
	}
}

func caseOf(t *testing.T, b *law.Book, s explore.Setting, answers []explore.Answer) *sallyport.Case {
	t.Helper()
	c, err := explore.Case(b, s, answers)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryRuleSaysItself(t *testing.T) {
	b := book(t)
	known := []string{"us.stop.citizen", "us.stop.citizenship-indicated", "us.stop.agency-policy", "us.stack.state-mandate", "us.programme"}
	for _, action := range []string{"notify", "hold", "transfer", "interview"} {
		for _, place := range explore.Places(b) {
			for _, day := range []string{"2007-01-01", "2012-06-01", "2015-06-01", "2020-06-01"} {
				is := result(t, b, explore.Setting{Place: place, Date: day, Action: action}, nil)
				for _, door := range is.Doors {
					for _, r := range door.Rules {
						if r.Says == "" && !slices.Contains(known, r.ID) {
							t.Errorf("%s %s %s: %s says nothing", place, day, action, r.ID)
						}
					}
				}
			}
		}
	}
}

func TestWhatWouldChangeIt(t *testing.T) {
	b := book(t)
	answers := []explore.Answer{{Path: "person.us_citizen", Value: "yes"}}
	if c := result(t, b, inLA, answers).Changes; len(c) != 1 || c[0].Value != "no" || c[0].Outcome != sallyport.Unresolved {
		t.Errorf("of somebody who were no citizen nothing is settled yet: %v", c)
	}
	answers[0].Value = "no"
	for _, c := range result(t, b, inLA, answers).Changes {
		with := result(t, b, inLA, explore.Put(answers, c.Answer))
		if with.Outcome != c.Outcome {
			t.Errorf("with %v it is %s, and %s was said", c.Answer, with.Outcome, c.Outcome)
		}
	}
}

func TestTakingBack(t *testing.T) {
	answers := []explore.Answer{{"convictions", "1"}, {"convictions[0].grade", "felony"}, {"person.us_citizen", "no"}, {"request.warrant", "given"}, {"request.warrant.signer", "state_judge"}}
	if left := explore.Drop(explore.Drop(answers, "convictions"), "request.warrant"); len(left) != 1 || left[0].Path != "person.us_citizen" {
		t.Errorf("left: %v", left)
	}
	if again := explore.Put(answers, explore.Answer{Path: "person.us_citizen", Value: "yes"}); len(again) != 5 || again[4].Value != "yes" {
		t.Errorf("answered again: %v", again)
	}
}

func TestWhatCannotBeUsedIsSaid(t *testing.T) {
	b := book(t)
	for _, s := range []explore.Setting{
		{}, {Place: "us-zz", Date: "2016-03-01", Action: "hold"}, {Place: "us-ca/<b>", Date: "2016-03-01", Action: "hold"}, {Place: "us-ca", Date: "2016-02-30", Action: "hold"},
		{Place: "us-ca", Date: "2016-03-01", Action: "deport"}, {Place: "us-ca", Date: "2016-03-01", Action: "hold", Programme: "us-ca/trust"},
	} {
		wrong(t, b, s, nil)
	}
	for _, a := range []explore.Answer{
		{"person.us_citizen", "perhaps"}, {"agency", "us-ca"}, {"at", "2016-03-01T10:00"}, {"request.action", "hold"}, {"convictions", "7"}, {"convictions", "-1"}, {"convictions[0].grade", "felony"},
		{"convictions[", "x"}, {"person.born", "yesterday"}, {"request.probable_cause", "final_order,hearsay"}, {"release.eligible_at", "2016-03-01"}, {"nothing", "x"}, {"", ""},
	} {
		wrong(t, b, inLA, []explore.Answer{a})
	}
}

func wrong(t *testing.T, b *law.Book, s explore.Setting, answers []explore.Answer) {
	t.Helper()
	var w *explore.Wrong
	if _, err := explore.Explore(b, s, answers); !errors.As(err, &w) || w.Why == "" {
		t.Errorf("%+v %v: %v", s, answers, err)
	}
}

func TestTheSamePersonBeside(t *testing.T) {
	b := book(t)
	answers := []explore.Answer{{Path: "person.us_citizen", Value: "yes"}}
	elsewhere := explore.Elsewhere(b, inLA, answers)
	if len(elsewhere) != len(explore.Places(b)) {
		t.Errorf("%d of %d places", len(elsewhere), len(explore.Places(b)))
	}
	for _, is := range append(elsewhere, explore.Under(b, inLA, answers)...) {
		if is.Outcome != sallyport.Refused || is.Federal != sallyport.Refused {
			t.Errorf("%+v: a citizen is nobody's subject anywhere", is)
		}
		if !strings.HasPrefix(is.Place, "us-") {
			t.Errorf("%+v", is)
		}
	}
}

func BenchmarkExplore(b *testing.B) {
	law, err := packs.Book()
	if err != nil {
		b.Fatal(err)
	}
	s := explore.Setting{Place: "us-ca/san-francisco", Date: "2014-06-01", Action: "hold"}
	for b.Loop() {
		if _, err := explore.Explore(law, s, nil); err != nil {
			b.Fatal(err)
		}
	}
}
