package lawtest

import (
	"fmt"
	"math/rand/v2"

	"sallyport"
)

// Place is a fact of the case (List < 0), of a conviction (0) or of a charge (1).
type Place struct{ List, Index, Fact int }

// Of is the value that stands at the place.
func (p Place) Of(c *sallyport.Case) *sallyport.Value {
	switch p.List {
	case 0:
		return &c.Convictions.List[p.Index][p.Fact]
	case 1:
		return &c.Charges.List[p.Index][p.Fact]
	}
	return &c.Facts[p.Fact]
}

// Kind describes the fact.
func (p Place) Kind() *sallyport.Fact {
	if p.List < 0 {
		return &sallyport.CaseFacts[p.Fact]
	}
	return &sallyport.OffenceFacts[p.Fact]
}

// Path names the place as a case file would.
func (p Place) Path() string {
	switch p.List {
	case 0:
		return fmt.Sprintf("convictions[%d].%s", p.Index, p.Kind().Path)
	case 1:
		return fmt.Sprintf("charges[%d].%s", p.Index, p.Kind().Path)
	}
	return p.Kind().Path
}

// Hide makes one to four facts unknown that decisions read, few enough that every completion can be tried, and says which.
func Hide(r *rand.Rand, c *sallyport.Case) []Place {
	var all []Place
	for i, f := range sallyport.CaseFacts {
		if hideable[f.Path] {
			all = append(all, Place{-1, 0, i})
		}
	}
	for list, offences := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		for i := range offences.List {
			for j, f := range sallyport.OffenceFacts {
				if hideable[f.Path] {
					all = append(all, Place{list, i, j})
				}
			}
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	completions, n := 1, 0
	for n < 1+r.IntN(4) && completions*size(all[n].Kind()) <= 600 {
		completions *= size(all[n].Kind())
		*all[n].Of(c) = sallyport.Value{}
		n++
	}
	return all[:n]
}

// hideable are facts with small domains that the packs read.
var hideable = map[string]bool{
	"request.special_circumstances": true, "request.probable_cause": true, "request.court_order": true,
	"officer.fod_national_security": true, "officer.fod_immigration_felony": true, "officer.significant_risk": true,
	"agreement.reimbursement": true, "local_policy.hold": true, "person.us_citizen": true, "person.removable": true,
	"person.prior_removal": true, "person.final_order": true, "person.csar_registrant": true, "request.purpose": true,
	"grade": true, "category": true, "status_element": true, "gang_element": true, "juvenile": true, "vacated": true,
	"appeal_pending": true, "court": true, "incident": true, "to_serve_days": true, "serious": true, "violent": true,
	"state_prison": true, "wobbler": true, "listed": true, "held_to_answer": true, "pending": true, "on": true,
	"category_basis": true, "aggravated_felony": true, "agency_kind": true, "request.warrant.signer": true,
}
