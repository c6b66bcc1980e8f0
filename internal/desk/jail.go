package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/itl"
)

// Book sends a booking's transaction to the hub, with what the jail knows of the custody. The same transaction sent twice is one booking.
func (j *Jail) Book(ctx context.Context, who sallyport.Actor, file string, data []byte, at time.Time, custody []Fact) (id string, fresh bool, err error) {
	transaction, err := itl.Parse(data)
	if err != nil {
		return "", false, &Malformed{file, err}
	}
	booking, err := numbers(transaction)
	if err != nil {
		return "", false, &Malformed{file, err}
	}
	booking.Agency, booking.At = j.Place, at
	err = j.inTx(ctx, func(tx *store.Tx) error {
		known, err := j.known(tx, booking)
		if err == nil {
			id = known.ID
			return nil
		}
		if !errors.Is(err, store.ErrNone) {
			return err
		}
		fresh = true
		id, err = j.book(tx, who, &store.Submission{Booking: booking, File: file}, data, custody)
		return err
	})
	return id, fresh, err
}

func (j *Jail) book(tx *store.Tx, who sallyport.Actor, s *store.Submission, data []byte, custody []Fact) (id string, err error) {
	if s.ID, err = j.newID(); err != nil {
		return "", err
	}
	if err := tx.AddSubmission(s); err != nil {
		return "", err
	}
	e := casework.Event{Kind: casework.Book, Actor: who, At: s.At, About: doubt(values(custody))}
	err = j.steps(tx, s, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error { return j.enter(tx, s, *e, custody) })
	if err != nil {
		return "", err
	}
	facts, err := j.facts(tx, s.ID)
	if err != nil {
		return "", err
	}
	return s.ID, j.send(tx, j.Hub, s.ID, &Told{Event: e, TCN: s.TCN, ORI: s.ORI, Transaction: data, Facts: claims(facts, func(*store.Fact) bool { return true })})
}

// Ways by which a request can reach a jail.
var ways = []string{"fax", "mail", "telephone", "in person", "portal"}

// Register enters a request that came by another way than the hub's node: on which form, by which way, and what the form states.
func (j *Jail) Register(ctx context.Context, who sallyport.Actor, at time.Time, request sallyport.Request, way, facility string, states []Fact) (id string, err error) {
	if !slices.Contains(ways, way) {
		return "", &Unfit{fmt.Errorf("request registered: by %q: give one of %q", way, ways)}
	}
	if id, err = j.newID(); err != nil {
		return "", err
	}
	s := &store.Submission{ID: id, Booking: sallyport.Booking{TCN: "register/" + id, ORI: facility, Agency: j.Place, At: at}, File: byOtherWays}
	err = j.inTx(ctx, func(tx *store.Tx) error {
		if err := tx.AddSubmission(s); err != nil {
			return err
		}
		e := casework.Event{Kind: casework.Register, Actor: who, At: at, Request: &request, Reason: way}
		return j.steps(tx, s, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
			source := request.Form + byWay + way
			return j.enter(tx, s, *e, append(j.formFacts(&request, source), states...))
		})
	})
	return id, err
}

func (j *Jail) formFacts(r *sallyport.Request, source string) []Fact {
	return []Fact{{"request.action", fmt.Sprintf("%q", r.Action), source}, {"request.form", fmt.Sprintf("%q", r.Form), source}}
}

// SetAside answers that the person is not here, was moved, or that the same request came before.
func (j *Jail) SetAside(ctx context.Context, who sallyport.Actor, id string, at time.Time, reason string) error {
	return j.step(ctx, id, casework.Event{Kind: casework.SetAside, Actor: who, At: at, Reason: reason}, nil)
}

// Accept takes the request in at the jail: a named person of the jail accepts the hub's facts, which until then are claims,
// and the local door judges.
func (j *Jail) Accept(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	e := casework.Event{Kind: casework.LocalDoor, Actor: who, At: at}
	return j.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		received := j.own(*e, Fact{"request.received_at", quoteTime(s.State.Asked), "the jail's register of requests"})
		if err := errors.Join(j.addFact(tx, id, received), tx.AcceptFacts(id, who.ID, at)); err != nil {
			return err
		}
		decision, err := j.decide(tx, s, at, nil)
		if err != nil {
			return err
		}
		e.Request = s.State.Request
		return j.pass(tx, s, e, only(decision, "local"))
	})
}

// Answer replies to the request. Where the local door is closed the reply can only be the refusal, under its rules.
func (j *Jail) Answer(ctx context.Context, who sallyport.Actor, id string, at time.Time, agrees bool) error {
	e := casework.Event{Kind: casework.Answer, Actor: who, At: at, Agrees: agrees}
	return j.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		e.Request = s.State.Request
		if !agrees && s.State.Stage == casework.Closed {
			decisions, err := tx.Decisions(id)
			if err != nil {
				return err
			}
			e.Rules = ruleIDs(decisions[len(decisions)-1].Decision)
		}
		return nil
	})
}

// Release records that the person left and that the office was told, as both doors allow.
func (j *Jail) Release(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	return j.step(ctx, id, casework.Event{Kind: casework.Release, Actor: who, At: at}, nil)
}

// StartHold records that custody on the criminal matter is over and that a named person keeps the person for the request, as both doors allow, until its limit.
func (j *Jail) StartHold(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	e := casework.Event{Kind: casework.StartHold, Actor: who, At: at}
	return j.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, _ *casework.Event) error {
		if !at.Before(s.State.HoldUntil) {
			return &NotNow{fmt.Errorf("hold started: its limit was %s; release the person", s.State.HoldUntil)}
		}
		return j.eligible(tx, s, at)
	})
}

// EndHold records that a hold is over and the person no longer kept for it: custody was taken, the limit reached, or the hold lifted.
func (j *Jail) EndHold(ctx context.Context, who sallyport.Actor, id string, at time.Time, reason string) error {
	return j.step(ctx, id, casework.Event{Kind: casework.EndHold, Actor: who, At: at, Reason: reason}, nil)
}

// Lapse ends what was not resolved or answered when custody on the criminal matter ended: nobody is kept waiting for it.
func (n *Node) Lapse(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	return n.step(ctx, id, casework.Event{Kind: casework.Lapse, Actor: who, At: at}, func(tx *store.Tx, s *store.Submission, _ *casework.Event) error {
		return n.eligible(tx, s, at)
	})
}

// eligible checks that custody on the criminal matter has ended.
func (n *Node) eligible(tx *store.Tx, s *store.Submission, at time.Time) error {
	facts, err := n.facts(tx, s.ID)
	if err != nil {
		return err
	}
	c, err := caseFrom(s, facts, at)
	if err != nil {
		return err
	}
	end := c.Facts[sallyport.CaseFact("release.eligible_at")]
	if end.State != sallyport.Known || at.UnixMicro() < end.N {
		return &NotNow{fmt.Errorf("custody on the criminal matter has not ended at %s", at)}
	}
	return nil
}

func quoteTime(at time.Time) string { return `"` + at.Format(time.RFC3339) + `"` }
