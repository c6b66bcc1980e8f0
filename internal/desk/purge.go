package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/internal/vault"
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
	if n.Folder != "" && s.File != "" && s.File != byOtherWays {
		if err := removeFile(filepath.Join(n.Folder, s.File)); err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
	}
	if err := n.Store.Shrink(ctx); err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	oldest, there, err := n.oldestBackup()
	if err != nil {
		return err
	}
	if there && !oldest.After(s.State.Since) { // a copy of the key is still about; the receipt has to wait until it is not
		return n.wakeAt(ctx, id, oldest.Add(vault.MaxBackupAge))
	}
	return n.endPurge(ctx, s, at)
}

func (n *Node) oldestBackup() (time.Time, bool, error) {
	if n.Backups == "" {
		return time.Time{}, false, nil
	}
	return vault.OldestBackup(n.Backups)
}

func (n *Node) wakeAt(ctx context.Context, id string, at time.Time) error {
	if n.Alarm == nil {
		return nil
	}
	return n.inTx(ctx, func(tx *store.Tx) error { return n.Alarm(tx, at, casework.PurgeClock, id) })
}

func (n *Node) beginPurge(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.BeginPurge, Actor: n.software(), At: at}
	return n.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error { return tx.DeletePerson(id) })
}

func (n *Node) endPurge(ctx context.Context, s *store.Submission, at time.Time) error {
	e := casework.Event{Kind: casework.EndPurge, Actor: n.software(), At: at}
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

// removeFile removes a file, if it is there, and makes the removal last.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
