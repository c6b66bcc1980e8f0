package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Stage is where a submission stands.
func (n *Node) Stage(ctx context.Context, id string) (stage casework.Stage, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		stage = s.State.Stage
		return nil
	})
	return stage, err
}

// List returns the oldest submissions at a stage, most of them at most, that who may read or has to examine. It names nobody: what is held about a person is
// behind Look and Facts, which put the reading on the record.
func (n *Node) List(ctx context.Context, who sallyport.Actor, stage casework.Stage, most int) (all []*store.Submission, err error) {
	act := roles.ReadRecord
	if slices.Contains([]casework.Stage{casework.Candidates, casework.Examined}, stage) && who.Role == sallyport.Examiner {
		act = roles.ExaminePrints
	}
	if err := roles.Allows(who, act); err != nil {
		return nil, err
	}
	err = n.Store.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.SubmissionsAfter(stage, time.Time{}, "", most)
		return err
	})
	return slices.DeleteFunc(all, func(s *store.Submission) bool { return n.mayTouch(who, s) != nil }), err
}

// Look returns one submission's record, and puts on the record that it was read.
func (n *Node) Look(ctx context.Context, who sallyport.Actor, id string, at time.Time) (r Record, err error) {
	if err := roles.Allows(who, roles.ReadRecord); err != nil && roles.Allows(who, roles.ReadJournal) != nil {
		return r, err
	}
	err = n.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if err := n.mayTouch(who, s); err != nil {
			return err
		}
		if r, err = n.recordOf(tx, s); err != nil {
			return err
		}
		return n.read(tx, who, s, at, "record")
	})
	return r, err
}
