package reconcile

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"sallyport/internal/store"
	"sallyport/internal/tiles"
)

const (
	page          = 1000 // rows read at once
	entriesAtOnce = 4096 // of the log
)

// Export writes a node's book from its record, all of it as it is at one moment; the node may be running. The book has the
// last checkpoint that the node remembers: a log that was set back since is shorter.
func Export(ctx context.Context, s *store.Store, log *tiles.Log, now time.Time, out io.Writer) error {
	head := Head{Version: Version, Log: log.Vkey, At: now.UTC().Truncate(time.Microsecond)}
	x := &export{w: writer{to: bufio.NewWriter(out)}, node: head.Node(), peers: map[string]bool{}}
	err := s.View(ctx, func(tx *store.Tx) error {
		notes, err := tx.Checkpoints()
		if err != nil {
			return err
		}
		if len(notes) == 0 {
			return errors.New("it has no checkpoint of its log yet; let the node run once")
		}
		head.Checkpoint = notes[len(notes)-1]
		if err := x.w.write(entry{Book: &head}); err != nil {
			return err
		}
		return x.record(tx)
	})
	if err != nil {
		return fmt.Errorf("reconcile: reading the record of %s: %w", x.node, err)
	}
	return nil
}

// export is a book that is being written.
type export struct {
	w     writer
	node  string
	peers map[string]bool // with whom there were messages
	end   End
}

func (x *export) record(tx *store.Tx) error {
	if err := x.readEvents(tx); err != nil {
		return err
	}
	if err := x.readSlots(tx); err != nil {
		return err
	}
	for _, peer := range slices.Sorted(maps.Keys(x.peers)) {
		if err := x.readPeer(tx, peer); err != nil {
			return err
		}
	}
	return x.w.end(x.end.Record, x.end.Leaves)
}

// readEvents takes the lines of the record, and notes with whom there were messages.
func (x *export) readEvents(tx *store.Tx) error {
	for {
		events, err := tx.Events(x.end.Record, page)
		if err != nil || len(events) == 0 {
			return err
		}
		for i := range events {
			if err := x.take(&events[i]); err != nil {
				return fmt.Errorf("event %d: %w", events[i].Seq, err)
			}
		}
		x.end.Record = events[len(events)-1].Seq + 1
	}
}

// readSlots takes the log's slots: what of each is of no event is padding.
func (x *export) readSlots(tx *store.Tx) (err error) {
	if x.end.Leaves, err = tx.PlanEnd(); err != nil {
		return err
	}
	next := uint64(0)
	for first := uint64(0); first < x.end.Leaves; first += entriesAtOnce {
		plan, err := tx.Plan(first, min(first+entriesAtOnce, x.end.Leaves))
		if err != nil {
			return err
		}
		for _, s := range plan.Slots {
			if s.First < next {
				continue // it began in the part before
			}
			next = s.First + s.Size
			if err := x.w.write(entry{Slot: &Slot{First: s.First, Size: s.Size, Seed: s.Seed}}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *export) take(line *store.Event) error {
	e := Event{Seq: line.Seq, Old: line.Old, Body: line.Body, Salt: line.Salt}
	if line.Planned {
		e.Index = &line.Index
	}
	if err := e.read(x.node); err != nil {
		return err
	}
	if e.message != nil {
		for _, peer := range []string{e.message.From, e.message.To} {
			if peer != x.node {
				x.peers[peer] = true
			}
		}
		return x.w.write(entry{Event: &e})
	}
	happened, err := e.Event()
	if err != nil {
		return err
	}
	if happened.Kind == messageRefused {
		return x.w.write(entry{Refusal: &Refusal{e.Seq, e.Index, happened.Actor.Office, happened.Submission, happened.At.UTC().Truncate(time.Microsecond)}})
	}
	return x.w.write(entry{Event: &e})
}

// messageRefused is the kind of the line that says that a message was refused at the other node.
const messageRefused = "message refused"

// readPeer takes what the outbox and the inbox have of a peer.
func (x *export) readPeer(tx *store.Tx, peer string) error {
	sent, err := tx.OutgoingDigests(peer)
	if err != nil {
		return err
	}
	for _, m := range sent {
		if err := x.w.write(entry{Sent: &Sent{peer, m.Number, m.Case, hex.EncodeToString(m.Digest), m.QueuedAt, m.AckedAt}}); err != nil {
			return err
		}
	}
	received, err := tx.IncomingFrom(peer)
	if err != nil {
		return err
	}
	for _, m := range received {
		row := Received{peer, m.Number, m.Case, hex.EncodeToString(m.Digest), m.ReceivedAt, m.Refusal != ""}
		if err := x.w.write(entry{Received: &row}); err != nil {
			return err
		}
	}
	return nil
}
