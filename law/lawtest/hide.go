package lawtest

import (
	"math/rand/v2"

	"sallyport"
	"sallyport/law/tree"
)

// maxCompletions is how many completions of the hidden facts can be tried one by one.
const maxCompletions = 600

// Hide makes one to nine facts unknown that decisions read, few enough that every completion can be tried, and says which.
func Hide(r *rand.Rand, c *sallyport.Case) []tree.Slot {
	var all []tree.Slot
	for i, f := range sallyport.CaseFacts {
		if hideable[f.Path] {
			all = append(all, tree.Slot{List: -1, Fact: i})
		}
	}
	for list, offences := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		for i := range offences.List {
			for j, f := range sallyport.OffenceFacts {
				if hideable[f.Path] {
					all = append(all, tree.Slot{List: list, Index: i, Fact: j})
				}
			}
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var hidden []tree.Slot
	completions, count := 1, 1+r.IntN(9)
	for _, slot := range all {
		if len(hidden) == count || completions*2 > maxCompletions {
			break
		}
		if n := size(slot.About()); completions*n <= maxCompletions {
			completions *= n
			*slot.In(c) = sallyport.Value{}
			hidden = append(hidden, slot)
		}
	}
	return hidden
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
	"release.eligible_at": true, "request.served_at": true, "person.citizenship_indicated": true,
	"category_basis": true, "aggravated_felony": true, "agency_kind": true, "request.warrant.signer": true,
}
