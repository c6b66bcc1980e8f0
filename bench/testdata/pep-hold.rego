package pep

default permitted := false

permitted if {
	not input.request.form in {"I-247N", "I-247G", "I-247X"}
	input.person.removable
	not input.person.us_citizen
	indication_resolved
	input.at < input.release.eligible_at + 172800000000
	asked
}

indication_resolved if not input.person.citizenship_indicated

indication_resolved if input.open

asked if {
	on_form
	input.request.special_circumstances
	count(input.request.probable_cause) > 0
	input.request.served_at != null
	ground
}

asked if {
	not on_form
	input.open
}

on_form if {
	input.request.form == "I-247"
	input.day < "2015-07-02"
}

on_form if {
	input.request.form == "I-247"
	input.day >= "2017-04-02"
}

on_form if {
	input.request.form == "I-247D"
	input.day < "2014-11-20"
}

on_form if {
	input.request.form == "I-247D"
	input.day >= "2015-06-01"
}

ground if input.officer.fod_national_security

ground if {
	took := input.person.gang_participation
	took != null
	took.intentional
	took.furthering
	took.age >= 16
	input.age >= 16
	input.open
}

ground if {
	some c in input.convictions
	counted(c)
	grave(c)
}

ground if count(incidents) >= 3

incidents := {c.incident |
	some c in input.convictions
	c.grade == "misdemeanor"
	counted(c)
	c.max_term_days > 5
	c.category != "minor_traffic"
	not status_offence(c)
	immigration_offence_settled(c)
}

counted(c) if {
	not c.juvenile
	not c.vacated
	final(c)
}

final(c) if {
	not c.appeal_pending
	not c.expunged
	c.court != "foreign"
}

final(_) if input.open

grave(c) if c.gang_element

grave(c) if c.aggravated_felony != null

grave(c) if {
	c.grade == "felony"
	not reduced(c)
	not status_offence(c)
	felony_settled(c)
}

grave(c) if {
	c.grade == "misdemeanor"
	c.to_serve_days >= 90
}

grave(c) if {
	c.grade == "misdemeanor"
	c.max_term_days > 5
	c.category_basis == "element"
	listed(c)
}

listed(c) if c.category in {"domestic_violence", "sexual_abuse", "burglary", "firearm", "drug_trafficking"}

listed(c) if {
	c.category == "dui"
	c.bac_element
	c.max_term_days <= 365
}

reduced(c) if {
	c.place == "us-ca"
	c.prop47
}

status_offence(c) if {
	c.court in {"state", "local"}
	c.status_element
}

immigration_offence(c) if {
	c.court == "federal"
	c.category in {"illegal_entry", "illegal_reentry"}
}

immigration_offence_settled(c) if not immigration_offence(c)

immigration_offence_settled(_) if input.open

felony_settled(c) if immigration_offence_settled(c)

felony_settled(_) if input.officer.fod_immigration_felony
