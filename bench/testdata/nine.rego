package nine

default permitted := false

permitted if {
	input.person.removable
	ground
}

ground if input.officer.fod_national_security

ground if {
	some c in input.convictions
	c.grade == "felony"
	not status_offence(c)
}

ground if {
	some c in input.convictions
	c.grade == "misdemeanor"
	c.category in listed
}

ground if {
	some c in input.convictions
	c.grade == "misdemeanor"
	c.to_serve_days >= 90
}

ground if count(incidents) >= 3

incidents := {c.incident |
	some c in input.convictions
	c.grade == "misdemeanor"
	c.category != "minor_traffic"
}

status_offence(c) if {
	c.court in {"state", "local"}
	c.status_element
}

listed := {"domestic_violence", "sexual_abuse", "burglary", "firearm", "drug_trafficking", "dui"}
