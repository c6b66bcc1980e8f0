package offence_test

import (
	"slices"
	"strings"
	"testing"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law/compile"
	"sallyport/law/offence"
	"sallyport/law/packs"
)

// straightMisdemeanor is worked case 3 of the digest, with the statute and without the classes it settles: a battery that
// can never be a felony.
const straightMisdemeanor = `
v: 1
id: straight-misdemeanor
at: "2015-08-01T08:00:00-07:00"
agency: us-ca/los-angeles
agency_kind: county_jail
request: {action: hold, form: I-247, court_order: false, warrant: none}
local_policy: {hold: allow}
release: {eligible_at: "2015-08-01T09:00:00-07:00", basis: sentence_served}
person: {csar_registrant: false, federal_felony_warrant: false}
charges: []
convictions:
  - {statute: "PC 242", court: state, place: us-ca, grade: misdemeanor, "on": "2015-01-01", serious: false, violent: false,
     state_prison: false, juvenile: false, vacated: false, expunged: false, prop47: false, aggravated_felony: none}
`

func TestADecisionNamesTheListThatSettledAFact(t *testing.T) {
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	err = casefile.Cases("case", strings.NewReader(straightMisdemeanor), func(c *sallyport.Case, err error) error {
		if err != nil {
			return err
		}
		before := book.Decide(c)
		if door := california(before); door.Outcome == sallyport.Refused || !slices.Contains(door.Missing, "convictions[0].wobbler") {
			t.Errorf("without the table: %s, missing %v", door.Outcome, door.Missing)
		}
		filled, _ := offence.Fill(c)
		door := california(book.Decide(filled))
		if door.Outcome != sallyport.Refused {
			t.Errorf("with the table: %s, missing %v", door.Outcome, door.Missing)
		}
		const want = "convictions[0].wobbler = false (from Cal. Penal Code 243, by its statute)"
		if !slices.ContainsFunc(door.Rules, func(r sallyport.AppliedRule) bool { return slices.Contains(r.Because, want) }) {
			t.Errorf("no rule says %q: %+v", want, door.Rules)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func california(d sallyport.Decision) sallyport.Door {
	i := slices.IndexFunc(d.Doors, func(door sallyport.Door) bool { return door.Pack == "us-ca/trust" })
	if i < 0 {
		return sallyport.Door{}
	}
	return d.Doors[i]
}
