package returns

import (
	"fmt"
	"slices"

	"sallyport/casework"
)

// values is what a California agency reports to the state of its transfers.
var values = Form{
	Name: "us-ca/values", Place: "us-ca", Since: 2018,
	Title: "Transfers to immigration authorities (SB 54, Values Act)",
	Whom:  "To the Department of Justice of California, yearly; these are public records",
	Law: []Clause{
		{"Every agency reports each year how many transfers it made as 7284.6(a)(4) allows, and the offence that allowed each.", "Cal. Gov. Code 7284.6(c)(2)", "read CA-SB54"},
		{"The reports are public records, without what identifies anybody.", "Cal. Gov. Code 7284.6(c)(3)", "read CA-SB54 for the first half; memory for the second"},
		{"A transfer is allowed on a judge's criminal warrant or finding of probable cause, or where 7282.5(a) is met.", "Cal. Gov. Code 7284.6(a)(4)", "read CA-SB54"},
		{"Reading: the offence is told by the paragraph of 7282.5(a) that it is of, which is what allowed the transfer. The form of the Department of Justice (bulletin of 28 March 2018) was not obtained.",
			"Cal. Gov. Code 7284.6(c)(2)", "a reading of ours"},
	},
	Beside: []string{"Task forces that the agency took part in, which are reported as well (Cal. Gov. Code 7284.6(c)(1); from memory). The exchange knows of none."},
	Zero:   "No transfer was made",
	tables: func(y *year) []Table { return []Table{y.transfers(), y.handed(), y.became()} },
	told: func(y *year) string {
		if n := len(y.handedOver()); n > 0 {
			return fmt.Sprintf("Transfers made: %d", n)
		}
		return ""
	},
}

// handedOver are those whose transfer fell into the year.
func (y *year) handedOver() (all []*request) {
	for _, r := range y.requests {
		if r.transferred() && y.in(r.departed().at) {
			all = append(all, r)
		}
	}
	return all
}

// transfers are counted by the offence that allowed them.
func (y *year) transfers() Table {
	t := Table{Name: "Transfers, by the offence that allowed them", Columns: []Column{{Name: "offence", Cite: "7284.6(c)(2)"}, {Name: "transfers", Cite: "7284.6(c)(2)"}}}
	by := map[string]int{}
	for _, r := range y.handedOver() {
		by[r.left.offence]++
	}
	var offences []string
	for offence := range by {
		if offence != "" {
			offences = append(offences, offence)
		}
	}
	slices.Sort(offences)
	total := 0
	for _, offence := range offences {
		t.Rows = append(t.Rows, []Cell{text(offence), number(by[offence])})
		total += by[offence]
	}
	if by[""] > 0 {
		t.Rows = append(t.Rows, []Cell{text(""), number(by[""])})
		total += by[""]
	}
	y.sum("transfers by offence = transfers", total, len(y.handedOver()))
	t.Rows = append(t.Rows, []Cell{text("all"), number(total)})
	return t
}

// handed ties the transfers to what the log tells of them: requests for a transfer that were carried out, holds that ended in custody, and notes.
func (y *year) handed() Table {
	asked := y.many(func(r *request) bool { return r.action == "transfer" && y.in(r.ended) && carriedOut.has(r) })
	taken := y.many(func(r *request) bool { return y.in(r.ended) && r.reason == casework.Taken })
	otherwise := y.many(func(r *request) bool { return r.left.how != "" && r.transferred() && y.in(r.left.at) && !y.stepsSay(r) })
	instead := y.many(func(r *request) bool { return y.stepsSay(r) && !(r.transferred() && y.in(r.departed().at)) })
	y.sum("carried out, custody taken and noted otherwise, less what a note says was none = transfers", asked+taken+otherwise-instead, len(y.handedOver()))
	return Table{Name: "How the transfers are known", Columns: []Column{{Name: "from"}, {Name: "number"}}, Rows: [][]Cell{
		{text("requests for a transfer that were carried out"), y.check("transfer.carried", "requests for a transfer that were carried out", asked,
			ask{kind: "released", action: "transfer", reasons: []string{"notice-given"}})},
		{text("holds that ended in custody"), y.check("hold.taken", "holds that ended in custody", taken, ask{action: "*", reasons: []string{"custody-taken"}})},
		{text("noted of other requests"), number(otherwise)},
		{text("of these, noted as no transfer of this year"), number(instead)},
	}}
}

// stepsSay says whether a step of the year was a transfer, whatever somebody noted.
func (y *year) stepsSay(r *request) bool {
	return y.in(r.ended) && (r.action == "transfer" && carriedOut.has(r) || r.reason == casework.Taken)
}
