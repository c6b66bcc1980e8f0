package returns

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"sallyport/casework"
)

// truth is what a California agency tells at the yearly forum of the TRUTH Act.
var truth = Form{
	Name: "us-ca/truth", Place: "us-ca", Since: 2017,
	Title: "Access given to ICE (TRUTH Act)",
	Whom:  "To the governing body, for its public forum in the year after access was given, announced 30 days ahead",
	Law: []Clause{
		{"Where access was given in a year, the governing body holds a public forum in the next. The agency may tell it how many people access was given to, when, and whether through a hold, a notification or a transfer request or by other means, as statistics or as records without what identifies anybody.",
			"Cal. Gov. Code 7283.1(d)", "read CA-ELDORADO20, which quotes it in full"},
		{"Access is: to respond to a hold, notification or transfer request; to give notice of a release before the public has it; to give release dates or addresses that are not public; to let ICE interview somebody; to tell when somebody reports to probation or parole.",
			"Cal. Gov. Code 7283(d)(1)-(5)", "read CA-FINDLAW-7283"},
		{"Reading: a request is responded to when what it asks is done. Answers that agreed and came to nothing are not access here; the table of requests has them.",
			"Cal. Gov. Code 7283(d)(1)", "a reading of ours; the text does not say"},
		{"Reading: people are counted by request, so somebody who was asked about twice counts twice. Nothing here could tell.", "Cal. Gov. Code 7283.1(d)", "a reading of ours"},
	},
	Beside: []string{"Demographic characteristics of those to whom access was given: the agency's own figures, by groups so large that they show nobody. The exchange has none of them (Cal. Gov. Code 7283.1(d))."},
	Zero:   "No access was given, so that no forum is asked for",
	tables: func(y *year) []Table { return []Table{y.means(), y.given(), y.became()} },
	told: func(y *year) string {
		n := len(y.accesses())
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("Access given: %d times. A public forum is due in %d, announced 30 days ahead", n, y.n+1)
	},
}

// how access was given.
type how struct {
	at    time.Time
	means string
	of    *request
}

// means of access, as the law tells them apart.
var byMeans = []string{"hold request", "notification request", "transfer request", "other means: interview", "other means: information"}

// given are all accesses of the year, by time.
func (y *year) accesses() (all []how) {
	add := func(at time.Time, means string, r *request) {
		if y.in(at) {
			all = append(all, how{at, means, r})
		}
	}
	for _, r := range y.requests {
		add(r.held, byMeans[0], r)
		if r.reason == casework.Notified && r.action == "notify" {
			add(r.ended, byMeans[1], r)
		}
		if r.reason == casework.Notified && r.action == "transfer" {
			add(r.ended, byMeans[2], r)
		}
		for _, a := range r.accesses {
			add(a.at, "other means: "+a.what, r)
		}
	}
	slices.SortStableFunc(all, func(a, b how) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.means, b.means)) })
	return all
}

// meansQuery is how the log tells of each; what is only noted it does not tell.
var meansQuery = map[string]ask{
	byMeans[0]: {kind: "hold-started"},
	byMeans[1]: {kind: "released", action: "notify", reasons: []string{"notice-given"}},
	byMeans[2]: {kind: "released", action: "transfer", reasons: []string{"notice-given"}},
}

func (y *year) means() Table {
	t := Table{Name: "Access, by means", Says: fmt.Sprintf("Given in %d.", y.n), Columns: []Column{{Name: "through", Cite: "7283.1(d)"}, {Name: "times", Cite: "7283.1(d)"}}}
	all, total := y.accesses(), 0
	for _, means := range byMeans {
		n := 0
		for _, a := range all {
			if a.means == means {
				n++
			}
		}
		total += n
		cell := number(n)
		if q, told := meansQuery[means]; told {
			cell = y.check("access."+means, "access through "+means, n, q)
		}
		t.Rows = append(t.Rows, []Cell{text(means), cell})
	}
	people := map[*request]bool{}
	for _, a := range all {
		people[a.of] = true
	}
	y.sum("access by each means = access, one by one", total, len(all))
	t.Rows = append(t.Rows, []Cell{text("all"), number(total)}, []Cell{text("people to whom access was given"), number(len(people))})
	return t
}

func (y *year) given() Table {
	t := Table{Name: "Access, one by one", Columns: []Column{{Name: "date", Cite: "7283.1(d)"}, {Name: "through", Cite: "7283.1(d)"}}}
	for _, a := range y.accesses() {
		t.Rows = append(t.Rows, []Cell{text(day(a.at)), text(a.means)})
	}
	return t
}
