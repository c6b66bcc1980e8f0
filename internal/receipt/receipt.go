// Package receipt finds what the code of a served copy leads to: the statement that was served, what happened to the request since, how far each of these is
// on its way into the log, and the bundle that proves it without the node. It keeps nothing, and writes nothing down.
package receipt

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/internal/tiles"
	"sallyport/proof"
)

// State is how far a line is on its way into the log.
type State string

// States of a line.
const (
	Recorded State = "recorded" // at the node; its commitment goes into the log in the next slot
	Logged   State = "logged"   // in the log, under a checkpoint that the node has signed
	Public   State = "public"   // under a checkpoint that witnesses have cosigned too: nobody can take it back unseen
)

// Line is an event as whoever has the code is shown it.
type Line struct {
	State State
	Index uint64 // in the log; 0 while it is recorded only
	sallyport.Event
}

// Found is what a code leads to.
type Found struct {
	Statement Line
	Later     []Line
	Bundle    *proof.Bundle // nil until the statement is in the log
	Open      []string      // what somebody said is wrong, and nobody has settled
	Over      bool          // nothing more is asked
}

// Again is the kind of a line for another copy of what was served before.
const Again casework.Kind = "copy served again"

// told are the kinds of event that a receipt shows. What people read, entered or found about the person is not among them.
var told = []casework.Kind{casework.SetAside, casework.LocalDoor, casework.Answer, casework.Serve, casework.GiveCopy, Again, casework.BothDoors, casework.Release, casework.StartHold,
	casework.EndHold, casework.Withdraw, casework.Lapse, casework.Age, casework.Challenge, casework.Reply, casework.EndPurge}

// book is what the store has of the request that a code leads to.
type book struct {
	events          []store.Event
	last, witnessed store.Checkpoint // zero where there is none
	state           casework.State
}

// Find looks a stretched code up. log is the node's own, as anyone reads it; nil where there is none. The error is store.ErrNone for a code of no copy.
func Find(ctx context.Context, s *store.Store, log *tiles.Log, code proof.Stretched) (*Found, error) {
	b, err := read(ctx, s, code)
	if err != nil {
		return nil, err
	}
	salt := hex.EncodeToString(code.Salt[:])
	own := slices.IndexFunc(b.events, func(e store.Event) bool { return e.Salt == salt })
	if own < 0 {
		return nil, fmt.Errorf("receipt: the record has no line for a code that it knows: %w", store.ErrNone)
	}
	found := &Found{Statement: b.line(&b.events[own]), Open: b.state.Challenges, Over: b.state.Over()}
	shown := []store.Event{b.events[own]}
	for _, e := range b.events[own+1:] {
		if line := b.line(&e); slices.Contains(told, casework.Kind(line.Kind)) {
			found.Later, shown = append(found.Later, line), append(shown, e)
		}
	}
	if log != nil {
		found.Bundle, err = b.bundle(ctx, log, shown)
	}
	return found, err
}

// Key is what the store knows a code by.
func Key(code proof.Stretched) string { return hex.EncodeToString(code.Lookup[:]) }

func read(ctx context.Context, s *store.Store, code proof.Stretched) (b book, err error) {
	err = s.View(ctx, func(tx *store.Tx) error {
		id, err := tx.CaseOfCode(Key(code))
		if err != nil {
			return err
		}
		if b.last, err = maybe(tx.LastCheckpoint()); err != nil {
			return err
		}
		if b.witnessed, err = maybe(tx.LastWitnessed()); err != nil {
			return err
		}
		s, err := tx.Submission(id)
		if err != nil {
			return err
		}
		b.state = s.State
		b.events, err = tx.EventsOf(id)
		return err
	})
	return b, err
}

// maybe takes a checkpoint that is not there yet for one over nothing.
func maybe(c store.Checkpoint, err error) (store.Checkpoint, error) {
	if errors.Is(err, store.ErrNone) {
		return store.Checkpoint{}, nil
	}
	return c, err
}

// line reads an event. What is none, a message between nodes, has no kind.
func (b *book) line(e *store.Event) Line {
	line := Line{State: Recorded, Index: e.Index}
	switch {
	case e.Logged && e.Index < b.witnessed.Size:
		line.State = Public
	case e.Logged:
		line.State = Logged
	default:
		line.Index = 0
	}
	if event, err := e.Decode(); err == nil {
		line.Event = event
	}
	return line
}

// bundle proves the first of the lines and as many of the others as its checkpoint covers. A witnessed checkpoint that covers the first is preferred to a later one.
func (b *book) bundle(ctx context.Context, log *tiles.Log, lines []store.Event) (*proof.Bundle, error) {
	if !lines[0].Logged {
		return nil, nil
	}
	checkpoint := b.last
	if lines[0].Index < b.witnessed.Size {
		checkpoint = b.witnessed
	}
	c, err := log.Parse(checkpoint.Note)
	if err != nil {
		return nil, err
	}
	made := &proof.Bundle{Format: proof.BundleFormat, Origin: log.Key.Name(), Key: log.Vkey, Checkpoint: checkpoint.Note, Later: []proof.Line{}}
	for i, e := range lines {
		if !e.Logged || e.Old || e.Index >= c.Size {
			continue
		}
		line, err := proven(ctx, c, &e)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			made.Statement, made.Statement.Salt = line, ""
			continue
		}
		made.Later = append(made.Later, line)
	}
	return made, nil
}

func proven(ctx context.Context, c *tiles.Checkpoint, e *store.Event) (line proof.Line, err error) {
	path, err := c.Path(ctx, e.Index)
	if err != nil {
		return line, err
	}
	line = proof.Line{Body: e.Body, Salt: e.Salt, Index: e.Index, Path: []string{}}
	for _, h := range path {
		line.Path = append(line.Path, h.String())
	}
	return line, nil
}
