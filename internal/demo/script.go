// Package demo is an invented hub, four jails and two dozen invented people with synthesised prints, whose bookings walk
// the whole way of the exchange. Every person, name, number and record in it is made up; the laws are not. What the
// people in it answer is scripted; what the doors say about it is decided by the packs.
package demo

import (
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
)

// booking is one person brought to a jail, and what everybody involved will do.
type booking struct {
	name      string // invented
	jail      *jail
	at        time.Time
	release   time.Duration // from booking to the end of custody on the criminal matter
	basis     string
	stranger  bool // not in the gallery
	disputed  bool // the second examiner does not confirm
	record    []desk.Fact
	policy    string // the jail's own written policy on holds; "" where it has none
	asks      []ask
	declines  bool // the jail says no where the local door would let them say yes
	shows     string
	turn      string         // the key of the part whose turn it is, where it is left
	leave     casework.Stage // where the script leaves it, at either node, to whoever opens the pages; "" for none of that
	charge    string         // as the transaction words it
	birthDate string         // YYYYMMDD, for the transaction
}

// ask is a request that the field officer will make, if the federal door lets them ask.
type ask struct {
	action, form string
	special      bool   // a statement of special circumstances is attached
	cause        string // probable cause claimed, as JSON
}

var (
	asksNotice     = ask{"notify", "I-247N", false, `[]`}
	asksHold       = ask{"hold", "I-247D", true, `["final_order"]`}
	asksPlainHold  = ask{"hold", "I-247D", false, `["biometric"]`}
	asksNoticeThen = []ask{asksPlainHold, asksNotice} // what is left when the hold is refused
)

// jail is one of the four, with those on duty.
type jail struct {
	name, place, ori string
	offset           int // hours from UTC in August and September 2015
	clerk            sallyport.Actor
	supervisor       sallyport.Actor
}

func newJail(name, place, ori string, offset int, clerk, supervisor string) *jail {
	return &jail{name, place, ori, offset, sallyport.Actor{ID: clerk, Office: place, Role: sallyport.JailClerk},
		sallyport.Actor{ID: supervisor, Office: place, Role: sallyport.JailSupervisor}}
}

var (
	losAngeles   = newJail("Los Angeles County jail", "us-ca/los-angeles", "CALATRY01", -7, "D. Haverford", "L. Brisk")
	sanFrancisco = newJail("San Francisco County jail", "us-ca/san-francisco", "CASFTRY01", -7, "P. Quillon", "A. Mazur")
	cook         = newJail("Cook County jail", "us-il/cook", "ILCKTRY01", -5, "S. Marekova", "O. Penhallow")
	franklin     = newJail("Franklin County jail, Ohio", "us-oh/franklin", "OHFRTRY01", -4, "B. Tolliver", "R. Ysolde")

	jails = []*jail{losAngeles, sanFrancisco, cook, franklin}
)

// The federal side's people. None of them exists.
var (
	firstExaminer  = sallyport.Actor{ID: "R. Aldane", Office: "hub, examiners", Role: sallyport.Examiner}
	secondExaminer = sallyport.Actor{ID: "T. Winslade", Office: "hub, examiners", Role: sallyport.Examiner}
	clerk          = sallyport.Actor{ID: "M. Oyelade", Office: "hub, records", Role: sallyport.Clerk}
	officer        = sallyport.Actor{ID: "J. Castellane", Office: "field office", Role: sallyport.Officer}
)

func (j *jail) time(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2015, month, day, hour, minute, 0, 0, time.FixedZone("", j.offset*3600))
}

// bookings are the twelve of the story. Those who are in the gallery are its first people, in this order; a smaller
// gallery tells the story of its own people only, and of the stranger.
var bookings = []booking{
	{
		name: "Amaro Veltz", jail: losAngeles, at: losAngeles.time(8, 3, 9, 10), release: 30 * time.Hour, basis: "sentence_served",
		policy: "allow", asks: []ask{asksNotice}, record: looked(convicted(robbery)), charge: "VEHICLE CODE 14601", birthDate: "19790214",
		shows: "A notification is permitted: a felony conviction opens the federal door, and the TRUST Act does not speak to notices.",
	},
	{
		name: "Ilse Corvane", jail: losAngeles, at: losAngeles.time(8, 5, 22, 40), release: 40 * time.Hour, basis: "bond_posted",
		policy: "allow", asks: asksNoticeThen, record: looked(convicted(robbery)), charge: "PENAL CODE 484", birthDate: "19840630",
		shows: "A hold is refused for want of special circumstances; the officer asks for a notice instead.",
	},
	{
		name: "Tomas Ferrandel", jail: franklin, at: franklin.time(8, 10, 2, 15), release: 26 * time.Hour, basis: "charges_dropped",
		record: looked(charged(aggravatedAssault)), charge: "ORC 2903.12", birthDate: "19910919",
		shows: "A charge without a conviction: refused at the federal door now, enough for a hold before.",
	},
	{
		name: "Noor Hallam", jail: losAngeles, at: losAngeles.time(8, 12, 14, 5), release: 50 * time.Hour, basis: "sentence_served",
		policy: "allow", asks: []ask{asksHold}, record: looked(convicted(drunkDriving)), charge: "VEHICLE CODE 23152", birthDate: "19870107",
		shows: "The federal door leaves a hold open; California's TRUST Act refuses it: a misdemeanor that cannot be a felony is no ground.",
	},
	{
		name: "Pavel Ostrander", jail: cook, at: cook.time(8, 18, 19, 30), release: 36 * time.Hour, basis: "bond_posted",
		asks: []ask{asksNotice}, record: looked(convicted(illinoisBurglary)), charge: "720 ILCS 5/16-25", birthDate: "19760523",
		shows: "The federal door permits a notice; the Cook County ordinance refuses to answer it.",
	},
	{
		name: "Marisol Tench", jail: franklin, at: franklin.time(8, 20, 11, 0), release: 44 * time.Hour, basis: "sentence_served",
		record: looked(convicted(reentry)), charge: "18 USC 1326 HOLDOVER", birthDate: "19800811",
		shows: "A felony re-entry conviction: whether it counts was never settled, and no Field Office Director decided.",
	},
	{
		name: "Jonah Adeyemi-Rook", jail: sanFrancisco, at: sanFrancisco.time(8, 25, 16, 20), release: 33 * time.Hour, basis: "charges_dropped",
		asks: []ask{asksNotice}, record: looked(convicted(robbery)), charge: "PENAL CODE 487", birthDate: "19820302",
		shows: "The federal door permits a notice; the San Francisco Sheriff's memo of 2015 refuses to answer it.",
	},
	{
		name: "Renata Soleil", jail: losAngeles, at: losAngeles.time(8, 27, 7, 45), release: 28 * time.Hour, basis: "bond_posted",
		policy: "allow", record: citizenshipIndicated(looked(convicted(robbery))), charge: "PENAL CODE 415", birthDate: "19930417",
		shows: "A record says born abroad, another says born in Ohio: nothing moves until two people have resolved it.",
	},
	{
		name: "Viktor Lindqvarn", jail: franklin, at: franklin.time(9, 2, 10, 0), release: 30 * time.Hour, basis: "sentence_served",
		asks: []ask{asksHold}, record: finalOrder(looked(convicted(trafficking))), charge: "ORC 2925.03", birthDate: "19741130",
		shows: "A hold that no law refuses: agreed to by a named supervisor, served, and over when its 48 hours are.",
	},
	{
		name: "Leonie Drax", jail: franklin, at: franklin.time(9, 9, 13, 25), release: 52 * time.Hour, basis: "bond_posted",
		asks: []ask{asksNotice}, record: looked(convicted(trafficking)), charge: "ORC 2913.02", birthDate: "19890705",
		declines: true,
		shows:    "Both doors leave a notice open, and the jail’s supervisor says no. Permitted is not required.",
	},
	{
		name: "Casimir Bohn", jail: sanFrancisco, at: sanFrancisco.time(9, 15, 21, 50), release: 31 * time.Hour, basis: "charges_dropped",
		disputed: true, record: looked(nil), charge: "PENAL CODE 602", birthDate: "19950226",
		shows: "The search proposes somebody, the second examiner does not confirm: no match, and the prints are purged.",
	},
	{
		name: "Odile Marchetti", jail: cook, at: cook.time(9, 21, 8, 35), release: 29 * time.Hour, basis: "charges_dropped",
		stranger: true, record: looked(nil), charge: "720 ILCS 5/21-3", birthDate: "19980812",
		shows: "Nobody in the gallery has these prints: purged at once, and nobody is told.",
	},
}
