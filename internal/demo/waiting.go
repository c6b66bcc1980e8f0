package demo

import (
	"maps"
	"time"

	"sallyport"
	"sallyport/casework"
)

// opened is when the pages are opened, in the story's time: noon in California, the winter after.
var opened = time.Date(2016, time.February, 1, 12, 0, 0, 0, time.FixedZone("", -8*3600))

// lately is a time of the days before.
func (j *jail) lately(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2016, month, day, hour, minute, 0, 0, time.FixedZone("", (j.offset-1)*3600)) // winter time
}

// waiting are bookings that the script takes to where a person's part begins, and no further: they are whoever's who opens the pages.
var waiting = []booking{
	{
		name: "Halvard Quist", jail: losAngeles, at: losAngeles.lately(2, 1, 6, 5), release: 40 * time.Hour, basis: "bond_posted", policy: "allow",
		leave: casework.Candidates, charge: "PENAL CODE 459", birthDate: "19860912", shows: "two examiners compare the prints, each alone", turn: "examiner",
	},
	{
		name: "Bettina Orlov", jail: franklin, at: franklin.lately(2, 1, 5, 20), release: 36 * time.Hour, basis: "charges_dropped",
		record: looked(convicted(gradeless(trafficking))), leave: casework.Unresolved, charge: "ORC 2925.11", birthDate: "19900321",
		shows: "the records clerk looks up what is missing", turn: "clerk",
	},
	{
		name: "Severin Adair", jail: losAngeles, at: losAngeles.lately(1, 31, 20, 15), release: 38 * time.Hour, basis: "sentence_served", policy: "allow",
		record: looked(convicted(robbery)), leave: casework.MayBeAsked, charge: "PENAL CODE 594", birthDate: "19810705",
		shows: "the field officer asks, or does not", turn: "officer",
	},
	{
		name: "Lucasta Brandt", jail: losAngeles, at: losAngeles.lately(1, 31, 22, 40), release: 37 * time.Hour, basis: "bond_posted", policy: "allow",
		asks: []ask{asksNotice}, record: looked(convicted(robbery)), leave: casework.Open, charge: "VEHICLE CODE 20002", birthDate: "19770228",
		shows: "the jail’s supervisor answers; the clerk serves the copy", turn: "us-ca.los-angeles-supervisor",
	},
	{
		name: "Ottoline Frey", jail: franklin, at: franklin.lately(1, 30, 8, 0), release: 40 * time.Hour, basis: "sentence_served",
		asks: []ask{asksHold}, record: finalOrder(looked(convicted(trafficking))), leave: casework.Held, charge: "ORC 2913.51", birthDate: "19690118",
		shows: "a hold whose clock runs; the jail’s clerk may end it at any time", turn: "us-oh.franklin-clerk",
	},
	{
		name: "Dario Venn", jail: franklin, at: franklin.lately(2, 1, 3, 30), release: 30 * time.Hour, basis: "sentence_served",
		record: looked(convicted(reentry)), leave: casework.Unresolved, charge: "18 USC 1326 HOLDOVER", birthDate: "19920604",
		shows: "counsel reads what the texts leave open", turn: "counsel",
	},
}

// gradeless is an offence whose grade the clerk has not found.
func gradeless(o offence) offence {
	less := maps.Clone(o)
	delete(less, "grade")
	return less
}

// Part is somebody whom a visitor can be: a name, what they do here, and where they begin.
type Part struct {
	Key, Says, Node, Start string
	Actor                  sallyport.Actor
}

// Parts are everybody at work. Nobody among them exists.
func (w *World) Parts() []Part {
	hub := w.hub.Config.Name
	second := sallyport.Actor{ID: "N. Ferrow", Office: clerk.Office, Role: sallyport.Clerk}
	all := []Part{
		{"examiner", "Examiner: compares prints", hub, "/prints", firstExaminer},
		{"second-examiner", "Second examiner, who does not see the first one’s answer", hub, "/prints", secondExaminer},
		{"clerk", "Records clerk: facts and their sources", hub, "/facts", clerk},
		{"second-clerk", "Another records clerk, for what takes two", hub, "/facts", second},
		{"officer", "Field officer: may ask, or not", hub, "/office", officer},
		{"counsel", "Counsel of the federal side", hub, "/counsel", sallyport.Actor{ID: "E. Sandoval-Reed", Office: "hub, counsel", Role: sallyport.Counsel}},
		{"auditor", "Auditor: counts, and acts on nobody", hub, "/audit", sallyport.Actor{ID: "G. Hollis", Office: "hub, audit", Role: sallyport.Auditor}},
	}
	for _, j := range jails {
		node := w.jails[j.place].Config.Name
		all = append(all,
			Part{node + "-clerk", "Jail clerk, " + j.name, node, "/desk", j.clerk},
			Part{node + "-supervisor", "Jail supervisor, " + j.name + ": answers requests", node, "/desk", j.supervisor},
			Part{node + "-counsel", "County counsel, " + j.name, node, "/counsel", sallyport.Actor{ID: "V. Amsel", Office: j.place, Role: sallyport.Counsel}})
	}
	return all
}
