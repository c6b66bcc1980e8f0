package batch_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/lawtest"
	"sallyport/law/tree"
)

// TestRandomConditions compares planes and settled answers on conditions that no pack has: all tests, counts, keys and questions,
// mixed at random, on cases around the 29 February of a leap year.
func TestRandomConditions(t *testing.T) {
	open, exact := 0, 0
	for seed := range uint64(80) {
		o, e := compareRandom(t, seed)
		open, exact = open+o, exact+e
	}
	if open < 10_000 || exact < 30 {
		t.Errorf("%d answers stayed open, %d conditions are exact by Kleene's logic: the test does not reach what it is for", open, exact)
	}
}

func FuzzRandomConditions(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { compareRandom(t, seed) })
}

// compareRandom makes a few texts and many cases, and returns how many answers stayed open and how many texts are exact.
func compareRandom(t *testing.T, seed uint64) (open, exact int) {
	t.Helper()
	w := &wild{rand.New(rand.NewPCG(seed, 21))}
	versions, conditions := w.versions(6)
	d := batch.NewDictionary(conditions)
	program, err := d.Compile(conditions)
	if err != nil {
		t.Fatal(err)
	}
	cases := w.cases(150)
	block, answers := encoded(d, cases), program.NewAnswers()
	program.Run(block, answers)
	compareClosures(t, seed, versions, cases, block, answers)
	program.Settle(block, answers, func(i int) *sallyport.Case { return &cases[i] })
	for lane := range cases {
		c := cases[block.Case(lane)]
		c.Facts[action] = sallyport.IntValue(0)
		for i, v := range versions {
			got, want := answers.Outcome(i, lane), v.Judge(&c).Outcome
			if got != want {
				t.Fatalf("seed %d, condition %d (exact: %v), case %d: planes say %s, single cases %s", seed, i, program.Exact(i),
					block.Case(lane), got, want)
			}
			if got == sallyport.Unresolved {
				open++
			}
		}
	}
	for i := range versions {
		if program.Exact(i) {
			exact++
		}
	}
	return open, exact
}

// compareClosures holds the answers by Kleene's logic to those of the closures.
func compareClosures(t *testing.T, seed uint64, versions []*law.Version, cases []sallyport.Case, block *batch.Block, answers *batch.Answers) {
	t.Helper()
	p := &comparer{agreement: &agreement{}}
	for i, v := range versions {
		p.add(v, 0, v.Plan("notify"))
		p.truths = make([]tree.Tri, len(p.clauses))
		for lane := range cases {
			c := law.Implied(&cases[block.Case(lane)])
			p.evaluate(&c)
			if got, want := answers.Outcome(i, lane), p.kleene(&c, &p.texts[i]); got != want {
				t.Fatalf("seed %d, condition %d, case %d: planes say %s, closures %s", seed, i, block.Case(lane), got, want)
			}
		}
	}
}

// wild makes conditions and cases.
type wild struct{ *rand.Rand }

func (w *wild) versions(n int) (versions []*law.Version, conditions []batch.Condition) {
	for i := range n {
		v := &law.Version{Pack: &law.Pack{ID: fmt.Sprint("us/wild/", i), Place: "us"}, From: "2000-01-01", Binds: law.AllKinds}
		if w.IntN(3) == 0 {
			v.Binds = 3
		}
		v.Rules = []*law.Rule{{ID: "wild", Kind: law.Needs, For: []string{"notify"}, When: w.expr(3, -1)}}
		v.Link()
		versions, conditions = append(versions, v), append(conditions, batch.Of(v, "notify"))
	}
	return versions, conditions
}

// expr makes a condition, in the body of a quantifier where list is not negative.
func (w *wild) expr(depth, list int) *tree.Expr {
	if depth == 0 || w.IntN(6) == 0 {
		return w.leaf(list)
	}
	switch w.IntN(7) {
	case 0, 1:
		return tree.And(w.expr(depth-1, list), w.expr(depth-1, list), w.leaf(list))
	case 2, 3:
		return tree.Or(w.expr(depth-1, list), w.expr(depth-1, list))
	case 4:
		return tree.Not(w.expr(depth-1, list))
	}
	if list >= 0 {
		return w.leaf(list)
	}
	list = w.IntN(2)
	body := w.expr(depth-1, list)
	if w.IntN(2) == 0 {
		return tree.Count(tree.List(list), 1+w.IntN(3), body)
	}
	return tree.Distinct(tree.List(list), 1+w.IntN(3), offenceFact(w.pick("incident", "place")), body)
}

func (w *wild) leaf(list int) *tree.Expr {
	switch {
	case w.IntN(12) == 0:
		return tree.Question(w.pick("q1", "q2"))
	case w.IntN(30) == 0:
		return tree.Const(w.IntN(2) == 0)
	case list >= 0 && w.IntN(4) > 0:
		return tree.NewAtom(w.ofOffence())
	}
	return tree.NewAtom(w.ofCase())
}

func (w *wild) pick(all ...string) string { return all[w.IntN(len(all))] }

func offenceFact(path string) int  { return sallyport.OffenceFact(path) }
func caseRef(path string) tree.Ref { return tree.Ref{Fact: sallyport.CaseFact(path)} }
func offenceRef(path string) tree.Ref {
	return tree.Ref{Offence: true, Fact: offenceFact(path)}
}

var leapDay = time.Date(2016, 2, 29, 12, 0, 0, 0, time.UTC)

func (w *wild) ofOffence() tree.Atom {
	switch w.IntN(10) {
	case 0, 1:
		return tree.Atom{Test: tree.TestIn, Mask: 1 + w.Uint64N(6), Refs: []tree.Ref{offenceRef("grade")}}
	case 2:
		return tree.Atom{Test: tree.TestIn, Mask: w.Uint64N(1 << 14), Refs: []tree.Ref{offenceRef("category")}}
	case 3:
		return tree.Atom{Test: tree.TestTrue, Refs: []tree.Ref{offenceRef(w.pick("juvenile", "wobbler", "serious"))}}
	case 4:
		return tree.Atom{Test: tree.TestNone, Refs: []tree.Ref{offenceRef(w.pick("listed", "released_on"))}}
	case 5:
		return tree.Atom{Test: tree.TestAtLeast, N: []int64{5, 6, 90, 365}[w.IntN(4)], Refs: []tree.Ref{offenceRef("to_serve_days")}}
	case 6:
		return tree.Atom{Test: tree.TestText, Texts: []string{"A", w.pick("us-ca", "F1")}, Refs: []tree.Ref{offenceRef(w.pick("degree", "place"))}}
	case 7:
		return tree.Atom{Test: tree.TestSameText, Refs: []tree.Ref{offenceRef("place"), caseRef("state")}}
	case 8:
		return tree.Atom{Test: tree.TestNotBefore, N: sallyport.Day(leapDay.AddDate(-w.IntN(3), 0, w.IntN(3)-1)), Refs: []tree.Ref{offenceRef("on")}}
	}
	return tree.Atom{Test: tree.TestWithinYears, N: int64(w.IntN(6)), Refs: []tree.Ref{
		offenceRef(w.pick("on", "released_on")), caseRef(w.pick("request.received_at", "release.eligible_at"))}}
}

func (w *wild) ofCase() tree.Atom {
	switch w.IntN(9) {
	case 0:
		return tree.Atom{Test: tree.TestTrue, Refs: []tree.Ref{caseRef(w.pick("person.removable", "person.gang_participation.intentional"))}}
	case 1:
		return tree.Atom{Test: tree.TestIn, Mask: 1 + w.Uint64N(6), Refs: []tree.Ref{caseRef(w.pick("agency_kind", "request.form", "request.warrant.signer"))}}
	case 2:
		return tree.Atom{Test: tree.TestHas, Mask: 1 + w.Uint64N(15), Refs: []tree.Ref{caseRef("request.probable_cause")}}
	case 3:
		return tree.Atom{Test: tree.TestNone, Refs: []tree.Ref{caseRef(w.pick("person.final_order", "request.served_at", "request.warrant"))}}
	case 4:
		return tree.Atom{Test: tree.TestAged, N: int64(16 + w.IntN(2)), Refs: []tree.Ref{caseRef("person.born"), caseRef("at")}}
	case 5:
		day := sallyport.Day(leapDay.AddDate(0, 0, w.IntN(5)-2))
		return tree.Atom{Test: tree.TestNotBefore, N: day, Refs: []tree.Ref{caseRef(w.pick("at", "release.eligible_at", "request.served_at"))}}
	case 6:
		return tree.Atom{Test: tree.TestAtLeast, N: 16, Refs: []tree.Ref{caseRef("person.gang_participation.age")}}
	}
	clock := &tree.Clock{Hours: 24 * (1 + w.IntN(3)), Counted: w.IntN(2) == 0, SameDay: w.IntN(4) == 0}
	return tree.Atom{Test: tree.TestClock, Clock: clock, Refs: []tree.Ref{caseRef("release.eligible_at"), caseRef("at")}}
}

// cases are wild ones, moved to the days around leapDay, with few offences, so that the exact answer is found quickly.
func (w *wild) cases(n int) []sallyport.Case {
	all := make([]sallyport.Case, n)
	for i := range all {
		c := &all[i]
		lawtest.Wild(w.Rand, c)
		c.Agency = w.pick("us-ca/los-angeles", "us-gu", "us-hi", "us-oh/franklin")
		c.At = leapDay.Add(time.Duration(w.IntN(100)-50) * time.Hour)
		w.move(c, &c.Facts[sallyport.CaseFact("request.received_at")], true)
		w.move(c, &c.Facts[sallyport.CaseFact("release.eligible_at")], true)
		w.move(c, &c.Facts[sallyport.CaseFact("request.served_at")], true)
		if born := &c.Facts[sallyport.CaseFact("person.born")]; born.State == sallyport.Known {
			*born = sallyport.DateValue(c.At.AddDate(-16, 0, w.IntN(5)-2))
		}
		for _, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
			list.List = list.List[:min(len(list.List), 1+w.IntN(4))]
			for j := range list.List {
				w.move(c, &list.List[j][offenceFact("on")], false)
				w.move(c, &list.List[j][offenceFact("released_on")], false)
			}
		}
	}
	return all
}

// move brings a known instant, or a day some years before, near the case's moment.
func (w *wild) move(c *sallyport.Case, v *sallyport.Value, instant bool) {
	switch {
	case v.State != sallyport.Known:
	case instant:
		*v = sallyport.TimeValue(c.At.Add(time.Duration(w.IntN(160)-100) * time.Hour))
	default:
		*v = sallyport.DateValue(c.At.AddDate(-w.IntN(6), 0, w.IntN(5)-2))
	}
}
