package returns

import (
	"fmt"
	"slices"
	"strings"

	"sallyport/casework"
)

// boston is the report of Boston's police commissioner to the city clerk.
var boston = Form{
	Name: "us-ma/boston", Place: "us-ma/boston", Since: 2014,
	Title: "Civil immigration detainer requests (Boston Trust Act)",
	Whom:  "To the Clerk of the City of Boston, by 31 December of each year",
	Law: []Clause{
		{"The police commissioner reports to the city clerk each year, by 31 December.", "City of Boston Code 11-1.9, report", "partly MA-FAIR14, of the ordinance as proposed; the letter for 2024 was filed on 31 December (MA-HERALD25)"},
		{"The report has: the requests received, by the reasons they gave; the people detained on them, by the reasons for it; how many were transferred to ICE; what the federal side paid, by case.",
			"City of Boston Code 11-1.9, report", "memory for Boston; read in Somerville's report under its ordinance of the same year (MA-SOM17)"},
		{"Reading: a civil immigration detainer request asks to keep somebody and to tell of the release. A request for notice alone is none; the table of requests has it.", "City of Boston Code 11-1.9(1)(a)", "read MA-BOSCODE for the definition; the reading is ours"},
	},
	Beside: []string{"Costs that the federal side paid back, by case: the city's own books (City of Boston Code 11-1.9; from memory)."},
	Zero:   "No civil immigration detainer request was received, nobody was detained on one, and nobody was transferred to ICE",
	tables: func(y *year) []Table { return []Table{y.lodged(), y.detained(), y.transferred(), y.became()} },
	told: func(y *year) string {
		lodged, held, moved := len(y.received(of("hold"))), y.many(func(r *request) bool { return y.in(r.held) }), len(y.handedOver())
		if lodged+held+moved == 0 {
			return ""
		}
		return fmt.Sprintf("Civil immigration detainer requests received: %d. People detained on one: %d. Transferred to ICE: %d", lodged, held, moved)
	},
}

var reasonWords = map[string]string{"final_order": "a final order of removal", "proceedings": "removal proceedings", "biometric": "biometric confirmation", "statements": "statements or other evidence"}

// lodged are the detainer requests by the reasons that they gave; one that gave two is in both rows and once in the total.
func (y *year) lodged() Table {
	t := Table{Name: "Detainer requests received, by the reasons that they gave", Says: "One that gave several is in several rows, and once in the last.", Columns: []Column{{Name: "reason", Cite: "11-1.9, report"}, {Name: "requests", Cite: "11-1.9, report"}}}
	all := y.received(of("hold"))
	for _, reason := range reasons {
		n := 0
		for _, r := range all {
			if slices.Contains(r.reasons, reason) {
				n++
			}
		}
		t.Rows = append(t.Rows, []Cell{text(reasonWords[reason]), number(n)})
	}
	silent := 0
	for _, r := range all {
		if len(r.reasons) == 0 {
			silent++
		}
	}
	if silent > 0 {
		t.Rows = append(t.Rows, []Cell{text(""), number(silent)})
	}
	t.Rows = append(t.Rows, []Cell{text("all"), y.check("lodged", "civil immigration detainer requests received", len(all), ask{kind: "request-registered", action: "hold"})})
	return t
}

// local are the rules of a state, its counties and cities.
func (r *request) local(state string) (rules []string) {
	for _, rule := range r.rules {
		if strings.HasPrefix(rule, state+".") || strings.HasPrefix(rule, state+"-") {
			rules = append(rules, rule)
		}
	}
	return rules
}

// detained are the holds that began, by the rules of city and state that let them.
func (y *year) detained() Table {
	t := Table{Name: "People detained on a request, by the rules of city and state that allowed it", Columns: []Column{{Name: "rules", Cite: "11-1.9, report"}, {Name: "people", Cite: "11-1.9, report"}}}
	by, total := map[string]int{}, 0
	for _, r := range y.requests {
		if y.in(r.held) {
			by[strings.Join(r.local("us-ma"), ", ")]++
			total++
		}
	}
	var names []string
	for name := range by {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		t.Rows = append(t.Rows, []Cell{rulesCell(name), number(by[name])})
	}
	t.Rows = append(t.Rows, []Cell{text("all"), y.check("detained", "holds that began", total, ask{kind: "hold-started"})})
	return t
}

func (y *year) transferred() Table {
	taken := y.many(func(r *request) bool { return y.in(r.ended) && r.reason == casework.Taken })
	y.check("taken", "holds that ended in custody", taken, ask{action: "*", reasons: []string{"custody-taken"}})
	return Table{Name: "People transferred to ICE", Columns: []Column{{Name: "transfers", Cite: "11-1.9, report"}}, Rows: [][]Cell{{number(len(y.handedOver()))}}}
}
