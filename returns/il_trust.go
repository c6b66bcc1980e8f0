package returns

import (
	"fmt"
	"strconv"
)

// illinois is the yearly report of an Illinois agency to the Attorney General.
var illinois = Form{
	Name: "us-il/trust", Place: "us-il", Since: 2021,
	Title: "Requests and detainers received (Illinois TRUST Act)",
	Whom:  "To the Attorney General of Illinois, yearly",
	Law: []Clause{
		{"Each agency reports every request of Homeland Security's to take part in, support or assist civil enforcement, and how it was addressed; where there was none, it certifies that.", "5 ILCS 805/25(a)(1)", "read IL-805-25"},
		{"It reports every detainer and civil immigration warrant received, and certifies where there was none: when it came; when criminal bail was posted, where it was; whether the person was released or transferred, when, and into which agency's custody.",
			"5 ILCS 805/25(a)(2)(A)-(E)", "read IL-805-25"},
		{"No names, and nothing else that identifies anybody.", "5 ILCS 805/25(b)", "read IL-805-25"},
		{"Reading: a detainer is any document of an immigration agent's, not approved by a judge, that asks for notice of a release or for custody. So every request to notify or to hold is one, whatever its form.",
			"5 ILCS 805/10", "read IL-PA100463; that a judge approved none of them is not known to the exchange"},
	},
	Beside: []string{"Requests that never reached the jail's register, as those for help outside of it (5 ILCS 805/25(a)(1))."},
	Zero:   "The agency received no such request, no immigration detainer and no civil immigration warrant",
	tables: func(y *year) []Table { return []Table{y.addressed(), y.detainers(), y.later(), y.became()} },
	told: func(y *year) string {
		all, detainers := len(y.received(everyOne)), len(y.received(detainer))
		switch {
		case all == 0:
			return ""
		case detainers == 0:
			return fmt.Sprintf("Requests received: %d. The agency received no immigration detainer and no civil immigration warrant", all)
		}
		return fmt.Sprintf("Requests received: %d. Detainers and civil immigration warrants among them: %d", all, detainers)
	},
}

func detainer(r *request) bool { return r.action == "notify" || r.action == "hold" }

// addressed are the requests, and how each was addressed.
func (y *year) addressed() Table {
	t := Table{Name: "Requests, and how each was addressed", Columns: []Column{{Name: "no."}, {Name: "received", Cite: "805/25(a)(1)"}, {Name: "asked", Cite: "805/25(a)(1)"},
		{Name: "form"}, {Name: "how it was addressed", Cite: "805/25(a)(1)"}, {Name: "under"}}}
	for i, r := range y.received(everyOne) {
		t.Rows = append(t.Rows, []Cell{number(i + 1), text(day(r.at)), text(r.action), text(r.form), text(r.addressed()), r.because()})
	}
	return t
}

var detainerColumns = []Column{{Name: "no."}, {Name: "received", Cite: "805/25(a)(2)(A)"}, {Name: "bail posted", Cite: "805/25(a)(2)(B)"},
	{Name: "released or transferred", Cite: "805/25(a)(2)(C)"}, {Name: "when", Cite: "805/25(a)(2)(D)"}, {Name: "into the custody of", Cite: "805/25(a)(2)(E)"}}

func (y *year) detainers() Table {
	t := Table{Name: "Detainers and civil immigration warrants received", Columns: detainerColumns}
	notices, holds := 0, 0
	for i, r := range y.received(everyOne) {
		if !detainer(r) {
			continue
		}
		if r.action == "hold" {
			holds++
		} else {
			notices++
		}
		t.Rows = append(t.Rows, r.left805(i+1))
	}
	y.sum("detainers, row by row = requests to notify and to hold received", len(t.Rows), notices+holds)
	y.check("detainers.notify", "detainers that ask for notice", notices, ask{kind: "request-registered", action: "notify"})
	y.check("detainers.hold", "detainers that ask for custody", holds, ask{kind: "request-registered", action: "hold"})
	return t
}

// later are those received earlier whose person left in the year, so that the end of each is reported once.
func (y *year) later() Table {
	t := Table{Name: "Received in earlier years, and left in this one", Columns: detainerColumns}
	for _, r := range y.requests {
		if detainer(r) && y.before(r.at) && y.in(r.departed().at) {
			t.Rows = append(t.Rows, r.left805(len(t.Rows)+1))
		}
	}
	return t
}

// left805 is a row of a detainer.
func (r *request) left805(n int) []Cell {
	left := r.departed()
	to := text(left.to)
	if left.how == Released {
		to = Cell{Absent: NotApplied}
	}
	return []Cell{{Value: strconv.Itoa(n)}, text(moment(r.at)), text(moment(r.bail)), text(left.how), text(moment(left.at)), to}
}
