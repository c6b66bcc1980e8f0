package sql_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sallyport"
	"sallyport/law"
	lawsql "sallyport/law/sql"
	"sallyport/law/tree"
)

func TestSQLiteAgreesOnAnyLaw(t *testing.T)     { agreesOnAnyLaw(t, sqlite(t)) }
func TestPostgreSQLAgreesOnAnyLaw(t *testing.T) { agreesOnAnyLaw(t, postgres(t)) }

// agreesOnAnyLaw makes laws at random out of everything that conditions can say, whether or not a pack says it today.
func agreesOnAnyLaw(t *testing.T, e *engine) {
	var all []*law.Pack
	for i := range 40 {
		all = append(all, makeLaw(i))
	}
	cases := make([]*sallyport.Case, 500)
	for i := range cases {
		cases[i] = makeCase(i)
	}
	loadCases(t, e, lawsql.NewTables(all), cases)
	var total tally
	for _, p := range all {
		for _, v := range p.Versions {
			total.add(versionAgrees(t, e, v, cases, 0))
		}
	}
	t.Logf("%s: %s", e.name, total)
	if total.settled < total.asked/10 || total.open < total.asked/20 {
		t.Errorf("the laws do not reach what the test is for: %s", total)
	}
}

// lawmaker writes conditions at random.
type lawmaker struct {
	*rand.Rand
	offence, whole []*tree.Expr // terms of an offence and of the case
}

// makeLaw is the pack of that number, always the same: two texts, the second demanding the first as well.
func makeLaw(number int) *law.Pack {
	m := &lawmaker{Rand: rand.New(rand.NewPCG(uint64(number), 12))}
	p := &law.Pack{ID: fmt.Sprintf("us-zz/law-%d", number), Place: "us-zz", Federal: m.IntN(2) == 0}
	for i := range 3 {
		m.offence = append(m.offence, m.condition(2, true))
		m.whole = append(m.whole, m.condition(2, false))
		p.Terms = append(p.Terms,
			law.Term{Name: words[i], Says: "one\n-- of an offence;", Cite: "§ 1", Expr: m.offence[i]},
			law.Term{Name: words[i], Says: "of the case", Cite: "§ 2", Expr: m.whole[i]})
	}
	for i := range 2 {
		v := &law.Version{Pack: p, From: fmt.Sprintf("%d-01-01", 2011+i), Instrument: "invented\nfor a test", Binds: law.AllKinds}
		if m.IntN(2) == 0 {
			v.Binds = m.Uint64() & law.AllKinds
		}
		v.SetDays(int64(15000+365*i), int64(15364+365*i))
		for _, group := range groups { // which every group has that a pack can have
			v.Rules = append(v.Rules, &law.Rule{ID: "us-zz." + group, Kind: law.Closes, Group: group, For: actions})
		}
		for range 6 + m.IntN(4) {
			v.Rules = append(v.Rules, m.rule(len(v.Rules)))
		}
		v.Also = p.Versions
		v.Link()
		p.Versions = append(p.Versions, v)
	}
	return p
}

var (
	words   = []string{"order", "select", "grade"}                                 // of SQL, and of the tables
	actions = sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values[:3] // and silent on the last
	groups  = []string{"one", "other"}
)

func (m *lawmaker) rule(i int) *law.Rule {
	r := &law.Rule{ID: fmt.Sprintf("us-zz.%d'\"%d", i%5, m.IntN(2)), Says: "says", Cite: "§ 3\nDROP TABLE cases;"}
	r.Kind = []law.Kind{law.Needs, law.Bars, law.Opens, law.Opens, law.Opens, law.Closes, law.Closes, law.Runs}[m.IntN(8)]
	for _, action := range actions {
		if m.IntN(3) > 0 {
			r.For = append(r.For, action)
		}
	}
	switch r.Kind {
	case law.Runs:
		r.Clock = &tree.Clock{Hours: 24 * (1 + m.IntN(3)), Counted: m.IntN(2) == 0, SameDay: m.IntN(4) == 0}
		return r
	case law.Opens, law.Closes:
		r.Group = groups[m.IntN(2)]
	}
	r.When = m.condition(3, false)
	if r.Kind == law.Needs && m.IntN(2) == 0 {
		r.Where, r.Scope = m.condition(2, false), "where it says"
	}
	return r
}

// condition is a tree of that depth at most, over an offence or over the case.
func (m *lawmaker) condition(depth int, offence bool) *tree.Expr {
	kinds := 9
	if depth == 0 {
		kinds = 3
	}
	switch kind := m.IntN(kinds); {
	case kind == 0 && m.IntN(6) == 0:
		return tree.Const(m.IntN(2) == 0)
	case kind == 0 && m.IntN(3) == 0:
		return tree.Question("us-zz.open*/")
	case kind == 1 && len(m.whole) == 3:
		return m.term(offence)
	case kind < 3:
		return tree.NewAtom(m.atom(offence))
	case kind == 3:
		return tree.Not(m.condition(depth-1, offence))
	case kind < 6 && !offence:
		return m.quantifier()
	case kind < 7:
		return tree.And(m.condition(depth-1, offence), m.condition(depth-1, offence), m.condition(depth-1, offence))
	}
	return tree.Or(m.condition(depth-1, offence), m.condition(depth-1, offence))
}

func (m *lawmaker) term(offence bool) *tree.Expr {
	if offence {
		return m.offence[m.IntN(3)]
	}
	return m.whole[m.IntN(3)]
}

func (m *lawmaker) quantifier() *tree.Expr {
	list, n, body := tree.List(m.IntN(2)), 1+m.IntN(2), m.condition(1, true)
	if len(m.offence) == 3 && m.IntN(4) > 0 {
		body = m.term(true) // asked elsewhere, too
	}
	if m.IntN(3) == 0 {
		return tree.Distinct(list, n, sallyport.OffenceFact([]string{"incident", "place", "statute"}[m.IntN(3)]), body)
	}
	return tree.Count(list, n, body)
}

// atom is a test of facts of the kinds it reads.
func (m *lawmaker) atom(offence bool) tree.Atom {
	days := []sallyport.Kind{sallyport.Date, sallyport.Time}
	switch test := tree.Test(m.IntN(int(tree.TestClock))); test {
	case tree.TestIn:
		return tree.Atom{Test: test, Mask: m.Uint64() & m.Uint64N(1<<8), Refs: m.refs(offence, 1, sallyport.Enum)}
	case tree.TestNone:
		return tree.Atom{Test: test, Refs: []tree.Ref{m.canBeNone(offence)}}
	case tree.TestHas:
		return tree.Atom{Test: test, Mask: 1 + m.Uint64N(15), Refs: m.refs(false, 1, sallyport.Set)}
	case tree.TestAtLeast:
		return tree.Atom{Test: test, N: []int64{6, 16, 90, 366}[m.IntN(4)], Refs: m.refs(offence, 1, sallyport.Int)}
	case tree.TestText:
		return tree.Atom{Test: test, Texts: texts[m.IntN(8) : 8+m.IntN(7)], Refs: m.refs(offence, 1, sallyport.Text)}
	case tree.TestSameText:
		return tree.Atom{Test: test, Refs: m.refs(offence, 2, sallyport.Text)}
	case tree.TestNotBefore:
		return tree.Atom{Test: test, N: 14610 + m.Int64N(7300), Refs: m.refs(offence, 1, days...)}
	case tree.TestWithinYears, tree.TestAged:
		return tree.Atom{Test: test, N: []int64{1, 4, 5, 7, 8, 16}[m.IntN(6)], Refs: m.refs(offence, 2, days...)}
	}
	return tree.Atom{Test: tree.TestTrue, Refs: m.refs(offence, 1, sallyport.Bool)}
}

// refs are facts of those kinds: of the case or, mostly, of the offence where there is one.
func (m *lawmaker) refs(offence bool, n int, kinds ...sallyport.Kind) []tree.Ref {
	var all []tree.Ref
	for len(all) < n {
		r := m.ref(offence)
		for _, kind := range kinds {
			if fact(r).Kind == kind {
				all = append(all, r)
			}
		}
	}
	return all
}

// canBeNone is a fact that can be none by itself. Of the parts of an object that is given SQL knows that they are not
// none even where they are not known, and Kleene's logic does not.
func (m *lawmaker) canBeNone(offence bool) tree.Ref {
	for {
		if r := m.ref(offence); fact(r).None && fact(r).Parent == "" {
			return r
		}
	}
}

func (m *lawmaker) ref(offence bool) tree.Ref {
	if offence && m.IntN(4) > 0 {
		return tree.Ref{Offence: true, Fact: m.IntN(sallyport.OffenceFactCount)}
	}
	return tree.Ref{Fact: m.IntN(sallyport.CaseFactCount)}
}

func fact(r tree.Ref) *sallyport.Fact {
	if r.Offence {
		return &sallyport.OffenceFacts[r.Fact]
	}
	return &sallyport.CaseFacts[r.Fact]
}
