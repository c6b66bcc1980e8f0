package packs_test

import "slices"

// The federal door once more, written by hand from the contract and the law file: plain Go on people of whom everything
// is known, sharing nothing with the packs, the compiler or the engine.

// offence is a conviction, or a charge.
type offence struct {
	court, place, grade, category, basis, incident, aggravated string
	serve, term                                                int
	status, gang, bac, prop47                                  bool
	juvenile, vacated, appeal, expunged                        bool
	pending, current                                           bool
}

// person is someone in custody and what is asked of the jail.
type person struct {
	day, action, form, order, warrant                              string
	elapsed                                                        int // minutes since custody would have ended; negative before
	cause, special, served, lent, covered, reviewed, agreed        bool
	fod, fodFelony, fraud, risk                                    bool
	citizen, indicated, removable, returned, border, entrant, visa bool
	gang                                                           string // none, boy, man: all elements but the age, or all
	convictions, charges                                           []offence
	countedLeft                                                    bool // hours are left that 8 CFR 287.7(d) counts
}

// answers are the readings of the open questions.
type answers struct{ conviction, gang, felony, petty, form, indicated, programme bool }

// permits is the answer of the federal door under one set of readings.
func (p *person) permits(a answers) bool {
	if p.citizen || p.indicated && !a.indicated {
		return false
	}
	switch d := p.day; {
	case d < "2008-10-01", d >= "2021-01-21" && d <= "2025-01-19":
		return a.programme
	case p.action == "interview":
		return true
	case d <= "2014-11-19":
		return p.secureCommunities(a)
	case d <= "2015-01-04":
		return p.secureCommunities(a) && p.enforcementProgram(a)
	case d <= "2017-04-01":
		return p.enforcementProgram(a)
	}
	return p.directive(a)
}

func (p *person) secureCommunities(a answers) bool {
	if p.action == "transfer" {
		return a.form
	}
	if p.action == "hold" && (!p.countedLeft || slices.Contains([]string{"I-247N", "I-247G", "I-247X"}, p.form)) {
		return false
	}
	if p.day >= "2012-12-21" && !p.removable {
		return false
	}
	if p.form != "I-247" {
		return a.form
	}
	return (p.day < "2012-12-21" || p.listed(a)) && (p.action != "hold" || p.day < "2014-04-11" || p.cause)
}

// listed is the national detainer guidance of 2012.
func (p *person) listed(a answers) bool {
	small := []string{"assault", "domestic_violence", "sexual_abuse", "dui", "hit_and_run", "firearm", "drug_trafficking"}
	counts := func(o offence) bool {
		return o.grade == "felony" || o.grade == "misdemeanor" && slices.Contains(small, o.category)
	}
	misdemeanours := 0
	for _, o := range p.convictions {
		if !o.counts(a) {
			continue
		}
		if counts(o) || o.category == "illegal_entry" {
			return true
		}
		if o.grade == "misdemeanor" && o.category != "minor_traffic" {
			misdemeanours++
		}
	}
	charged := slices.ContainsFunc(p.charges, func(o offence) bool { return o.pending && counts(o) })
	return charged || misdemeanours >= 3 || p.returned || p.order != "none" || p.fraud || p.risk
}

// counts says whether a conviction is one.
func (o offence) counts(a answers) bool {
	open := o.appeal || o.expunged || o.court == "foreign"
	return !o.juvenile && !o.vacated && (!open || a.conviction)
}

func (p *person) enforcementProgram(a answers) bool {
	if !p.removable || p.action == "hold" && (p.elapsed >= 48*60 || slices.Contains([]string{"I-247N", "I-247G", "I-247X"}, p.form)) {
		return false
	}
	if !p.carried() {
		return a.form
	}
	switch p.action {
	case "notify":
		return p.subset(a) || p.lent
	case "hold":
		return p.subset(a) && p.special && p.cause && p.served
	}
	outside := p.border || p.entrant || p.visa || p.order != "none" && p.order >= "2014-01-01"
	return !p.subset(a) && outside && p.agreed && p.cause
}

// carried says whether the form carries the action on that day.
func (p *person) carried() bool {
	switch p.form {
	case "I-247":
		return p.action != "transfer" && p.day <= "2015-07-01"
	case "I-247N":
		return p.action == "notify" && p.day >= "2015-06-01"
	case "I-247D":
		return p.action != "transfer" && p.day >= "2015-06-01"
	}
	return p.form == "I-247X" && p.action == "transfer" && p.day >= "2015-06-01"
}

// subset is the part of the priorities that the programme takes up.
func (p *person) subset(a answers) bool {
	if p.fod || p.gang == "man" && a.gang {
		return true
	}
	incidents := map[string]bool{}
	for _, o := range p.convictions {
		if !o.counts(a) {
			continue
		}
		status := o.status && (o.court == "state" || o.court == "local")
		entry := o.court == "federal" && (o.category == "illegal_entry" || o.category == "illegal_reentry")
		reduced := o.place == "us-ca" && o.prop47
		switch {
		case o.gang, o.aggravated != "none":
			return true
		case o.grade == "felony" && !status && !reduced && (!entry || p.fodFelony || a.felony):
			return true
		case o.grade == "misdemeanor" && (o.serve >= 90 || o.significant()):
			return true
		case o.grade == "misdemeanor" && o.term > 5 && o.category != "minor_traffic" && !status && (!entry || a.petty):
			incidents[o.incident] = true
		}
	}
	return len(incidents) >= 3
}

// significant is a misdemeanour of a class that Priority 2(b) lists.
func (o offence) significant() bool {
	listed := []string{"domestic_violence", "sexual_abuse", "burglary", "firearm", "drug_trafficking"}
	driving := o.category == "dui" && o.bac && o.term <= 365
	return o.basis == "element" && o.term > 5 && (driving || slices.Contains(listed, o.category))
}

func (p *person) directive(a answers) bool {
	switch {
	case slices.Contains([]string{"I-247N", "I-247D", "I-247X"}, p.form):
		return false
	case p.action == "transfer":
		return a.form
	case p.form == "I-247G":
		return p.action == "notify" && (p.day >= "2025-03-04" || a.form)
	case !p.removable, p.action == "hold" && p.elapsed >= 48*60:
		return false
	case p.form != "I-247A":
		return a.form
	case p.action == "notify":
		return p.cause || p.lent
	}
	arrested := len(p.charges) > 0 || slices.ContainsFunc(p.convictions, func(o offence) bool { return o.current })
	settled := p.day < "2025-03-04" || p.day > "2030-03-03" || !p.covered || p.reviewed
	return p.cause && p.warrant != "none" && p.served && arrested && settled
}
