package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"sallyport/casework"
	"sallyport/internal/store"
)

func viewing(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	if s.View(t.Context(), func(tx *store.Tx) error { return tx.AddEvent("s1", "{}", "00", noon) }) == nil {
		t.Error("a view wrote")
	}
	view(t, s, func(tx *store.Tx) error { nothing(t, tx, "s1"); return nil })
}

// snapshot writes while a view is open: the view sees the database as it was.
func snapshot(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	view(t, s, func(tx *store.Tx) error {
		nothing(t, tx, "s1")
		write(t, s, func(tx *store.Tx) error { return everything(tx, "s1") })
		nothing(t, tx, "s1")
		return nil
	})
	view(t, s, func(tx *store.Tx) error {
		last, err := tx.LastIncoming("hub")
		if last != 1 {
			t.Error("a later view does not see what was written")
		}
		return err
	})
}

// ownStatements go with the transaction they were made in.
func ownStatements(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	failed := errors.New("no")
	own := func(tx *store.Tx) error {
		_, err := tx.SQL().ExecContext(t.Context(), "UPDATE submissions SET file = $1 WHERE id = $2", "moved", "s1")
		return err
	}
	file := func() (name string) {
		view(t, s, func(tx *store.Tx) error {
			one, err := tx.Submission("s1")
			if err == nil {
				name = one.File
			}
			return err
		})
		return name
	}
	err := s.InTx(t.Context(), func(tx *store.Tx) error { return errors.Join(own(tx), failed) })
	if !errors.Is(err, failed) || file() == "moved" {
		t.Error("kept from a transaction that failed", err)
	}
	write(t, s, own)
	if file() != "moved" {
		t.Error("not kept")
	}
}

const writers, each = 8, 25

// concurrently runs do for every writer, each times one after another.
func concurrently(t *testing.T, do func(writer, turn int) error) {
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() {
			for turn := range each {
				if err := do(writer, turn); err != nil {
					t.Errorf("writer %d, turn %d: %v", writer, turn, err)
					return
				}
			}
		})
	}
	all.Wait()
}

// concurrentWriters queue messages and events, in either order, to two peers; every fifth transaction fails on purpose.
func concurrentWriters(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	failed := errors.New("no")
	concurrently(t, func(writer, turn int) error {
		fails := turn%5 == 4
		err := s.InTx(t.Context(), func(tx *store.Tx) error {
			event := func() error { return tx.AddEvent("s1", fmt.Sprintf("%d/%d", writer, turn), "00", noon) }
			message := func() error {
				_, err := tx.Queue(fmt.Sprint("peer ", writer%2), "s1", noon, func(int64) (envelope, digest []byte, err error) {
					return []byte("e"), []byte("d"), nil
				})
				return err
			}
			steps := []func() error{event, message, event}
			if writer%3 == 0 {
				steps = []func() error{message, event, message}
			}
			for _, step := range steps {
				if err := step(); err != nil {
					return err
				}
			}
			if fails {
				return failed
			}
			return nil
		})
		if fails && errors.Is(err, failed) {
			return nil
		}
		return err
	})
	const kept = each - each/5
	view(t, s, func(tx *store.Tx) error {
		events, err := tx.Events(0, 10_000)
		if want := kept * (3*1 + 5*2); len(events) != want {
			t.Errorf("%d events, not %d", len(events), want)
		}
		for i, e := range events {
			if e.Seq != uint64(i) {
				t.Fatalf("event %d has number %d", i, e.Seq)
			}
		}
		return errors.Join(err, gapless(t, tx, "peer 0", kept*(2*2+2*1)), gapless(t, tx, "peer 1", kept*(1*2+3*1)))
	})
}

// gapless checks that a peer has that many messages, numbered 1, 2 and so on.
func gapless(t *testing.T, tx *store.Tx, peer string, want int) error {
	t.Helper()
	messages, err := tx.OutgoingDigests(peer)
	if len(messages) != want {
		t.Errorf("%d messages to %s, not %d", len(messages), peer, want)
	}
	for i, m := range messages {
		if m.Number != int64(i+1) {
			t.Fatalf("message %d to %s has number %d", i+1, peer, m.Number)
		}
	}
	return err
}

// readModifyWrite adds to what a submission says of itself; no writer may overwrite what another has added.
func readModifyWrite(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	concurrently(t, func(int, int) error {
		return s.InTx(t.Context(), func(tx *store.Tx) error {
			one, err := tx.Submission("s1")
			if err != nil {
				return err
			}
			one.State.Resolutions = append(one.State.Resolutions, casework.Resolution{})
			return tx.SetState("s1", one.State)
		})
	})
	view(t, s, func(tx *store.Tx) error {
		one, err := tx.Submission("s1")
		if err == nil && len(one.State.Resolutions) != writers*each {
			t.Errorf("%d of %d additions are there", len(one.State.Resolutions), writers*each)
		}
		return err
	})
}
