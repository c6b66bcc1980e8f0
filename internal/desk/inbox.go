package desk

import (
	"context"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Waiting is a request that waits for somebody at the jail, and by when.
type Waiting struct {
	*store.Submission
	Due time.Time
}

// Mark is where a part of the inbox ended. The zero value is its beginning.
type Mark struct {
	Due time.Time
	ID  string
}

// Inbox returns the requests whose clocks run, the earliest deadline first: those behind a mark, most of them at most. more says whether there are further ones.
// It names nobody: what is held about a person is behind Sheet, which puts the reading on the record.
func (j *Jail) Inbox(ctx context.Context, who sallyport.Actor, after Mark, most int) (all []Waiting, more bool, err error) {
	if err := j.ofThisJail(who, roles.ReadRecord); err != nil {
		return nil, false, err
	}
	err = j.Store.View(ctx, func(tx *store.Tx) error {
		clocks, err := tx.OpenClocks(after.Due, after.ID, most+1)
		if err != nil {
			return err
		}
		more = len(clocks) > most
		for _, c := range clocks[:min(len(clocks), most)] {
			one, err := waiting(tx, &c)
			if err != nil {
				return err
			}
			all = append(all, one)
		}
		return nil
	})
	return all, more, err
}

func waiting(tx *store.Tx, c *store.Clock) (w Waiting, err error) {
	if w.Submission, err = tx.Submission(c.Case); err != nil {
		return w, fmt.Errorf("submission %s: %w", c.Case, err)
	}
	w.Due = c.Due
	return w, nil
}

// ofThisJail says whether who works at this jail, and may do act.
func (j *Jail) ofThisJail(who sallyport.Actor, act roles.Act) error {
	if err := roles.Allows(who, act); err != nil {
		return err
	}
	if who.Office != j.Place {
		return fmt.Errorf("%s of %s, as %s: %w", who.ID, who.Office, who.Role, ErrOffice)
	}
	return nil
}

// Sheet is a case as one person sees it on one screen.
type Sheet struct {
	Record
	Facts []store.Fact // in order; the last of each path counts
}

// Sheet returns all that is held of a case for those who enter and resolve facts, and puts on the record that it was read.
func (n *Node) Sheet(ctx context.Context, who sallyport.Actor, id string, at time.Time) (s Sheet, err error) {
	if err := roles.Allows(who, roles.ReadRecord); err != nil {
		return s, err
	}
	err = n.inTx(ctx, func(tx *store.Tx) (err error) {
		s, err = n.sheet(tx, who, id, at)
		return err
	})
	return s, err
}

func (n *Node) sheet(tx *store.Tx, who sallyport.Actor, id string, at time.Time) (s Sheet, err error) {
	submission, err := tx.Submission(id)
	if err != nil {
		return s, fmt.Errorf("submission %s: %w", id, err)
	}
	if err := n.mayTouch(who, submission); err != nil {
		return s, err
	}
	if s.Record, err = n.recordOf(tx, submission); err != nil {
		return s, err
	}
	if s.Facts, err = n.facts(tx, id); err != nil {
		return s, err
	}
	if err := n.read(tx, who, submission, at, "record"); err != nil {
		return s, err
	}
	return s, n.read(tx, who, submission, at, "facts")
}

// Admits says whether a step could be taken now, as far as stage and role go: for pages, which show no button that would only be refused.
func (n *Node) Admits(s *store.Submission, e casework.Event) bool {
	return n.life.Admits(s.State, e) == nil
}
