package sql_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/outside"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
	lawsql "sallyport/law/sql"
	"sallyport/law/tree"
)

func theBook(t testing.TB) *law.Book {
	t.Helper()
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// caseCount is how many cases the engines are asked about: few, or as many as SALLYPORT_SQL_CASES says.
func caseCount(t testing.TB) int { return outside.Count(t, "SALLYPORT_SQL_CASES", 2000) }

func TestSQLiteAgrees(t *testing.T)     { agrees(t, sqlite(t)) }
func TestPostgreSQLAgrees(t *testing.T) { agrees(t, postgres(t)) }

// agrees loads random cases and asks about them under every version of every pack: each outcome and each rule is what
// Kleene's logic gives, and Judge says the same wherever the outcome is settled.
func agrees(t *testing.T, e *engine) {
	book := theBook(t)
	cases := make([]*sallyport.Case, caseCount(t))
	for i := range cases {
		cases[i] = makeCase(i)
	}
	began := time.Now()
	loadCases(t, e, lawsql.NewTables(book.Packs), cases)
	t.Logf("%s: %d cases loaded in %s", e.name, len(cases), time.Since(began).Round(time.Millisecond))
	var total tally
	for _, p := range book.Packs {
		for _, v := range p.Versions {
			total.add(versionAgrees(t, e, v, cases, 16))
		}
	}
	t.Logf("%s: %s", e.name, total)
	if total.settled < total.asked/10 || total.open < total.asked/20 || total.finer == 0 {
		t.Errorf("the cases do not reach what the test is for: %s", total)
	}
}

// tally counts what came back.
type tally struct {
	asked, settled, open int
	judged, finer        int // unresolved cases that Judge was asked about, and those that it settled
	took                 time.Duration
}

func (c *tally) add(d tally) {
	c.asked, c.settled, c.open = c.asked+d.asked, c.settled+d.settled, c.open+d.open
	c.judged, c.finer, c.took = c.judged+d.judged, c.finer+d.finer, c.took+d.took
}

func (c tally) String() string {
	return fmt.Sprintf("%d answers, %d permitted or refused, %d unresolved (Judge settles %d of %d tried); %.0f rows a second, every column",
		c.asked, c.settled, c.open, c.finer, c.judged, float64(c.asked)/c.took.Seconds())
}

// versionAgrees asks about every case under one version, and Judge about one of every nth that is unresolved (none for 0:
// the exact answer takes its time).
func versionAgrees(t *testing.T, e *engine, v *law.Version, cases []*sallyport.Case, nth int) tally {
	t.Helper()
	q := lawsql.NewQuery(v)
	if _, err := e.db.Exec(q.View()); err != nil {
		t.Fatalf("%s: %v\n%s", e.name, err, q.View())
	}
	hasEveryRule(t, v, q)
	began := time.Now()
	rows, err := e.db.Query("SELECT * FROM " + q.Name + " ORDER BY id")
	if err != nil {
		t.Fatalf("%s: %v\n%s", e.name, err, q.View())
	}
	defer rows.Close()
	var count tally
	for rows.Next() {
		got := newAnswer(q)
		if err := rows.Scan(got.into...); err != nil {
			t.Fatal(err)
		}
		paused := time.Now()
		number, err := strconv.Atoi(got.id)
		if err != nil {
			t.Fatal(err)
		}
		if wrong := got.compare(v, q, cases[number], &count, nth); wrong != "" {
			t.Fatalf("%s: %s of %s, case %s: %s", e.name, v.Pack.ID, v.From, got.id, wrong)
		}
		count.took -= time.Since(paused)
	}
	count.took += time.Since(began)
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if count.asked != len(cases) {
		t.Fatalf("%s: %s answers %d cases of %d", e.name, q.Name, count.asked, len(cases))
	}
	return count
}

// hasEveryRule: each rule that an outcome can turn on has a column, unless it has no condition.
func hasEveryRule(t *testing.T, v *law.Version, q *lawsql.Query) {
	t.Helper()
	for _, action := range sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values {
		for _, c := range v.Plan(action).Clauses {
			for _, r := range slices.Concat(c.Grounds, c.Closers) {
				has := slices.ContainsFunc(q.Rules, func(column lawsql.RuleColumn) bool { return column.Rule == r })
				if has != (r.When != nil || r.Kind == law.Runs) {
					t.Fatalf("%s: rule %s has a column: %t", q.Name, r.ID, has)
				}
			}
		}
	}
}

// answer is one row of a view.
type answer struct {
	id                         string
	action, outcome, refusedBy sql.NullString
	rules                      []sql.NullBool
	into                       []any
}

func newAnswer(q *lawsql.Query) *answer {
	a := &answer{rules: make([]sql.NullBool, len(q.Rules))}
	a.into = []any{&a.id, &a.action, &a.outcome, &a.refusedBy}
	for i := range a.rules {
		a.into = append(a.into, &a.rules[i])
	}
	return a
}

// compare says in what the row differs from the engine, "" where it does not.
func (a *answer) compare(v *law.Version, q *lawsql.Query, c *sallyport.Case, count *tally, nth int) string {
	full, zone := law.Implied(c), tree.Zone(c.Agency, c.At.Location())
	want := kleene(v, &full, zone)
	if a.outcome.String != string(want) {
		return fmt.Sprintf("outcome %s, want %s", a.outcome.String, want)
	}
	for i, column := range q.Rules {
		when := column.Rule.When
		if when == nil {
			when = clockOf(v, column.Rule)
		}
		if got, want := truth(a.rules[i]), when.Eval(&full, zone); got != want {
			return fmt.Sprintf("%s: %d, want %d", column.Name, got, want)
		}
	}
	return a.refine(v, c, want, count, nth)
}

// refine holds the row to Judge: the same where Kleene's logic settles it, and anything but silent where not.
func (a *answer) refine(v *law.Version, c *sallyport.Case, want sallyport.Outcome, count *tally, nth int) string {
	count.asked++
	if want == sallyport.Unresolved {
		count.open++
		if nth == 0 || count.open%nth != 0 {
			return ""
		}
		count.judged++
		if door := v.Judge(c); door.Outcome != sallyport.Unresolved {
			count.finer++
		}
		return ""
	}
	door := v.Judge(c)
	if door.Outcome != want {
		return fmt.Sprintf("%s, but Judge says %s", want, door.Outcome)
	}
	if want != sallyport.Silent {
		count.settled++
	}
	var refusing []string
	for _, r := range door.Rules {
		if r.Effect == sallyport.Refuses {
			refusing = append(refusing, r.ID)
		}
	}
	if got := a.refusedBy.String; got != strings.Join(refusing, " ") {
		return fmt.Sprintf("refused by %q, Judge says %q", got, refusing)
	}
	return ""
}

func truth(b sql.NullBool) tree.Tri {
	switch {
	case !b.Valid:
		return tree.Unknown
	case b.Bool:
		return tree.True
	}
	return tree.False
}

// kleene is the outcome of one text by Kleene's logic alone, from the engine's closures.
func kleene(v *law.Version, full *sallyport.Case, zone *time.Location) sallyport.Outcome {
	kind, action := full.Facts[sallyport.CaseFact("agency_kind")], full.Facts[sallyport.CaseFact("request.action")]
	if kind.State == sallyport.Known && v.Binds&(1<<kind.N) == 0 {
		return sallyport.Silent
	}
	if action.State != sallyport.Known {
		return unknownAction(v)
	}
	plan := v.Plan(sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values[action.N])
	if !plan.Speaks {
		return sallyport.Silent
	}
	switch met := plan.Condition().Eval(full, zone); {
	case met == tree.True:
		return sallyport.Permitted
	case met == tree.False && (kind.State == sallyport.Known || v.Binds == law.AllKinds):
		return sallyport.Refused
	}
	return sallyport.Unresolved
}

// unknownAction is the outcome where nobody knows what was asked: unresolved, if the text speaks to anything.
func unknownAction(v *law.Version) sallyport.Outcome {
	for _, action := range sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values {
		if v.Plan(action).Speaks {
			return sallyport.Unresolved
		}
	}
	return sallyport.Silent
}

// clockOf is the condition of a clock's rule: its clause.
func clockOf(v *law.Version, r *law.Rule) *tree.Expr {
	for _, action := range r.For {
		for _, c := range v.Plan(action).Clauses {
			for _, g := range c.Grounds {
				if g == r {
					return c.Expr
				}
			}
		}
	}
	return nil
}
