package returns

import (
	"fmt"
	"time"

	"sallyport/casework"
)

// oregon is a year of the reports that an Oregon agency makes to the Criminal Justice Commission.
var oregon = Form{
	Name: "us-or/sanctuary-promise", Place: "us-or", Since: 2021,
	Title: "Requests declined and documented (Sanctuary Promise Act)",
	Whom:  "To the Oregon Criminal Justice Commission, at least in each month in which a request came",
	Law: []Clause{
		{"A request or communication of a federal agency's about immigration enforcement is declined and documented, unless a judge's subpoena compels it; the documentation goes to whoever heads the agency.", "ORS 181A.826(3)(a)", "read OR-826"},
		{"It is reported to the Criminal Justice Commission, at least monthly where there was any. A month without one needs no report, nor does a request that a qualifying subpoena compels.", "ORS 181A.826(3)", "read OR-CJC"},
		{"What a report has to say was not obtained; when it came, what it asked, on which form, and what the agency did are given.", "ORS 181A.826(3)", "memory"},
	},
	Beside: []string{"Communications that never became a request in the jail's register (ORS 181A.826(3)(a))."},
	Zero:   "No request was received; the Commission asks for no report of that",
	tables: func(y *year) []Table { return []Table{y.documented(), y.months(), y.became()} },
	told: func(y *year) string {
		if n := len(y.received(everyOne)); n > 0 {
			return fmt.Sprintf("Requests received, and documented here: %d", n)
		}
		return ""
	},
}

func (y *year) documented() Table {
	t := Table{Name: "Requests, one by one", Columns: []Column{{Name: "no."}, {Name: "received", Cite: "181A.826(3)"}, {Name: "asked", Cite: "181A.826(3)"}, {Name: "form"},
		{Name: "answered"}, {Name: "what was done", Cite: "181A.826(3)"}, {Name: "under"}}}
	for i, r := range y.received(everyOne) {
		answered := Cell{Absent: NoAnswer}
		if !r.answered.IsZero() {
			answered = text(day(r.answered))
		}
		t.Rows = append(t.Rows, []Cell{number(i + 1), text(day(r.at)), text(r.action), text(r.form), answered, text(r.addressed()), r.because()})
	}
	return t
}

// months are the reports of the year, by the month in which a request came.
func (y *year) months() Table {
	t := Table{Name: "By month", Says: "By when a request came, UTC.", Columns: []Column{{Name: "month", Cite: "181A.826(3)"}, {Name: "received"}, {Name: "declined"}, {Name: "agreed to"}, {Name: "neither"}}}
	var all [4]int
	for month := time.January; month <= time.December; month++ {
		var n [4]int
		for _, r := range y.received(func(r *request) bool { return r.at.UTC().Month() == month }) {
			n[0]++
			switch {
			case r.reason == casework.LocalLaw || r.reason == casework.Declined:
				n[1]++
			case r.agreed:
				n[2]++
			default:
				n[3]++
			}
		}
		t.Rows = append(t.Rows, monthly(month.String(), n))
		for i := range n {
			all[i] += n[i]
		}
	}
	y.sum("received = declined, agreed to and neither", all[0], all[1]+all[2]+all[3])
	row := monthly("all", all)
	row[1] = y.check("received", "requests received", all[0], ask{kind: "request-registered"})
	t.Rows = append(t.Rows, row)
	return t
}

func monthly(name string, n [4]int) []Cell {
	row := []Cell{text(name)}
	for _, v := range n {
		row = append(row, number(v))
	}
	return row
}
