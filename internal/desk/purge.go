package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/internal/vault"
	"sallyport/internal/webhook"
)

// Receipt says what a purge did away with, and where.
type Receipt struct {
	Submission string    `json:"submission"`
	PurgedAt   time.Time `json:"purged_at"`
	Gone       []string  `json:"gone"`
}

// Purge does away with every copy of what is known of the person, and only then issues the receipt. It begins with the
// rows, so that a kill in between leaves a submission that says it is being purged; calling Purge again finishes it.
func (n *Node) Purge(ctx context.Context, id string, at time.Time) error {
	var s *store.Submission
	err := n.Store.View(ctx, func(tx *store.Tx) (err error) {
		s, err = tx.Submission(id)
		return err
	})
	if err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	if due := casework.PurgeDue(s.State); s.State.Stage == casework.Ended && at.Before(due) {
		return fmt.Errorf("submission %s: it is kept until %s, so that the person can challenge it", id, due)
	}
	if s.State.Stage != casework.Purging {
		if err := n.beginPurge(ctx, id, at); err != nil {
			return err
		}
		s.State.Since = at
	}
	if err := n.Vault.Shred(id); err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	if n.RemoveFile != nil && s.File != "" && s.File != byOtherWays {
		if err := n.RemoveFile(s.File); err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
	}
	if err := n.Store.Shrink(ctx); err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	if until, err := n.copiesUntil(ctx, s, at); err != nil || !until.IsZero() {
		return errors.Join(err, n.wakeAt(ctx, id, until))
	}
	return n.endPurge(ctx, s, at)
}

// copiesUntil says when to look again whether a copy is still about that a purge cannot reach: a backup of the key, or a message on its way. The receipt has to
// wait until there is none.
func (n *Node) copiesUntil(ctx context.Context, s *store.Submission, at time.Time) (until time.Time, err error) {
	oldest, there, err := n.oldestBackup()
	if err != nil || there && !oldest.After(s.State.Since) {
		return oldest.Add(vault.MaxBackupAge), err
	}
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		waiting, err := tx.WaitingAbout(s.ID)
		if waiting > 0 {
			until = at.Add(time.Minute)
		}
		return err
	})
	return until, err
}

func (n *Node) oldestBackup() (time.Time, bool, error) {
	if n.Backups == "" {
		return time.Time{}, false, nil
	}
	return vault.OldestBackup(n.Backups)
}

func (n *Node) wakeAt(ctx context.Context, id string, at time.Time) error {
	if n.Alarm == nil || at.IsZero() {
		return nil
	}
	return n.inTx(ctx, func(tx *store.Tx) error { return n.Alarm(tx, at, casework.PurgeClock, id) })
}

func (n *Node) beginPurge(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.BeginPurge, Actor: n.Software(), At: at}
	return n.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
		if n.Publish != nil {
			if err := webhook.Forget(ctx, tx.SQL(), id); err != nil {
				return err
			}
		}
		return tx.DeletePerson(id)
	})
}

func (n *Node) endPurge(ctx context.Context, s *store.Submission, at time.Time) error {
	e := casework.Event{Kind: casework.EndPurge, Actor: n.Software(), At: at}
	return n.step(ctx, s.ID, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
		receipt, err := json.Marshal(Receipt{s.ID, at, []string{
			"the key of everything that was sealed about the person, overwritten", "the transaction's file, in the watched folder",
			"transaction, prints, candidates and facts, overwritten in the database", "the database's journal, emptied",
			"the control number, of which a keyed hash is left"}})
		if err != nil {
			return err
		}
		return errors.Join(tx.Forget(s.ID, n.Vault.Hash("tcn", s.TCN)), tx.AddReceipt(s.ID, at, string(receipt)))
	})
}
