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
	return n.purge(ctx, []string{id}, at)
}

// PurgeAll purges whatever is due, and finishes what a kill has left. The files are gone through once for all of them: in a large database that is the costly part.
func (n *Node) PurgeAll(ctx context.Context, at time.Time) error {
	var due []string
	err := n.Store.View(ctx, func(tx *store.Tx) error {
		clocks, err := tx.DueClocks(at)
		for _, c := range clocks {
			if c.Kind == casework.PurgeClock {
				due = append(due, c.Case)
			}
		}
		return err
	})
	if err != nil || len(due) == 0 {
		return err
	}
	return n.purge(ctx, due, at)
}

// purge goes on with the others where one cannot be purged.
func (n *Node) purge(ctx context.Context, ids []string, at time.Time) error {
	var wrong error
	var begun []*store.Submission
	for _, id := range ids {
		s, err := n.beginPurge(ctx, id, at)
		if err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("submission %s: %w", id, err))
			continue
		}
		begun = append(begun, s)
	}
	if len(begun) == 0 {
		return wrong
	}
	if later, err := n.later(ctx, begun, at); err != nil || later {
		return errors.Join(wrong, err)
	}
	if err := n.Store.Shrink(ctx); err != nil {
		return errors.Join(wrong, err)
	}
	for _, s := range begun {
		wait, err := n.copiesLeft(ctx, s)
		if err == nil && !wait {
			err = n.endPurge(ctx, s, at)
		}
		if err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("submission %s: %w", s.ID, err))
		}
	}
	return wrong
}

// Going through the files may mean that the database writes all that it holds anew, and that nobody is received meanwhile. So it waits while so many
// submissions wait for their search that there is much to write, though not for longer than this. The keys are gone by then, and the receipts wait.
const (
	manyWaiting = 50
	postponed   = time.Hour
)

// later says whether the files are gone through another time.
func (n *Node) later(ctx context.Context, begun []*store.Submission, at time.Time) (later bool, err error) {
	for _, s := range begun {
		if at.Sub(s.State.Since) >= postponed {
			return false, nil
		}
	}
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		waiting, err := tx.CountAt(casework.Received)
		later = waiting >= manyWaiting
		return err
	})
	return later, err
}

// copiesLeft says whether a copy is still about that a purge cannot reach: a backup of the key, or a message on its way. The receipt has to wait until there is
// none.
func (n *Node) copiesLeft(ctx context.Context, s *store.Submission) (left bool, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		waiting, err := tx.WaitingAbout(s.ID)
		if left = waiting > 0; left || err != nil || n.Backups == "" {
			return err
		}
		text, err := tx.Document(s.ID, goneDocument)
		if errors.Is(err, store.ErrNone) {
			left = true // the key was there when this round began
			return nil
		}
		var gone time.Time
		if err := errors.Join(err, gone.UnmarshalText(text)); err != nil {
			return err
		}
		oldest, there, err := vault.OldestBackup(n.Backups)
		left = there && !oldest.After(gone)
		return err
	})
	return left, err
}

// goneDocument has the time of the first round that found the key destroyed: no backup that was begun after it can hold the key.
const goneDocument = "key gone since"

func (n *Node) noteGone(ctx context.Context, id string, at time.Time) error {
	return n.Store.InTx(ctx, func(tx *store.Tx) error {
		if _, err := tx.Document(id, goneDocument); !errors.Is(err, store.ErrNone) {
			return err
		}
		text, err := at.MarshalText()
		if err != nil {
			return err
		}
		return tx.PutDocument(id, goneDocument, text)
	})
}

// beginPurge deletes the rows, destroys the key and removes the file. Each of these may have been done before.
func (n *Node) beginPurge(ctx context.Context, id string, at time.Time) (s *store.Submission, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		s, err = tx.Submission(id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if due := casework.PurgeDue(s.State); s.State.Stage == casework.Ended && at.Before(due) {
		return nil, fmt.Errorf("it is kept until %s, so that the person can challenge it", due)
	}
	if s.State.Stage != casework.Purging {
		if err := n.deleteRows(ctx, id, at); err != nil {
			return nil, err
		}
		s.State.Since = at
	}
	if n.Backups != "" && !n.Vault.Has(id) {
		if err := n.noteGone(ctx, id, at); err != nil {
			return nil, err
		}
	}
	if err := n.Vault.Shred(id); err != nil {
		return nil, err
	}
	if n.RemoveFile != nil && s.File != "" && s.File != byOtherWays {
		return s, n.RemoveFile(s.File)
	}
	return s, nil
}

func (n *Node) deleteRows(ctx context.Context, id string, at time.Time) error {
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

// inJournal is what a purge does to what the engine keeps of its changes.
var inJournal = map[string]string{
	"sqlite":   "the database's write-ahead log, emptied",
	"postgres": "the database's write-ahead log holds sealed text only, which the key was for",
}

func (n *Node) endPurge(ctx context.Context, s *store.Submission, at time.Time) error {
	e := casework.Event{Kind: casework.EndPurge, Actor: n.Software(), At: at}
	return n.step(ctx, s.ID, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
		receipt, err := json.Marshal(Receipt{s.ID, at, []string{
			"the key of everything that was sealed about the person, overwritten", "the transaction's file, in the watched folder",
			"transaction, prints, candidates and facts, in the database's files", inJournal[n.Store.Engine().Name],
			"the control number, of which a keyed hash is left"}})
		if err != nil {
			return err
		}
		return errors.Join(tx.DeleteDocument(s.ID, goneDocument), tx.Forget(s.ID, n.Vault.Hash("tcn", s.TCN)), tx.AddReceipt(s.ID, at, string(receipt)))
	})
}
