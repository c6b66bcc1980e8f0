package desk

import (
	"context"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

// Accept takes the request in at the jail: a named jail officer accepts the hub's facts, which until then are claims,
// and the local door judges.
func (d *Desk) Accept(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	e := casework.Event{Kind: casework.LocalDoor, Actor: who, At: at}
	return d.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		received := store.Fact{Path: "request.received_at", Value: quoteTime(at), Source: "the jail's register of requests", By: who.ID, Office: who.Office, At: at}
		if err := tx.AddFact(id, &received); err != nil {
			return err
		}
		if err := tx.AcceptFacts(id, who.ID, at); err != nil {
			return err
		}
		decision, err := d.decide(tx, s, at, nil)
		if err != nil {
			return err
		}
		e.Request = s.State.Request
		return d.pass(tx, s, e, only(decision, "local"))
	})
}

// Answer replies to the request. Where the local door is closed the reply can only be the refusal, under its rules.
func (d *Desk) Answer(ctx context.Context, who sallyport.Actor, id string, at time.Time, agrees bool) error {
	e := casework.Event{Kind: casework.Answer, Actor: who, At: at, Agrees: agrees}
	return d.step(ctx, id, e, func(_ *store.Tx, s *store.Submission, e *casework.Event) error {
		e.Request = s.State.Request
		return nil
	})
}

// Serve records that a named jail officer gave the person the copy; without it no hold takes effect.
func (d *Desk) Serve(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	e := casework.Event{Kind: casework.Serve, Actor: who, At: at}
	return d.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		served := store.Fact{Path: servedAt, Value: quoteTime(at), Source: "the served copy's return", By: who.ID, Office: who.Office, At: at}
		if err := tx.AddFact(id, &served); err != nil {
			return err
		}
		e.Request = s.State.Request
		return tx.AcceptFacts(id, who.ID, at)
	})
}

// JudgeBoth asks both doors once more, now that the copy is served. Only what is then permitted takes effect; a hold runs
// to the earliest end that any law or form sets.
func (d *Desk) JudgeBoth(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.BothDoors, Actor: software, At: at}
	return d.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		decision, err := d.decide(tx, s, at, nil)
		if err != nil {
			return err
		}
		e.Request = s.State.Request
		return d.pass(tx, s, e, decision)
	})
}

// Release records that the person left and that the office was told, as both doors allow.
func (d *Desk) Release(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	return d.step(ctx, id, casework.Event{Kind: casework.Release, Actor: who, At: at}, nil)
}

// EndHold records that a hold is over and the person no longer kept for it.
func (d *Desk) EndHold(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	return d.step(ctx, id, casework.Event{Kind: casework.EndHold, Actor: who, At: at}, nil)
}

// Lapse ends what was not resolved or answered when custody on the criminal matter ended: nobody is kept waiting for it.
func (d *Desk) Lapse(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.Lapse, Actor: software, At: at}
	return d.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, _ *casework.Event) error {
		c, err := caseOf(tx, s, at)
		if err != nil {
			return err
		}
		eligible := c.Facts[sallyport.CaseFact("release.eligible_at")]
		if eligible.State != sallyport.Known || at.UnixMicro() < eligible.N {
			return fmt.Errorf("custody on the criminal matter has not ended at %s", at)
		}
		return nil
	})
}

func quoteTime(at time.Time) string { return `"` + at.Format(time.RFC3339) + `"` }
