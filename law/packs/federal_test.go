package packs_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/casefile"
)

// TestFederalDoorAsReadByHand holds the federal packs against the reading beside this file, on thousands of people.
func TestFederalDoorAsReadByHand(t *testing.T) {
	b := book(t)
	georgia, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	seen := map[sallyport.Outcome]int{}
	for i := range 4000 {
		p := anyone(rand.New(rand.NewPCG(uint64(i), 1)), georgia)
		text := p.file(t, georgia)
		err := casefile.Cases("case", strings.NewReader(text), func(c *sallyport.Case, err error) error {
			if err != nil {
				return err
			}
			d := b.Decide(c)
			seen[d.Outcome]++
			if want := p.outcome(); d.Outcome != want {
				t.Errorf("read by hand: %s; got %s\n%s", want, d.Outcome, text)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, outcome := range []sallyport.Outcome{sallyport.Permitted, sallyport.Refused, sallyport.Unresolved} {
		if seen[outcome] < 400 {
			t.Errorf("only %d of the people are %s: the test does not try enough", seen[outcome], outcome)
		}
	}
}

// outcome is what the readings of the open questions come to, each tried both ways.
func (p *person) outcome() sallyport.Outcome {
	yes, no := false, false
	for m := range 1 << 7 {
		on := func(bit int) bool { return m&(1<<bit) != 0 }
		if p.permits(answers{on(0), on(1), on(2), on(3), on(4), on(5), on(6)}) {
			yes = true
		} else {
			no = true
		}
	}
	switch {
	case yes && no:
		return sallyport.Unresolved
	case yes:
		return sallyport.Permitted
	}
	return sallyport.Refused
}

// days are first and last days of texts and forms, and some between.
var days = strings.Fields(`2008-09-30 2008-10-01 2011-06-15 2012-12-20 2012-12-21 2013-08-13 2014-04-10 2014-04-11 2014-11-19
	2014-11-20 2014-12-17 2015-01-04 2015-01-05 2015-05-31 2015-06-01 2015-07-01 2015-07-02 2016-05-10 2017-02-20 2017-02-21
	2017-04-01 2017-04-02 2019-05-14 2021-01-20 2021-01-21 2025-01-19 2025-01-20 2025-03-03 2025-03-04 2030-03-03 2030-03-04`)

// anyone makes a person of whom most things are in order, so that single ones decide.
func anyone(r *rand.Rand, zone *time.Location) *person {
	one := func(values ...string) string { return values[r.IntN(len(values))] }
	rarely := func() bool { return r.IntN(8) == 0 }
	seldom := func() bool { return rarely() && r.IntN(8) == 0 }
	often := func() bool { return r.IntN(8) > 0 }
	coin := func() bool { return r.IntN(2) == 0 }
	p := &person{
		day: one(days...), action: one("notify", "notify", "hold", "hold", "transfer", "interview"),
		order: one("none", "none", "2013-12-31", "2014-01-01"), warrant: one("none", "I-200", "I-205"), gang: one("none", "none", "none", "boy", "man"),
		elapsed: []int{-1440, -1440, -1440, 2879, 2880, 4000}[r.IntN(6)],
		cause:   often(), special: often(), served: often(), lent: rarely(), covered: coin(), reviewed: coin(), agreed: often(),
		fod: rarely(), fodFelony: rarely(), fraud: rarely(), risk: rarely(), citizen: rarely(), indicated: rarely(), removable: often(),
		returned: rarely(), border: rarely(), entrant: rarely(), visa: rarely(),
	}
	p.form = one("I-247", "I-247N", "I-247D", "I-247X", "I-247A", "I-247G", "none")
	if often() {
		p.form = p.usualForm()
	}
	p.countedLeft = left(p.eligible(zone), p.at(zone)) > 0
	for range r.IntN(4) {
		p.convictions = append(p.convictions, offence{
			court: one("state", "state", "local", "federal", "foreign"), place: one("us-ca", "us-oh"), grade: one("felony", "misdemeanor", "misdemeanor", "infraction"),
			category: one("burglary", "dui", "dui", "assault", "theft", "minor_traffic", "illegal_entry", "illegal_reentry"), basis: one("element", "element", "record"),
			incident: one("a", "b", "c", "d", "e"), aggravated: "none", serve: 89 + r.IntN(10)/8, term: []int{5, 6, 365, 366}[r.IntN(4)],
			status: coin(), gang: seldom(), bac: often(), prop47: coin(), juvenile: rarely(), vacated: rarely(), appeal: rarely(), expunged: rarely(), current: coin(),
		})
	}
	if len(p.convictions) > 0 && rarely() {
		p.convictions[0].aggravated = "G"
	}
	if coin() {
		p.charges = []offence{{grade: one("felony", "misdemeanor"), category: one("dui", "theft", "assault"), pending: coin()}}
	}
	return p
}

func (p *person) usualForm() string {
	switch {
	case p.day < "2015-06-15":
		return "I-247"
	case p.day >= "2017-04-02":
		return "I-247A"
	}
	return map[string]string{"notify": "I-247N", "hold": "I-247D", "transfer": "I-247X", "interview": "none"}[p.action]
}

func (p *person) at(zone *time.Location) time.Time {
	at, _ := time.ParseInLocation("2006-01-02 15:04", p.day+" 12:00", zone)
	return at
}

func (p *person) eligible(zone *time.Location) time.Time {
	return p.at(zone).Add(-time.Duration(p.elapsed) * time.Minute)
}

// left is how many of the 48 counted hours' minutes are left: one by one, weekends and the one holiday near the days left out.
func left(from, at time.Time) int {
	minutes := 48 * 60
	for ; from.Before(at); from = from.Add(time.Minute) {
		newYear := from.Month() == time.January && from.Day() == 1
		if day := from.Weekday(); day != time.Saturday && day != time.Sunday && !newYear {
			minutes--
		}
	}
	return minutes
}

// file writes the person as a case file would.
func (p *person) file(t *testing.T, zone *time.Location) string {
	type m = map[string]any
	at := p.at(zone).Format(time.RFC3339)
	when := func(yes bool) string {
		if yes {
			return at
		}
		return "none"
	}
	cause, gang := []string{}, any("none")
	if p.cause {
		cause = []string{"biometric"}
	}
	if p.gang != "none" {
		gang = m{"intentional": true, "furthering": true, "age": map[string]int{"boy": 15, "man": 16}[p.gang]}
	}
	convictions, charges := []m{}, []m{}
	for _, o := range p.convictions {
		convictions = append(convictions, m{"court": o.court, "place": o.place, "grade": o.grade, "category": o.category, "category_basis": o.basis,
			"incident": o.incident, "aggravated_felony": o.aggravated, "to_serve_days": o.serve, "max_term_days": o.term, "status_element": o.status,
			"gang_element": o.gang, "bac_element": o.bac, "prop47": o.prop47, "juvenile": o.juvenile, "vacated": o.vacated, "appeal_pending": o.appeal,
			"expunged": o.expunged, "current_sentence": o.current})
	}
	for _, o := range p.charges {
		charges = append(charges, m{"grade": o.grade, "category": o.category, "pending": o.pending})
	}
	text, err := json.Marshal(m{
		"v": 1, "at": at, "agency": "us-ga/cobb", "agency_kind": "county_jail",
		"request": m{"action": p.action, "form": p.form, "probable_cause": cause, "special_circumstances": p.special, "served_at": when(p.served), "lent_by_dhs": p.lent,
			"administrative_warrant": p.warrant, "office_covered": p.covered, "neutral_review_at": when(p.reviewed)},
		"officer":   m{"fod_national_security": p.fod, "fod_immigration_felony": p.fodFelony, "fraud_finding": p.fraud, "significant_risk": p.risk},
		"agreement": m{"transfer": p.agreed},
		"release":   m{"eligible_at": p.eligible(zone).Format(time.RFC3339)},
		"person": m{"us_citizen": p.citizen, "citizenship_indicated": p.indicated, "removable": p.removable, "prior_removal": p.returned, "final_order": p.order,
			"apprehended_at_border": p.border, "recent_entrant": p.entrant, "visa_abuse_finding": p.visa, "born": "1980-02-03", "gang_participation": gang},
		"convictions": convictions, "charges": charges,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
