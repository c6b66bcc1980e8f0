package sql_test

import (
	"fmt"
	"testing"
	"time"

	"sallyport"
	"sallyport/law"
	lawsql "sallyport/law/sql"
	"sallyport/law/tree"
)

func TestSQLiteCountsYears(t *testing.T)     { countsYears(t, sqlite(t)) }
func TestPostgreSQLCountsYears(t *testing.T) { countsYears(t, postgres(t)) }

// countsYears asks about every pair of days around the end of February of leap years and others, a century's two kinds
// among them.
func countsYears(t *testing.T, e *engine) {
	p := &law.Pack{ID: "us-zz/years", Place: "us-zz"}
	v := &law.Version{Pack: p, From: "2015-01-01", Binds: law.AllKinds}
	on, until := tree.Ref{Offence: true, Fact: sallyport.OffenceFact("on")}, tree.Ref{Offence: true, Fact: sallyport.OffenceFact("released_on")}
	for _, years := range []int64{1, 4, 5, 8, 100} {
		for _, test := range []tree.Test{tree.TestWithinYears, tree.TestAged} {
			atom := tree.NewAtom(tree.Atom{Test: test, N: years, Refs: []tree.Ref{on, until}})
			v.Rules = append(v.Rules, &law.Rule{
				ID: fmt.Sprintf("years.%d.%d", years, test), Kind: law.Needs, For: []string{"hold"}, When: tree.Count(tree.Convictions, 1, atom),
			})
		}
	}
	p.Versions = []*law.Version{v}
	v.Link()
	var cases []*sallyport.Case
	for _, year := range []int{1896, 1899, 1900, 1996, 2000, 2011, 2096} {
		for _, later := range []int{1, 4, 5, 8, 100} {
			cases = append(cases, pairsOfDays(len(cases), year, year+later)...)
		}
	}
	loadCases(t, e, lawsql.NewTables([]*law.Pack{p}), cases)
	versionAgrees(t, e, v, cases, 0)
}

// pairsOfDays are cases with a conviction from one of four days at the end of February to one of the other year.
func pairsOfDays(first, from, until int) []*sallyport.Case {
	var all []*sallyport.Case
	for i := range 16 {
		c := &sallyport.Case{ID: fmt.Sprintf("%07d", first+i), Agency: "us-oh", At: time.Date(until, 3, 1, 12, 0, 0, 0, time.UTC)}
		c.Convictions.Known = true
		c.Convictions.List = make([]sallyport.Offence, 1)
		c.Convictions.List[0][sallyport.OffenceFact("on")] = sallyport.DateValue(time.Date(from, 2, 27+i/4, 0, 0, 0, 0, time.UTC))
		c.Convictions.List[0][sallyport.OffenceFact("released_on")] = sallyport.DateValue(time.Date(until, 2, 27+i%4, 0, 0, 0, 0, time.UTC))
		all = append(all, c)
	}
	return all
}
