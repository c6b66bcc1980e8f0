package view

import "sallyport/law/explore"

// example is an invented person in a setting, to begin with.
type example struct {
	says string // a key
	explore.Setting
	answers []string // PATH=VALUE
	beside  string   // what is shown beside
}

// examples are the people that the first page offers.
var examples = []example{
	{"example.citizen", explore.Setting{Place: "us-tx", Date: "2018-06-01", Action: "hold"}, []string{"person.us_citizen=yes"}, ""},
	{"example.unconvicted", explore.Setting{Place: "us-oh", Date: "2015-09-01", Action: "notify"}, unconvicted(
		"person.born=1987-06-05", "person.gang_participation=none", "request.form=I-247N", "request.lent_by_dhs=no", "officer.fod_national_security=no"), "programmes"},
	{"example.places", explore.Setting{Place: "us-ca", Date: "2014-06-01", Action: "hold"}, unconvicted(
		"person.csar_registrant=no", "person.federal_felony_warrant=no", "person.final_order=none", "person.prior_removal=yes", "agency_kind=county_jail",
		"request.form=I-247", "request.probable_cause=biometric", "request.warrant=none", "officer.fraud_finding=no", "officer.significant_risk=no",
		"local_policy.hold=allow", "release.eligible_at=2014-06-01T10:00"), "places"},
}

// unconvicted are the answers for somebody who was never convicted or charged, and more.
func unconvicted(more ...string) []string {
	return append([]string{"person.us_citizen=no", "person.citizenship_indicated=no", "person.removable=yes", "convictions=0", "charges=0"}, more...)
}

// examples offers them as forms: what is said of a person is in no address, also of an invented one.
func (p *page) examples() {
	p.put(`<h2>%</h2><p>%</p><ul class="examples">`, p.Say("examples"), p.Say("examples mean"))
	for _, e := range examples {
		p.put(`<li><form method="post" action="%">`, p.address(e.Setting))
		for _, a := range e.answers {
			p.put(`<input type="hidden" name="a" value="%">`, a)
		}
		p.put(`<button class="quiet" name="beside" value="%">%</button></form></li>`, e.beside, p.Say(e.says))
	}
	p.put(`</ul>`)
}
