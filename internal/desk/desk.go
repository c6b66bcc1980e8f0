// Package desk is what people do with the exchange, one file per desk: intake, search, examiner, clerk, doors, officer,
// jail, purge, and the public's view. It is the only place that opens a transaction: each step changes the state, writes
// the record's entry and keeps the decision in one. Roles are those of package casework's table; offices are checked here.
package desk

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/ledger"
	"sallyport/internal/search"
	"sallyport/internal/store"
	"sallyport/law"
)

// ErrOffice says that a person of one office tried to act in another's place.
var ErrOffice = errors.New("not this office's business")

// Desk serves the hub and its jails.
type Desk struct {
	Store   *store.Store
	Gallery search.Searcher // follows what the store holds
	Law     *law.Book
	Random  io.Reader         // for references and salts
	Folder  string            // the watched folder that transactions arrive in
	Jails   map[string]string // place of each jail, by the ORI it submits under

	following sync.Mutex
	followed  int64 // number of the last enrolment that the gallery has seen
}

// software is who receives, searches, applies rules and purges.
var software = sallyport.Actor{ID: "sallyport", Office: "hub", Role: sallyport.Software}

// step is the only way that a submission changes. before may fill in e from what the store holds and write what
// belongs to the same step; when it, or the table of steps, refuses, nothing is kept.
func (d *Desk) step(ctx context.Context, id string, e casework.Event, before func(*store.Tx, *store.Submission, *casework.Event) error) error {
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if err := d.mayTouch(e.Actor, s); err != nil {
			return err
		}
		if before != nil {
			if err := before(tx, s, &e); err != nil {
				return fmt.Errorf("submission %s: %w", id, err)
			}
		}
		return d.advance(tx, s, e)
	})
}

// mayTouch keeps a jail's officers to their own jail, and them alone in it.
func (d *Desk) mayTouch(who sallyport.Actor, s *store.Submission) error {
	if (who.Role == sallyport.JailOfficer) != (who.Office == s.Agency) {
		return fmt.Errorf("submission %s: %s of %s, as %s: %w", s.ID, who.ID, who.Office, who.Role, ErrOffice)
	}
	return nil
}

func (d *Desk) advance(tx *store.Tx, s *store.Submission, e casework.Event) error {
	next, lines, err := casework.Step(s.State, e)
	if err != nil {
		return fmt.Errorf("submission %s: %w", s.ID, err)
	}
	if err := tx.SetState(s.ID, next); err != nil {
		return err
	}
	for _, line := range lines {
		line.Submission = s.ID
		if err := d.record(tx, line); err != nil {
			return err
		}
	}
	return nil
}

// record puts a line into the outbox of the log, with the salt of its commitment.
func (d *Desk) record(tx *store.Tx, line sallyport.Event) error {
	body, err := json.Marshal(line)
	if err != nil {
		return err
	}
	salt, err := ledger.NewSalt(d.Random)
	if err != nil {
		return err
	}
	return tx.AddEvent(line.Submission, string(body), salt)
}

// newID draws a reference that says nothing about the person.
func (d *Desk) newID() (string, error) {
	id := make([]byte, 12)
	if _, err := io.ReadFull(d.Random, id); err != nil {
		return "", fmt.Errorf("drawing a reference: %w", err)
	}
	return hex.EncodeToString(id), nil
}
