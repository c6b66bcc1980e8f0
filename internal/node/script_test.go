package node

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/store"
)

// The two nodes of the tests, and everybody who works there. All are invented.
const (
	hubSide, jailSide = "hub", "us-ca.los-angeles"
	place, ori        = "us-ca/los-angeles", "CALATRY01"
)

var (
	firstExaminer  = sallyport.Actor{ID: "A", Office: "hub", Role: sallyport.Examiner}
	secondExaminer = sallyport.Actor{ID: "B", Office: "hub", Role: sallyport.Examiner}
	clerk          = sallyport.Actor{ID: "C", Office: "hub", Role: sallyport.Clerk}
	officer        = sallyport.Actor{ID: "O", Office: "field office", Role: sallyport.Officer}
	jailer         = sallyport.Actor{ID: "J", Office: place, Role: sallyport.JailClerk}
	supervisor     = sallyport.Actor{ID: "S", Office: place, Role: sallyport.JailSupervisor}
	detained       = sallyport.Actor{ID: "receipt", Office: "public", Role: sallyport.Person}
)

// booking is one person's way through both nodes.
type booking struct {
	number int
	steps  []step
}

// step is something that somebody does at one of the nodes, once: when the line it puts on the record is there, it was done.
type step struct {
	side  string
	who   sallyport.Actor
	kind  string        // of the line
	after time.Duration // since the booking
	do    func(context.Context, *turn) error
}

// turn is what a step needs: one of the nodes, which booking, and when.
type turn struct {
	dir  string // where the transactions lie
	hub  *Hub
	jail *Agency
	b    *booking
	who  sallyport.Actor
	id   string // its reference, once it is booked
	at   time.Time
}

func (b *booking) tcn() string { return fmt.Sprintf("TRIAL-2015-%06d", b.number) }

func (b *booking) file() string { return b.tcn() + ".eft" }

// stranger says that nobody in the gallery has the prints.
func (b *booking) stranger() bool { return b.steps[2].kind == "purged" }

// at is when everything begins: each booking an hour after the one before.
func (b *booking) at() time.Time {
	return time.Date(2015, 8, 3, 9, 0, 0, 0, time.FixedZone("", -7*3600)).Add(time.Duration(b.number) * time.Hour)
}

// own is the actor of a step, by whose hand the software acts too.
func (s *step) own() string {
	if s.who.ID == "" {
		return "sallyport"
	}
	return s.who.ID
}

const release = 30 * time.Hour // from the booking to the end of custody on the criminal matter

// ways are all that can become of a booking in these tests.
var ways = []func() []step{aHold, aNotice, refusedByLaw, lapses, challenged, growsOld, notConfirmed, aStranger}

// cast are so many bookings, of each way in turn.
func cast(count int) []booking {
	all := make([]booking, count)
	for i := range all {
		all[i] = booking{i + 1, ways[i%len(ways)]()}
		minutes := time.Duration(0)
		for k := range all[i].steps {
			minutes += 10 * time.Minute
			if s := &all[i].steps[k]; s.after == 0 {
				s.after = minutes
			}
		}
	}
	return all
}

func aHold() []step {
	return slices.Concat(mayBeAsked(felony), asks("hold", "I-247D"), agreed(), []step{
		{side: jailSide, who: jailer, kind: "hold started", after: release, do: func(ctx context.Context, t *turn) error {
			return t.jail.Desk.StartHold(ctx, t.who, t.id, t.at)
		}},
		{side: jailSide, who: jailer, kind: "hold ended", after: release + 20*time.Hour, do: func(ctx context.Context, t *turn) error {
			return t.jail.Desk.EndHold(ctx, t.who, t.id, t.at, casework.Taken)
		}},
	}, purged())
}

func aNotice() []step {
	return slices.Concat(mayBeAsked(felony), asks("notify", "I-247N"), agreed(), []step{
		{side: jailSide, who: jailer, kind: "released and notified", after: release, do: func(ctx context.Context, t *turn) error {
			return t.jail.Desk.Release(ctx, t.who, t.id, t.at)
		}},
	}, purged())
}

func refusedByLaw() []step {
	return slices.Concat(mayBeAsked(drunkDriving), asks("hold", "I-247D"), []step{accepts, {side: jailSide, who: jailer, kind: "answered", do: answer(false)}}, purged())
}

// lapses: nobody looked for one of the facts, so the federal door stays open until the person is released.
func lapses() []step {
	unfinished := strings.Replace(felony, "person.citizenship_indicated false\n", "", 1)
	return slices.Concat(mayBeAsked(unfinished), []step{
		{side: jailSide, who: jailer, kind: "lapsed", after: release, do: func(ctx context.Context, t *turn) error {
			return t.jail.Desk.Lapse(ctx, t.who, t.id, t.at)
		}},
	}, purged())
}

// challenged: the person says that they are a citizen, and what was agreed to ends at both nodes.
func challenged() []step {
	return slices.Concat(mayBeAsked(felony), asks("notify", "I-247N"), agreed(), []step{
		{side: jailSide, who: detained, kind: "challenged", do: func(ctx context.Context, t *turn) error {
			return t.jail.Desk.Challenge(ctx, t.who, t.id, t.at, casework.Citizenship, "born in Ohio")
		}},
	}, purged())
}

// growsOld: nobody answers, and the clock of its age ends it.
func growsOld() []step {
	return slices.Concat(mayBeAsked(felony), asks("notify", "I-247N"), []step{
		accepts, {side: jailSide, kind: "too old", after: 12 * 24 * time.Hour, do: ring(casework.AgeClock)},
	}, purged())
}

func notConfirmed() []step {
	return slices.Concat(searched, examined("G-1"), examinedBy(secondExaminer, ""), purged())
}

func aStranger() []step { return slices.Concat(searched, purged()) }

func mayBeAsked(facts string) []step {
	return slices.Concat(searched, examined("G-1"), examinedBy(secondExaminer, "G-1"), []step{
		{side: hubSide, who: clerk, kind: "facts recorded", do: func(ctx context.Context, t *turn) error {
			return t.hub.Desk.RecordFacts(ctx, t.who, t.id, t.at, rows(facts, "a record that was read"))
		}},
		{side: hubSide, kind: "federal door", do: func(ctx context.Context, t *turn) error { return t.hub.Desk.Screen(ctx, t.id, t.at) }},
	})
}

var searched = []step{
	{side: jailSide, who: jailer, kind: "booked", do: func(ctx context.Context, t *turn) error {
		data, err := os.ReadFile(t.dir + "/" + t.b.file())
		if err != nil {
			return err
		}
		known := append(rows(custodyFacts, "the jail's own record"), desk.Fact{Path: "release.eligible_at", Value: `"` + t.b.at().Add(release).Format(time.RFC3339) + `"`, Source: "booking sheet"})
		_, _, err = t.jail.Desk.Book(ctx, t.who, t.b.file(), data, t.at, known)
		return err
	}},
	{side: hubSide, kind: "searched", do: func(ctx context.Context, t *turn) error { return t.hub.Desk.Search(ctx, t.id, t.at) }},
}

func examined(same string) []step { return examinedBy(firstExaminer, same) }

func examinedBy(who sallyport.Actor, same string) []step {
	return []step{
		{side: hubSide, who: who, kind: "read: prints", do: func(ctx context.Context, t *turn) error {
			_, _, err := t.hub.Desk.Lineup(ctx, t.who, t.id, t.at)
			return err
		}},
		{side: hubSide, who: who, kind: "examined", do: func(ctx context.Context, t *turn) error {
			return t.hub.Desk.Examine(ctx, t.who, t.id, t.at, strings.Fields(same))
		}},
	}
}

func asks(action, form string) []step {
	return []step{
		{side: hubSide, who: officer, kind: "requested", do: func(ctx context.Context, t *turn) error {
			return t.hub.Desk.Ask(ctx, t.who, t.id, sallyport.Request{Action: action, Form: form, At: t.at}, rows(states, "form "+form))
		}},
		{side: hubSide, kind: "federal door for the request", do: func(ctx context.Context, t *turn) error {
			return t.hub.Desk.JudgeRequest(ctx, t.id, t.at)
		}},
	}
}

var accepts = step{side: jailSide, who: jailer, kind: "local door", do: func(ctx context.Context, t *turn) error {
	return t.jail.Desk.Accept(ctx, t.who, t.id, t.at)
}}

func answer(agrees bool) func(context.Context, *turn) error {
	return func(ctx context.Context, t *turn) error { return t.jail.Desk.Answer(ctx, t.who, t.id, t.at, agrees) }
}

func agreed() []step {
	return []step{accepts, {side: jailSide, who: supervisor, kind: "answered", do: answer(true)},
		{side: jailSide, who: jailer, kind: "copy served", do: func(ctx context.Context, t *turn) error {
			_, err := t.jail.Desk.Serve(ctx, t.who, t.id, t.at)
			return err
		}}}
}

// purged is done by the clocks alone, long after they were due.
func purged() []step {
	return []step{{side: jailSide, kind: "purged", after: 100 * 24 * time.Hour, do: ring(casework.PurgeClock)},
		{side: hubSide, kind: "purged", after: 100 * 24 * time.Hour, do: ring(casework.PurgeClock)}}
}

// ring rings for one clock of a submission, if its row says that it is due. Nothing else ends what these steps wait for: a clock that a kill has lost
// is one for ever.
func ring(kind string) func(context.Context, *turn) error {
	return func(ctx context.Context, t *turn) error {
		d := t.desk()
		due := false
		err := d.Store.View(ctx, func(tx *store.Tx) error {
			clocks, err := tx.DueClocks(t.at)
			for _, c := range clocks {
				due = due || c.Case == t.id && c.Kind == kind
			}
			return err
		})
		switch {
		case err != nil || !due:
			return err
		case kind == casework.PurgeClock:
			return d.Purge(ctx, t.id, t.at)
		}
		_, err = d.Wake(ctx, kind, t.id, t.at)
		return err
	}
}

func (t *turn) desk() *desk.Node {
	if t.hub != nil {
		return &t.hub.Desk.Node
	}
	return &t.jail.Desk.Node
}

// rows reads facts, a path and a value a line.
func rows(text, source string) (facts []desk.Fact) {
	for line := range strings.Lines(text) {
		path, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		facts = append(facts, desk.Fact{Path: path, Value: value, Source: source})
	}
	return facts
}

const (
	custodyFacts = `agency_kind "county_jail"
release.basis "sentence_served"
agreement.reimbursement false
officer.rehabilitation_review false
local_policy.hold "allow"
`
	states = `request.probable_cause ["final_order"]
request.special_circumstances true
request.warrant "none"
request.court_order false
request.purpose "civil_immigration"
request.lent_by_dhs false
`
	person = `charges []
person.us_citizen false
person.citizenship_indicated false
person.removable true
person.prior_removal false
person.final_order "2013-04-22"
person.gang_participation "none"
person.gang_record false
person.tsdb_match false
person.terrorism_or_espionage false
person.csar_registrant false
person.federal_felony_warrant false
person.state_warrant false
officer.fod_national_security false
officer.fraud_finding false
officer.significant_risk false
convictions[0].court "state"
convictions[0].place "us-ca"
convictions[0].incident "1"
convictions[0].category_basis "element"
convictions[0].status_element false
convictions[0].gang_element false
convictions[0].aggravated_felony "none"
convictions[0].wobbler false
convictions[0].prop47 false
convictions[0].juvenile false
convictions[0].vacated false
convictions[0].expunged false
convictions[0].appeal_pending false
`
	felony = person + `convictions[0].statute "Cal. Penal Code 211"
convictions[0].grade "felony"
convictions[0].on "2011-05-12"
convictions[0].category "other"
convictions[0].to_serve_days 700
convictions[0].serious true
convictions[0].violent true
convictions[0].state_prison true
convictions[0].listed "F"
`
	drunkDriving = person + `convictions[0].statute "Cal. Vehicle Code 23152"
convictions[0].grade "misdemeanor"
convictions[0].on "2014-09-09"
convictions[0].category "dui"
convictions[0].to_serve_days 10
convictions[0].serious false
convictions[0].violent false
convictions[0].state_prison false
convictions[0].listed "G"
convictions[0].bac_element true
convictions[0].max_term_days 180
`
)
