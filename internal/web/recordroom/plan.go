package recordroom

import "sallyport/record/figures"

// plan is a section of pictures by month.
type plan struct {
	id, node, title, says string // node: of a hub's log alone, or of an agency's
	series                []planned
}

// planned is one of its pictures.
type planned struct{ name, query string }

// plans are the sections that every place has of every year, a zero or an absence included.
var plans = []plan{
	{"received", "hub", "Bookings received", "Each booking of a jail whose prints were compared here. Most end here: nothing is asked about the person.",
		[]planned{{"Bookings received", "kind=received"}, {"Matches confirmed", "kind=confirmed"}}},
	{"received", "agency", "Bookings sent", "Each booking whose prints the jail sent to the federal side.", []planned{{"Bookings sent", "kind=booked"}}},
	{"requests", "hub", "Requests", "What officers asked jails for: to be told of a release, or to hold somebody.",
		[]planned{{"To be told", "kind=requested action=notify"}, {"To hold", "kind=requested action=hold"}}},
	{"requests", "agency", "Requests", "What officers asked this jail for, by whatever way it came: to be told of a release, or to hold somebody.",
		[]planned{{"To be told", "kind=request-registered action=notify"}, {"To hold", "kind=request-registered action=hold"}}},
	{"answers", "", "Answers", "What jails said. A jail may refuse because the law of its place forbids it, or decline what it is free to do.",
		[]planned{{"Agreed", "kind=answered outcome=agreed"}, {"Refused under local law", "kind=answered outcome=refused reason=local-law"},
			{"Declined", "kind=answered outcome=refused reason=declined"}}},
	{"holds", "", "Holds against their clocks", "A hold has a limit, counted from when the person would have been released. Late means that the hold went on past it.",
		[]planned{{"Ended in time", "kept=yes"}, {"Ended late", "kept=no"}}},
	{"citizenship", "", "Citizenship conflicts", "Files that disagreed on whether somebody is a citizen of the United States, and how many turned out to be.",
		[]planned{{"In doubt", "kind=facts-recorded about=citizenship"}, {"Found to be citizens", "kind=citizenship-finding outcome=citizen"}}},
	{"corrections", "", "What people said is wrong, and corrections", "Entries are never erased. A correction stands beside what it corrects.",
		[]planned{{"Challenged", "kind=challenged"}, {"Corrected", "kind=corrected"}}},
}

// mustQuery reads a query of ours; a test reads them all.
func mustQuery(text string) figures.Query {
	q, _ := figures.ParseQuery(text)
	return q
}
