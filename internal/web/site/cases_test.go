package site

import (
	"context"
	"errors"
	"fmt"
	"image"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/desk"
	"sallyport/itl/ebts"
)

// What is known of the person of every case, and stands in no address, title or log.
const (
	surname = "QUILLONPERSEVERANCE"
	born    = "19731130"
	booking = "QX7731XQ" // begins the control number of each transaction
	source  = "birth certificate of Quillonperseverance, born 19731130, booked as QX7731XQ"
)

// finger is the one that is booked; the others are noted as missing.
const finger = 2

func grown(person, impression int) *image.Gray {
	return synth.NewPerson(1, person).Finger(finger).Impression(impression)
}

// enrol puts three invented people into the gallery.
func (w *world) enrol(t testing.TB) {
	t.Helper()
	for person := range 3 {
		template, err := extraction.Template(grown(person, 0), fingerprint.Resolution)
		must(t, err)
		template.Finger = finger
		must(t, w.Hub.Desk.Enrol(t.Context(), hubStaff["cora"], fmt.Sprintf("G-%06d", person+1), today, []fingerprint.Template{template}, "an order, invented"))
	}
}

// card is the transaction of a booking.
func card(t testing.TB, number, person int, at time.Time) []byte {
	t.Helper()
	c := ebts.CAR{
		Control: ebts.Control{TCN: fmt.Sprintf("%s-2015-%06d", booking, number), DAI: "WVHUBTRY1", ORI: ori, Date: at, Priority: 4},
		Retain:  true, CRI: []string{ori}, Arrest: at, Charges: []ebts.Charge{{Date: at, Offense: "ORC 2913.02"}},
		Person: ebts.Person{Name: surname + ",NO", Birth: []string{born}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
	}
	for other := 1; other <= 10; other++ {
		if other != finger {
			c.Missing = append(c.Missing, ebts.Missing{Finger: other, Reason: "XX"})
		}
	}
	print, err := ebts.NewPrint(finger, true, grown(person, 1))
	must(t, err)
	c.Prints = []ebts.Print{print}
	made, err := c.Transaction()
	must(t, err)
	return made.Append(nil)
}

// booked is a booking of one of those people, or of a stranger, that has been searched.
func (w *world) booked(t testing.TB, number, person int, at time.Time) (id string) {
	t.Helper()
	id, _, err := w.Hub.Desk.Receive(t.Context(), "", card(t, number, person, at), at)
	must(t, err, w.Hub.Desk.Search(t.Context(), id, at))
	return id
}

// felon are the facts of somebody about whom the federal door lets something be asked.
func felon() []desk.Fact {
	facts := []desk.Fact{{Path: "charges", Value: "[]", Source: source}}
	for path, value := range map[string]string{
		"person.removable": "true", "person.us_citizen": "false", "person.citizenship_indicated": "false", "officer.fod_national_security": "false",
		"convictions[0].statute": `"Ohio Rev. Code 2911.12"`, "convictions[0].court": `"state"`, "convictions[0].place": `"us-oh"`, "convictions[0].grade": `"felony"`,
		"convictions[0].on": `"2012-02-03"`, "convictions[0].category": `"burglary"`, "convictions[0].status_element": "false", "convictions[0].gang_element": "false",
		"convictions[0].juvenile": "false", "convictions[0].vacated": "false", "convictions[0].expunged": "false", "convictions[0].appeal_pending": "false",
	} {
		facts = append(facts, desk.Fact{Path: path, Value: value, Source: source})
	}
	return facts
}

// walk is how cases come to each stage, in a transaction of each step, as people take them. Nobody signs: passkeys are package identity's to test.
type walk struct {
	*world
	testing.TB
	ctx  context.Context
	n    int
	at   time.Time
	made map[casework.Stage]string // a case at each stage of the hub's
	jail map[casework.Stage]string // and of the jail's
}

// cases makes a case for each stage at both nodes.
func (w *world) cases(t testing.TB) *walk {
	t.Helper()
	h, j := w.Hub.Desk, w.Agencies[0].Desk
	signHub, signJail := h.Sign, j.Sign
	h.Sign, j.Sign = nil, nil
	defer func() { h.Sign, j.Sign = signHub, signJail }()
	w.enrol(t)
	k := &walk{world: w, TB: t, ctx: t.Context(), at: today, made: map[casework.Stage]string{}, jail: map[casework.Stage]string{}}
	k.atTheHub()
	k.atTheJail()
	k.told()
	return k
}

func (k *walk) next() (n int, at time.Time) {
	k.n++
	k.at = k.at.Add(time.Minute)
	return k.n, k.at
}

// atTheHub leaves a case behind at each stage up to the request.
func (k *walk) atTheHub() {
	h := k.Hub.Desk
	n, at := k.next()
	k.made[casework.Purged] = k.booked(k, n, 9, at)
	for i, stage := range []casework.Stage{casework.Candidates, casework.Examined, casework.Confirmed, casework.Unresolved, casework.MayBeAsked, casework.Requested} {
		n, at := k.next()
		id := k.booked(k, n, 0, at)
		k.made[stage] = id
		steps := []func() error{
			func() error { return h.Examine(k.ctx, hubStaff["ada"], id, at, []string{"G-000001"}) },
			func() error { return h.Examine(k.ctx, hubStaff["bo"], id, at, []string{"G-000001"}) },
			func() error {
				if stage == casework.Unresolved {
					return k.doubted(id, at)
				}
				return h.RecordFacts(k.ctx, hubStaff["cora"], id, at, felon())
			},
			func() error {
				if stage == casework.Unresolved {
					return nil
				}
				return h.Screen(k.ctx, id, at)
			},
			func() error { return h.Ask(k.ctx, hubStaff["ole"], id, notice(at), stated()) },
		}
		for _, do := range steps[:i] {
			must(k, do())
		}
	}
}

// doubted is a case about which sources disagree, and the person too.
func (k *walk) doubted(id string, at time.Time) error {
	h := k.Hub.Desk
	for _, do := range []func() error{
		func() error {
			return h.RecordFacts(k.ctx, hubStaff["cora"], id, at, []desk.Fact{{Path: "person.prior_removal", Value: "true", Source: source}})
		},
		func() error {
			return h.RecordFacts(k.ctx, hubStaff["dan"], id, at, []desk.Fact{{Path: "person.prior_removal", Value: "false", Source: "entry stamps: " + source}})
		},
		func() error {
			return h.RecordFacts(k.ctx, hubStaff["cora"], id, at, []desk.Fact{{Path: "person.citizenship_indicated", Value: "true", Source: source}})
		},
		func() error {
			return h.Challenge(k.ctx, hubStaff["cora"], id, at, casework.Identity, "The brother of "+surname+" gave his name.")
		},
		func() error { return h.Screen(k.ctx, id, at) },
	} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

func notice(at time.Time) sallyport.Request {
	return sallyport.Request{Action: "notify", Form: "I-247N", At: at}
}

func stated() []desk.Fact {
	return []desk.Fact{{Path: "request.purpose", Value: `"civil_immigration"`, Source: "form I-247N"}, {Path: "request.lent_by_dhs", Value: "false", Source: "form I-247N"}}
}

// atTheJail leaves a request that came by fax behind at each stage of the jail's.
func (k *walk) atTheJail() {
	j := k.Agencies[0].Desk
	clerk, supervisor := jailStaff["jon"], jailStaff["sue"]
	for i, stage := range []casework.Stage{casework.Registered, casework.Open, casework.Agreed, casework.Ended} {
		_, at := k.next()
		id, err := j.Register(k.ctx, clerk, at, sallyport.Request{Action: "notify", Form: "I-247N", By: "R. Alvarez", At: at}, "fax", "FC-02", stated())
		must(k, err)
		k.jail[stage] = id
		known := append([]desk.Fact{{Path: "agency_kind", Value: `"county_jail"`, Source: source}}, felon()...)
		for _, do := range []func() error{
			func() error { return k.claims(id, at, known) },
			func() error { return j.Answer(k.ctx, supervisor, id, at, true) },
			func() error { _, err := j.Serve(k.ctx, clerk, id, at); return err },
		}[:i] {
			must(k, do())
		}
		got, err := j.Stage(k.ctx, id)
		must(k, err)
		if got != stage {
			k.Errorf("a case is at %q and not at %q", got, stage)
		}
	}
	_, at := k.next()
	id, err := j.Register(k.ctx, clerk, at, sallyport.Request{Action: "hold", Form: "I-247D", By: "R. Alvarez", At: at}, "fax", "FC-02", stated())
	must(k, err, j.RecordFacts(k.ctx, clerk, id, at, []desk.Fact{{Path: "local_policy.hold", Value: `"forbid"`, Source: source}}), j.Accept(k.ctx, clerk, id, at))
	k.jail[casework.Closed] = id
	k.elsewhere(clerk)
}

// elsewhere are a request that stays unresolved, one that is over and done away with, and a booking that has not reached the hub.
func (k *walk) elsewhere(clerk sallyport.Actor) {
	j := k.Agencies[0].Desk
	for _, stage := range []casework.Stage{casework.Unresolved, casework.Purged} {
		_, at := k.next()
		id, err := j.Register(k.ctx, clerk, at, sallyport.Request{Action: "hold", Form: "I-247D", By: "R. Alvarez", At: at}, "fax", "FC-02", nil)
		must(k, err)
		if stage == casework.Unresolved {
			must(k, j.Accept(k.ctx, clerk, id, at))
		} else {
			must(k, j.SetAside(k.ctx, clerk, id, at, casework.NotHere), j.Purge(k.ctx, id, at.AddDate(0, 0, 60)))
		}
		k.jail[stage] = id
	}
	n, at := k.next()
	id, _, err := j.Book(k.ctx, clerk, "", card(k, n, 1, at), at, []desk.Fact{{Path: "agency_kind", Value: `"county_jail"`, Source: source}})
	must(k, err)
	k.jail[casework.Booked] = id
}

// claims enters what a jail's own people may enter, and what the hub would have claimed, and has the local door judge.
func (k *walk) claims(id string, at time.Time, facts []desk.Fact) error {
	j := k.Agencies[0].Desk
	for _, f := range facts {
		if desk.MayEnter(jailStaff["jon"], f) != nil {
			continue
		}
		if err := j.RecordFacts(k.ctx, jailStaff["jon"], id, at, []desk.Fact{f}); err != nil {
			return err
		}
	}
	return j.Accept(k.ctx, jailStaff["jon"], id, at)
}

// told has three requests go from the hub to the jail: one that nobody there has seen yet, one that was agreed to, and one of which the release was told.
func (k *walk) told() {
	ctx, stop := context.WithCancel(k.ctx)
	served := make(chan error, 1)
	go func() { served <- k.ServeLinks(ctx) }()
	defer func() { stop(); must(k, <-served) }()
	j := k.Agencies[0].Desk
	clerk := jailStaff["jon"]
	for i, stage := range []casework.Stage{casework.Sent, casework.ToNotify, casework.Ended} {
		id, at := k.asked()
		k.made[stage] = id
		for _, do := range []func() error{
			func() error {
				return errors.Join(k.claims(id, at, []desk.Fact{{Path: "agency_kind", Value: `"county_jail"`, Source: source}}), j.Answer(k.ctx, jailStaff["sue"], id, at, true))
			},
			func() error { _, err := j.Serve(k.ctx, clerk, id, at); return err },
			func() error { return j.Release(k.ctx, clerk, id, at) },
		}[:[]int{0, 2, 3}[i]] {
			must(k, do())
		}
		must(k, k.Agencies[0].Drain(k.ctx))
	}
	must(k, k.Hub.Desk.PurgeAll(k.ctx, k.at))
	k.jail[casework.ToNotify] = k.made[casework.ToNotify]
}

// asked is a case about which an officer asked to be told of the release, and which is at the jail.
func (k *walk) asked() (id string, at time.Time) {
	n, at := k.next()
	h := k.Hub.Desk
	id = k.booked(k, n, 0, at)
	for _, do := range []func() error{
		func() error { return h.Examine(k.ctx, hubStaff["ada"], id, at, []string{"G-000001"}) },
		func() error { return h.Examine(k.ctx, hubStaff["bo"], id, at, []string{"G-000001"}) },
		func() error { return h.RecordFacts(k.ctx, hubStaff["cora"], id, at, felon()) },
		func() error { return h.Screen(k.ctx, id, at) },
		func() error { return h.AskAndJudge(k.ctx, hubStaff["ole"], id, notice(at), stated()) },
		func() error { return k.Hub.Drain(k.ctx) },
	} {
		must(k, do())
	}
	return id, at
}
