package demo

import (
	"fmt"
	"strconv"

	"sallyport/internal/desk"
)

const (
	history  = "criminal history record, read in full"
	database = "immigration records check"
	register = "field office's register of findings"
)

// offence is what the clerk finds about one conviction or charge. Every fact that a rule may read is looked up.
type offence map[string]string

func state(place, statute, grade, category, day string) offence {
	return offence{
		"statute": strconv.Quote(statute), "court": `"state"`, "place": strconv.Quote(place), "grade": strconv.Quote(grade),
		"on": strconv.Quote(day), "incident": `"1"`, "to_serve_days": "10", "category": strconv.Quote(category), "category_basis": `"element"`,
		"status_element": "false", "gang_element": "false", "aggravated_felony": `"none"`, "serious": "false", "violent": "false",
		"state_prison": "false", "wobbler": "false", "listed": `"none"`, "prop47": "false",
		"juvenile": "false", "vacated": "false", "expunged": "false", "appeal_pending": "false",
	}
}

// but returns o with some facts otherwise.
func (o offence) but(facts ...string) offence {
	for i := 0; i+1 < len(facts); i += 2 {
		o[facts[i]] = facts[i+1]
	}
	return o
}

// The offences of the story.
var (
	robbery = state("us-ca", "Cal. Penal Code 211", "felony", "other", "2011-05-12").
		but("to_serve_days", "700", "serious", "true", "violent", "true", "state_prison", "true", "listed", `"F"`)
	drunkDriving = state("us-ca", "Cal. Vehicle Code 23152", "misdemeanor", "dui", "2014-09-09").
			but("bac_element", "true", "max_term_days", "180", "listed", `"G"`)
	illinoisBurglary  = state("us-il", "720 ILCS 5/19-1", "felony", "burglary", "2010-02-19").but("to_serve_days", "400")
	trafficking       = state("us-oh", "Ohio Rev. Code 2925.03", "felony", "drug_trafficking", "2012-11-06").but("to_serve_days", "360")
	aggravatedAssault = offence{
		"statute": `"Ohio Rev. Code 2903.12"`, "court": `"state"`, "place": `"us-oh"`, "grade": `"felony"`, "on": `"2015-08-10"`,
		"category": `"assault"`, "pending": "true", "bond_posted": "false",
	}
	reentry = state("us", "8 USC 1326", "felony", "illegal_reentry", "2014-08-01").
		but("court", `"federal"`, "status_element", "true", "to_serve_days", "60")
)

// convicted is one conviction and no charge that matters; charged the other way round.
func convicted(o offence) []desk.Fact { return append(rows("convictions[0].", o), none("charges")) }
func charged(o offence) []desk.Fact   { return append(rows("charges[0].", o), none("convictions")) }

func none(list string) desk.Fact { return desk.Fact{Path: list, Value: "[]", Source: history} }

func rows(path string, o offence) (facts []desk.Fact) {
	for key, value := range o {
		facts = append(facts, desk.Fact{Path: path + key, Value: value, Source: history})
	}
	return facts
}

// looked adds what a clerk who looked everywhere found nothing about. On a re-entry conviction the one thing that is not
// there is a decision of the Field Office Director: nobody made one, and "no" is for a person to say.
func looked(facts []desk.Fact) []desk.Fact {
	reentered := false
	for _, f := range facts {
		reentered = reentered || f.Value == `"illegal_reentry"`
	}
	for path, source := range map[string]string{
		"person.us_citizen": database, "person.citizenship_indicated": database, "person.gang_record": history,
		"person.tsdb_match": database, "person.terrorism_or_espionage": database, "person.csar_registrant": history,
		"person.federal_felony_warrant": history, "person.state_warrant": history,
		"officer.fod_national_security": register, "officer.fraud_finding": register, "officer.significant_risk": register,
	} {
		facts = append(facts, desk.Fact{Path: path, Value: "false", Source: source})
	}
	return append(facts,
		desk.Fact{Path: "person.removable", Value: "true", Source: database},
		desk.Fact{Path: "person.prior_removal", Value: fmt.Sprint(reentered), Source: database},
		desk.Fact{Path: "person.final_order", Value: `"none"`, Source: database},
		desk.Fact{Path: "person.gang_participation", Value: `"none"`, Source: history})
}

func finalOrder(facts []desk.Fact) []desk.Fact {
	return append(facts, desk.Fact{Path: "person.final_order", Value: `"2013-04-22"`, Source: "immigration court record"})
}

func citizenshipIndicated(facts []desk.Fact) []desk.Fact {
	return append(facts, desk.Fact{Path: "person.citizenship_indicated", Value: "true", Source: "birth certificate index, Ohio: same name and birth date"})
}

// custody is what the jail itself knows and enters.
func (b *booking) custody() []desk.Fact {
	facts := []desk.Fact{
		{Path: "agency_kind", Value: `"county_jail"`, Source: "the jail's own record"},
		{Path: "release.eligible_at", Value: quoteTime(b.at.Add(b.release)), Source: "the jail's booking sheet"},
		{Path: "release.basis", Value: strconv.Quote(b.basis), Source: "the jail's booking sheet"},
		{Path: "agreement.reimbursement", Value: "false", Source: "county contracts: none found"},
		{Path: "officer.rehabilitation_review", Value: "false", Source: "the jail's own record"},
	}
	if b.policy != "" {
		facts = append(facts, desk.Fact{Path: "local_policy.hold", Value: strconv.Quote(b.policy), Source: "the sheriff's written policy (invented)"})
	}
	return facts
}

// states is what the officer puts on the form.
func (a *ask) states() []desk.Fact {
	form := "form " + a.form
	return []desk.Fact{
		{Path: "request.probable_cause", Value: a.cause, Source: form}, {Path: "request.special_circumstances", Value: fmt.Sprint(a.special), Source: form},
		{Path: "request.warrant", Value: `"none"`, Source: form}, {Path: "request.court_order", Value: "false", Source: form},
		{Path: "request.purpose", Value: `"civil_immigration"`, Source: form}, {Path: "request.lent_by_dhs", Value: "false", Source: form},
	}
}
