package batch_test

import (
	"testing"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/tree"
)

// TestBorders tries the tests of days, instants and clocks hour by hour around their borders, in zones on either side of UTC,
// where encoding by elapsed time must leave the answer to the calendar.
func TestBorders(t *testing.T) {
	conditions := borderConditions()
	d := batch.NewDictionary(conditions)
	program, err := d.Compile(conditions)
	if err != nil {
		t.Fatal(err)
	}
	for _, agency := range []string{"us-gu", "us-ca/los-angeles", "us-oh/franklin"} {
		cases := borderCases(agency)
		block, answers := encoded(d, cases), program.NewAnswers()
		program.Run(block, answers)
		for lane := range cases {
			c := law.Implied(&cases[block.Case(lane)])
			zone := tree.Zone(c.Agency, c.At.Location())
			for i, x := range conditions {
				want := x.Holds.Eval(&c, zone) == tree.True
				if got := answers.Outcome(i, lane) == sallyport.Permitted; got != want {
					t.Fatalf("%s at %s: planes say %v, the test %v", x.Name, c.At.In(zone), got, want)
				}
			}
		}
	}
}

func borderConditions() []batch.Condition {
	var all []batch.Condition
	add := func(name string, e *tree.Expr) { all = append(all, batch.Condition{Name: name, Holds: e}) }
	for n := range int64(6) {
		for _, fact := range []string{"request.received_at", "release.eligible_at"} {
			within := tree.Atom{Test: tree.TestWithinYears, N: n, Refs: []tree.Ref{offenceRef("on"), caseRef(fact)}}
			add("within years of "+fact, tree.Count(tree.Convictions, 1, tree.NewAtom(within)))
		}
		add("aged", tree.NewAtom(tree.Atom{Test: tree.TestAged, N: n, Refs: []tree.Ref{caseRef("person.born"), caseRef("at")}}))
		add("not before", tree.NewAtom(tree.Atom{Test: tree.TestNotBefore, N: sallyport.Day(leapDay) + n - 3, Refs: []tree.Ref{caseRef("at")}}))
	}
	for _, list := range []tree.List{tree.Convictions, tree.Charges} { // no pack asks for none at all
		add("at least none of "+list.String(), tree.Count(list, 0, tree.Const(false)))
	}
	for _, clock := range []*tree.Clock{{Hours: 48}, {Hours: 48, Counted: true}, {SameDay: true}} {
		add(clock.String(), tree.NewAtom(tree.Atom{Test: tree.TestClock, Clock: clock, Refs: []tree.Ref{caseRef("release.eligible_at"), caseRef("at")}}))
	}
	return all
}

// borderCases have a conviction and a birth some years before, give or take some days, and custody that would have ended
// some hours before the case's moment, which moves hour by hour through the days around leapDay and those of the year before.
func borderCases(agency string) []sallyport.Case {
	var all []sallyport.Case
	for hour := range 6 * 24 {
		for years := range 6 {
			for days := -2; days <= 2; days++ {
				c := sallyport.Case{Agency: agency, At: leapDay.AddDate(-hour%2, 0, 0).Add(time.Duration(hour-72) * time.Hour)}
				day := sallyport.DateValue(c.At.AddDate(-years, 0, days))
				c.Facts[born] = day
				c.Facts[sallyport.CaseFact("release.eligible_at")] = sallyport.TimeValue(c.At.Add(time.Duration(-10*hour%120) * time.Hour))
				c.Convictions = sallyport.Offences{Known: true, List: make([]sallyport.Offence, 1)}
				c.Convictions.List[0][offenceFact("on")] = day
				all = append(all, c)
			}
		}
	}
	return all
}
