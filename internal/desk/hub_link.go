package desk

import (
	"errors"
	"slices"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/link"
	"sallyport/internal/store"
)

// reports are the kinds of event that a jail tells its hub.
var reports = []casework.Kind{casework.Record, casework.Challenge, casework.SetAside, casework.Answer, casework.Serve, casework.BothDoors, casework.Release,
	casework.StartHold, casework.EndHold, casework.Lapse, casework.Age}

// Take gives a message of a jail's node its effect.
func (h *Hub) Take(tx *store.Tx, m *link.Message) error {
	told, s, err := h.open(tx, m)
	if err != nil {
		return err
	}
	if told.Event.Kind == casework.Book {
		return h.takeBooking(tx, m, told)
	}
	if err := h.ofJail(m, told, s); err != nil {
		return err
	}
	e := told.Event
	if s.State.Over() {
		return nil // it crossed the hub's own word that this is over
	}
	if err := h.hear(tx, s, e); err != nil {
		return err
	}
	if err := h.claim(tx, s, told.Facts, func(c Claim) string { return c.By.ID }); err != nil {
		return err
	}
	if e.Kind == casework.Record || e.Kind == casework.Challenge {
		return h.judgeAgain(s.State.Last)(tx, s)
	}
	return nil
}

// ofJail refuses what a jail's node may not say: about another jail's people, in the name of somebody else's, or what is not its business.
func (h *Hub) ofJail(m *link.Message, told *Told, s *store.Submission) error {
	switch who := told.Event.Actor; {
	case s == nil:
		return refusal(notKnown)
	case h.peerOf(s) != m.From:
		return refusal(ofAnotherJail)
	case !slices.Contains(reports, told.Event.Kind):
		return refusal(notTheirs)
	case who.Office != s.Agency && who.Office != m.From && who.Role != sallyport.Person:
		return refusal(notOfTheNode)
	}
	for _, c := range told.Facts {
		if c.By.Office != s.Agency && c.By.Office != m.From && c.Path != indicated {
			return refusal(factNotOfTheNode)
		}
	}
	return nil
}

func (h *Hub) peerOf(s *store.Submission) string {
	for _, jail := range h.Jails {
		if jail.Place == s.Agency {
			return jail.Peer
		}
	}
	return ""
}

func (h *Hub) takeBooking(tx *store.Tx, m *link.Message, told *Told) error {
	booking, err := h.check(told.Transaction)
	if err != nil {
		return refusal(badTransaction)
	}
	if jail := h.Jails[booking.ORI]; jail.Peer != m.From {
		return refusal(ofAnotherAgency)
	}
	booking.At = told.Event.At
	facts := make([]store.Fact, len(told.Facts))
	for i, c := range told.Facts {
		facts[i] = store.Fact{Path: c.Path, Value: string(c.Value), Source: c.Source, By: c.By.ID, Office: c.By.Office, At: micro(c.At), Accepted: c.By.ID}
	}
	switch was, err := h.known(tx, booking); {
	case err == nil && was.ID == m.Case:
		return nil
	case err == nil:
		return refusal(cameBefore)
	case !errors.Is(err, store.ErrNone):
		return err
	}
	defer h.first.receive()()
	a, err := h.arrive(&store.Submission{ID: m.Case, Booking: booking}, told.Transaction, facts)
	if err != nil {
		return err
	}
	if err := h.admit(tx, []*arrival{a}); err != nil {
		return err
	}
	return a.err
}

// tellJail tells the jail's node of a request, of its end, of facts that changed since, and that nothing is asked.
func (h *Hub) tellJail(tx *store.Tx, s *store.Submission, was casework.State, e *casework.Event) error {
	peer := h.peerOf(s)
	told := &Told{Event: casework.Event{Actor: h.Software(), At: e.At}, TCN: s.TCN, ORI: s.ORI}
	switch {
	case e.Kind == casework.RequestDoor && was.Stage == casework.Requested && s.State.Stage == casework.Sent:
		told.Event.Kind, told.Event.Request = casework.Register, s.State.Request
	case s.State.Stage == casework.Ended && was.Reached && e.Kind == casework.Withdraw:
		told.Event.Kind, told.Event.Actor = casework.Withdraw, e.Actor
	case s.State.Stage == casework.Ended && e.Kind == casework.RequestDoor:
		told.Event.Kind, told.Event.Rules = casework.Withdraw, e.Rules
	case s.State.Stage == casework.Ended && !was.Reached:
		told.Event.Kind = casework.Close
	case was.Reached && slices.Contains([]casework.Kind{casework.Record, casework.Reply, casework.Resolve}, e.Kind):
		told.Event.Kind = casework.Record
		if e.Kind == casework.Record {
			told.Event.About = e.About
		}
	default:
		return nil
	}
	if peer == "" { // it has no node: its own systems are told, and ask by other ways for what the event does not say
		return h.publish(tx, s, &told.Event)
	}
	if told.Event.Kind == casework.Register || told.Event.Kind == casework.Record {
		facts, err := h.facts(tx, s.ID)
		if err != nil {
			return err
		}
		told.Facts = claims(facts, func(f *store.Fact) bool { return f.Office != s.Agency && f.Office != peer })
	}
	return h.send(tx, peer, s.ID, told)
}

func micro(us int64) time.Time { return time.UnixMicro(us).UTC() }
