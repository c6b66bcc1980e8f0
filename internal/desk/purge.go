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
)

// Receipt says what a purge did away with, and where.
type Receipt struct {
	Submission string    `json:"submission"`
	PurgedAt   time.Time `json:"purged_at"`
	Gone       []string  `json:"gone"`
}

// Purge does away with every copy of what is known of the person, and only then issues the receipt. It begins with the
// rows, so that a kill in between leaves a submission that says it is being purged; calling Purge again finishes it.
func (d *Desk) Purge(ctx context.Context, id string, at time.Time) error {
	var s *store.Submission
	err := d.Store.View(ctx, func(tx *store.Tx) (err error) {
		s, err = tx.Submission(id)
		return err
	})
	if err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	if s.State.Stage != casework.Purging {
		if err := d.beginPurge(ctx, id, at); err != nil {
			return err
		}
	}
	if err := removeFile(filepath.Join(d.Folder, s.File)); err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	if err := d.Store.Shrink(ctx); err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	return d.endPurge(ctx, id, at)
}

func (d *Desk) beginPurge(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.BeginPurge, Actor: software, At: at}
	return d.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error { return tx.DeletePerson(id) })
}

func (d *Desk) endPurge(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.EndPurge, Actor: software, At: at}
	return d.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
		receipt, err := json.Marshal(Receipt{id, at, []string{
			"transaction file, in the watched folder", "ten-print templates, candidates and facts, overwritten in the database",
			"the database's write-ahead log, emptied"}})
		if err != nil {
			return err
		}
		return tx.AddReceipt(id, at, string(receipt))
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
