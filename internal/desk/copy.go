package desk

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/receipt"
	"sallyport/internal/store"
	"sallyport/proof"
	"sallyport/roles"
)

// paper is a copy with the code that stands on it. The code goes to the printer and is kept nowhere: of it stay the salt of the copy's line and what finds it.
type paper struct {
	code proof.Code
	proof.Stretched
}

// newCopy draws the code of a copy. Stretching takes long on purpose: it is done before a transaction begins.
func (j *Jail) newCopy() (paper, error) {
	code, err := proof.NewCode(j.Random)
	if err != nil {
		return paper{}, err
	}
	return paper{code, code.Stretch(j.Origin)}, nil
}

// Serve records that a named person of the jail gave the person the copy, and returns the code that stands on it; without it no hold takes effect. Both doors judge once
// more, and only what is then permitted takes effect; a hold runs to the earliest end that any law or form sets.
func (j *Jail) Serve(ctx context.Context, who sallyport.Actor, id string, at time.Time) (code string, err error) {
	c, err := j.newCopy()
	if err != nil {
		return "", err
	}
	var decision sallyport.Decision
	e := casework.Event{Kind: casework.Serve, Actor: who, At: at}
	return c.code.String(), j.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		e.Request = s.State.Request
		if err := j.addFact(tx, id, j.own(*e, Fact{servedAt, quoteTime(at), "the served copy's return"})); err != nil {
			return err
		}
		if decision, err = j.decide(tx, s, at, nil); err != nil {
			return err
		}
		return j.copied(tx, s, e, &c, decision)
	}, func(tx *store.Tx, s *store.Submission) error {
		both := casework.Event{Kind: casework.BothDoors, Actor: j.Software(), At: at, Request: s.State.Request}
		if err := j.pass(tx, s, &both, decision); err != nil {
			return err
		}
		return j.advance(tx, s, both)
	})
}

// Foreseen is what both doors would say if the copy were served now, so that nobody serves in vain; nothing follows from it.
func (j *Jail) Foreseen(ctx context.Context, who sallyport.Actor, id string, at time.Time) (d sallyport.Decision, err error) {
	if err := j.ofThisJail(who, roles.ReadRecord); err != nil {
		return d, err
	}
	err = j.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		d, err = j.decide(tx, s, at, []Fact{{Path: servedAt, Value: quoteTime(at)}})
		return err
	})
	return d, err
}

// GiveCopy gives the person a copy of a request whatever is answered to it, or before anything is, and returns its code. It changes nothing else, and no
// hold takes effect by it.
func (j *Jail) GiveCopy(ctx context.Context, who sallyport.Actor, id string, at time.Time) (code string, err error) {
	c, err := j.newCopy()
	if err != nil {
		return "", err
	}
	e := casework.Event{Kind: casework.GiveCopy, Actor: who, At: at}
	return c.code.String(), j.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		return j.copied(tx, s, e, &c)
	})
}

// ServeAgain gives the person another copy, with another code: the first was lost, or its code never reached the printer. Both codes hold.
func (j *Jail) ServeAgain(ctx context.Context, who sallyport.Actor, id string, at time.Time) (code string, err error) {
	if err := roles.Allows(who, roles.ServeCopy); err != nil {
		return "", err
	}
	c, err := j.newCopy()
	if err != nil {
		return "", err
	}
	return c.code.String(), j.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if err := j.mayTouch(who, s); err != nil {
			return err
		}
		if !slices.Contains([]casework.Stage{casework.Served, casework.ToNotify, casework.ToHold, casework.Held}, s.State.Stage) {
			return fmt.Errorf("submission %s: %w", id, &NotNow{fmt.Errorf("no copy was served, or it is over: it is %q; a copy can be given all the same", s.State.Stage)})
		}
		e := casework.Event{Actor: who, At: at}
		if err := j.copied(tx, s, &e, &c); err != nil {
			return err
		}
		line := sallyport.Event{Submission: id, Place: s.Agency, Kind: string(receipt.Again), Actor: who, At: at, Request: s.State.Request, Statement: e.Statement}
		return j.recordUnder(tx, line, e.Salt)
	})
}

// copied fills in what a copy says, and notes where its code leads. now are decisions that the store does not have yet.
func (j *Jail) copied(tx *store.Tx, s *store.Submission, e *casework.Event, c *paper, now ...sallyport.Decision) (err error) {
	if e.Statement, err = j.statement(tx, s, now...); err != nil {
		return err
	}
	e.Salt = hex.EncodeToString(c.Salt[:])
	return tx.AddReceiptCode(receipt.Key(c.Stretched), s.ID)
}

// recordUnder records a line under a salt that whoever has the copy can make. One that is no copy's gets a drawn one.
func (n *Node) recordUnder(tx *store.Tx, entry sallyport.Event, salt string) error {
	if entry.Statement == nil {
		return n.record(tx, entry)
	}
	line, err := n.line(entry)
	if err != nil {
		return err
	}
	line.Salt = salt
	return tx.AddEvents([]store.Line{line})
}
