package finite_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// TestSolverAgainstEnumeration holds the solver's answer and the diagram's count against trying out every case of a small
// space, which knows nothing of classes, frames or bounds: conditions are random, lists one offence longer than the bound.
func TestSolverAgainstEnumeration(t *testing.T) {
	days := finite.Days{First: day(2015, 1, 5), Last: day(2015, 12, 31), Zone: time.UTC}
	count, found := 40, 0
	if testing.Short() {
		count = 20
	}
	for seed := range count {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		e := randomCondition(r, 3)
		w, err := finite.New("us-zz", days, []*tree.Expr{e})
		if err != nil {
			t.Fatal(err)
		}
		f := w.Ground(e)
		m := w.Solve(f)
		counts, err := w.Count(f, w.Not(f), finite.True)
		if err != nil {
			t.Fatal(err)
		}
		want := enumerate(e, w.Offences(tree.Convictions)+1)
		if (m != nil) != want || (counts[0].Sign() > 0) != want {
			t.Fatalf("seed %d: solver %t, count %v, enumeration %t", seed, m != nil, counts[0], want)
		}
		if counts[0].Add(counts[0], counts[1]).Cmp(counts[2]) != 0 {
			t.Fatalf("seed %d: the cases that meet it and those that do not are %v, of %v", seed, counts[0], counts[2])
		}
		if m == nil {
			continue
		}
		found++
		c := law.Implied(w.Case(m, "hold", law.AllKinds))
		if e.Eval(&c, time.UTC) != tree.True {
			t.Fatalf("seed %d: the model's case does not meet the condition: %+v", seed, c)
		}
	}
	if found < count/5 || found > count*19/20 {
		t.Errorf("%d of %d conditions can be met: the test does not reach what it is for", found, count)
	}
}

func day(y int, m time.Month, d int) int64 {
	return sallyport.Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

func ref(path string) tree.Ref { return tree.Ref{Fact: sallyport.CaseFact(path)} }

func offence(path string) tree.Ref { return tree.Ref{Offence: true, Fact: sallyport.OffenceFact(path)} }

// tests of the case, and of an offence. Few, so that every case can be tried.
var (
	caseTests = []tree.Atom{
		{Test: tree.TestTrue, Refs: []tree.Ref{ref("person.removable")}},
		{Test: tree.TestNone, Refs: []tree.Ref{ref("person.final_order")}},
		{Test: tree.TestNotBefore, Refs: []tree.Ref{ref("person.final_order")}, N: day(2014, 1, 1)},
		{Test: tree.TestNotBefore, Refs: []tree.Ref{ref("at")}, N: day(2015, 6, 1)},
		{Test: tree.TestClock, Refs: []tree.Ref{ref("release.eligible_at"), ref("at")}, Clock: &tree.Clock{Hours: 48}},
	}
	offenceTests = []tree.Atom{
		{Test: tree.TestIn, Refs: []tree.Ref{offence("grade")}, Mask: 1},
		{Test: tree.TestIn, Refs: []tree.Ref{offence("grade")}, Mask: 3},
		{Test: tree.TestAtLeast, Refs: []tree.Ref{offence("to_serve_days")}, N: 90},
		{Test: tree.TestWithinYears, Refs: []tree.Ref{offence("on"), ref("release.eligible_at")}, N: 5},
		{Test: tree.TestWithinYears, Refs: []tree.Ref{offence("on"), ref("at")}, N: 5},
		{Test: tree.TestNotBefore, Refs: []tree.Ref{offence("on")}, N: day(2010, 6, 1)},
	}
)

// randomCondition nests to the depth; quantifiers stand at any level outside other quantifiers.
func randomCondition(r *rand.Rand, depth int) *tree.Expr {
	if depth == 0 || r.IntN(6) == 0 {
		if r.IntN(2) == 0 {
			return signed(r, tree.NewAtom(caseTests[r.IntN(len(caseTests))]))
		}
		n := 1 + r.IntN(2)
		if r.IntN(4) == 0 {
			return signed(r, tree.Distinct(tree.Convictions, n, sallyport.OffenceFact("incident"), randomBody(r, 2)))
		}
		return signed(r, tree.Count(tree.Convictions, n, randomBody(r, 2)))
	}
	a, b := randomCondition(r, depth-1), randomCondition(r, depth-1)
	if r.IntN(3) == 0 {
		return signed(r, tree.Or(a, b))
	}
	return signed(r, tree.And(a, b))
}

func randomBody(r *rand.Rand, depth int) *tree.Expr {
	if depth == 0 {
		return signed(r, tree.NewAtom(offenceTests[r.IntN(len(offenceTests))]))
	}
	if r.IntN(2) == 0 {
		return tree.Or(randomBody(r, depth-1), randomBody(r, depth-1))
	}
	return tree.And(randomBody(r, depth-1), randomBody(r, depth-1))
}

func signed(r *rand.Rand, e *tree.Expr) *tree.Expr {
	if r.IntN(3) == 0 {
		return tree.Not(e)
	}
	return e
}

// enumerate says whether any case meets e. Cases and offences that answer the tests of e alike are tried once.
func enumerate(e *tree.Expr, longest int) bool {
	found := false
	tests := map[int]map[string]*tree.Expr{-1: {}, 0: {}, 1: {}}
	collect(e, -1, tests)
	seen := map[string]bool{}
	eachCase(func(c *sallyport.Case) {
		kinds := offenceKinds(c, tests[0])
		key := look(c, nil, tests[-1])
		for i := range kinds {
			key += " " + look(c, &kinds[i], tests[0])
		}
		c.Convictions = sallyport.Offences{Known: true}
		if !found && !seen[key] {
			found = withOffences(e, c, kinds, min(longest, 3))
		}
		seen[key] = true
	})
	return found
}

// withOffences tries every list of up to so many offences of the kinds.
func withOffences(e *tree.Expr, c *sallyport.Case, kinds []sallyport.Offence, left int) bool {
	if e.Eval(c, time.UTC) == tree.True {
		return true
	}
	if left == 0 {
		return false
	}
	list := c.Convictions.List
	for i, k := range kinds {
		k[sallyport.OffenceFact("incident")] = sallyport.TextValue(string(rune('a' + len(list))))
		c.Convictions.List = append(list[:len(list):len(list)], k)
		if withOffences(e, c, kinds[i:], left-1) {
			return true
		}
		if len(list) == 0 {
			continue
		}
		k[sallyport.OffenceFact("incident")] = sallyport.TextValue("a")
		c.Convictions.List = append(list[:len(list):len(list)], k)
		if withOffences(e, c, kinds[i:], left-1) {
			return true
		}
	}
	c.Convictions.List = list
	return false
}

func eachCase(try func(*sallyport.Case)) {
	for _, at := range []int64{day(2015, 3, 3), day(2015, 6, 1)} {
		for _, hours := range []int{-1, 47, 48, 24 * 200} {
			for _, order := range []sallyport.Value{sallyport.NoneValue, sallyport.IntValue(day(2013, 12, 31)), sallyport.IntValue(day(2014, 1, 1))} {
				for _, removable := range []bool{false, true} {
					c := &sallyport.Case{At: sallyport.DayTime(at).Add(10 * time.Hour), Agency: "us-zz"}
					c.Facts[sallyport.CaseFact("person.removable")] = sallyport.BoolValue(removable)
					c.Facts[sallyport.CaseFact("person.final_order")] = order
					c.Facts[sallyport.CaseFact("release.eligible_at")] = sallyport.TimeValue(c.At.Add(-time.Duration(hours) * time.Hour))
					full := law.Implied(c)
					try(&full)
				}
			}
		}
	}
}

// offenceKinds are offences of every grade, on both sides of 90 days, on days around every border there is.
func offenceKinds(c *sallyport.Case, tests map[string]*tree.Expr) []sallyport.Offence {
	eligible := time.UnixMicro(c.Facts[sallyport.CaseFact("release.eligible_at")].N).UTC()
	var days []int64
	for _, border := range []int64{
		sallyport.Day(c.At.AddDate(-5, 0, 0)), sallyport.Day(eligible.AddDate(-5, 0, 0)), day(2010, 6, 1),
	} {
		days = append(days, border-1, border, border+1)
	}
	seen := map[string]bool{}
	var all []sallyport.Offence
	for _, on := range days {
		for grade := range int64(3) {
			for _, served := range []int64{0, 90} {
				var o sallyport.Offence
				o[sallyport.OffenceFact("on")] = sallyport.IntValue(on)
				o[sallyport.OffenceFact("grade")] = sallyport.IntValue(grade)
				o[sallyport.OffenceFact("to_serve_days")] = sallyport.IntValue(served)
				if answers := look(c, &o, tests); !seen[answers] {
					seen[answers] = true
					all = append(all, o)
				}
			}
		}
	}
	return all
}

// look is how the case, or one offence, answers the tests.
func look(c *sallyport.Case, o *sallyport.Offence, tests map[string]*tree.Expr) string {
	var b []byte
	for _, key := range slices.Sorted(maps.Keys(tests)) {
		b = append(b, byte('1'+tests[key].Atom.Eval(c, o, time.UTC)))
	}
	return string(b)
}
