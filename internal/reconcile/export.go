package reconcile

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/internal/tiles"
)

const page = 1000 // events read at once

// Export reads a node's book from its record, all of it as it is at one moment; the node may be running. The book has the
// last checkpoint that the node remembers: a log that was set back since is shorter.
func Export(ctx context.Context, s *store.Store, log *tiles.Log, now time.Time) (*Book, error) {
	b := &Book{Head: Head{Version: 1, Log: log.Vkey, At: now.UTC().Truncate(time.Microsecond)}}
	err := s.View(ctx, func(tx *store.Tx) error {
		notes, err := tx.Checkpoints()
		if err != nil {
			return err
		}
		if len(notes) == 0 {
			return errors.New("it has no checkpoint of its log yet; let the node run once")
		}
		b.Checkpoint = notes[len(notes)-1]
		peers, err := b.readEvents(tx)
		if err != nil {
			return err
		}
		for _, peer := range peers {
			if err := b.readPeer(tx, peer); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reconcile: reading the record of %s: %w", b.Node(), err)
	}
	return b, nil
}

// readEvents takes the lines of messages and the notes of refusals, and returns with whom there were any.
func (b *Book) readEvents(tx *store.Tx) (peers []string, err error) {
	node, known := b.Node(), map[string]bool{}
	for {
		events, err := tx.Events(b.Events, page)
		if err != nil {
			return nil, err
		}
		for i := range events {
			if err := b.take(node, &events[i], known); err != nil {
				return nil, err
			}
		}
		if len(events) == 0 {
			return slices.Sorted(maps.Keys(known)), nil
		}
		b.Events = events[len(events)-1].Seq + 1
	}
}

func (b *Book) take(node string, e *store.Event, known map[string]bool) error {
	if _, ok := link.ParseLine(e.Body); ok {
		l := Line{Seq: e.Seq, Body: e.Body, Salt: e.Salt}
		if err := l.read(node); err != nil {
			return fmt.Errorf("event %d: %w", e.Seq, err)
		}
		b.Lines = append(b.Lines, l)
		for _, peer := range []string{l.message.From, l.message.To} {
			if peer != node {
				known[peer] = true
			}
		}
		return nil
	}
	event, err := e.Decode()
	if err != nil {
		return err
	}
	if event.Kind == "message refused" {
		b.Refusals = append(b.Refusals, Refusal{e.Seq, event.Actor.Office, event.Submission, event.At.UTC().Truncate(time.Microsecond)})
	}
	return nil
}

// readPeer takes what the outbox and the inbox have of a peer.
func (b *Book) readPeer(tx *store.Tx, peer string) error {
	sent, err := tx.OutgoingDigests(peer)
	if err != nil {
		return err
	}
	for _, m := range sent {
		b.Sent = append(b.Sent, Sent{peer, m.Number, m.Case, hex.EncodeToString(m.Digest), m.QueuedAt, m.AckedAt})
	}
	received, err := tx.IncomingFrom(peer)
	for _, m := range received {
		b.Received = append(b.Received, Received{peer, m.Number, m.Case, hex.EncodeToString(m.Digest), m.ReceivedAt, m.Refusal != ""})
	}
	return err
}
