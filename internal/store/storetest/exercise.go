// Package storetest is what every engine of the store must do.
package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

var noon = time.Date(2015, 8, 3, 12, 0, 0, 0, time.UTC)

const day = 16650 // 3 August 2015

// Exercise checks an engine. open gives a new, empty store each time, and closes it at the end of the test.
func Exercise(t *testing.T, open func(t *testing.T) *store.Store) {
	for name, check := range map[string]func(*testing.T, *store.Store){
		"submissions": submissions, "candidates": candidates, "facts": facts, "decisions": decisions, "receipts": receipts,
		"events": events, "many numbers": manyNumbers, "many": many, "checkpoints": checkpoints, "plan": plan, "published": published, "gallery": gallery, "many enrolments": manyEnrolments,
		"outgoing": outgoing, "incoming": incoming, "documents": documents, "clocks": clocks, "audited": audited, "overdue": overdue,
		"failing": failing, "panicking": panicking, "viewing": viewing, "snapshot": snapshot, "own statements": ownStatements,
		"concurrent writers": concurrentWriters, "read, then written": readModifyWrite, "deleting a person": deletingPerson,
		"shrinking beside a reader of it": shrinkingBeside(readFacts), "shrinking beside a reader": shrinkingBeside(readCheckpoints),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, open(t))
		})
	}
}

// write runs do in a transaction that has to succeed.
func write(t testing.TB, s *store.Store, do func(*store.Tx) error) {
	t.Helper()
	if err := s.InTx(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// view runs do in a reading transaction that has to succeed.
func view(t testing.TB, s *store.Store, do func(*store.Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// same compares what came back with what was put there.
func same[T any](t testing.TB, what string, want T) func(got T, err error) {
	t.Helper()
	return func(got T, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		} else if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-put, +came back)\n%s", what, diff)
		}
	}
}

// booked is submission id, received at noon.
func booked(id string) *store.Submission {
	return &store.Submission{
		ID: id, File: id + ".eft",
		Booking: sallyport.Booking{TCN: "T-" + id, ORI: "O-1", Agency: "us-oh/franklin", At: noon},
		State:   casework.State{Stage: casework.Received, Last: noon},
	}
}

func addSubmission(t testing.TB, s *store.Store, id string) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error { return tx.AddSubmission(booked(id)) })
}

func failing(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	failed := errors.New("no")
	err := s.InTx(t.Context(), func(tx *store.Tx) error { return errors.Join(everything(tx, "s1"), failed) })
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	view(t, s, func(tx *store.Tx) error { nothing(t, tx, "s1"); return nil })
	write(t, s, func(tx *store.Tx) error { return everything(tx, "s1") })
	view(t, s, func(tx *store.Tx) error {
		events, err := tx.Events(0, 10)
		messages, errMessages := tx.Outgoing("hub", 10)
		if len(events) != 1 || events[0].Seq != 0 || len(messages) != 1 || messages[0].Number != 1 {
			t.Error("a failed transaction used up a number:", events, messages)
		}
		return errors.Join(err, errMessages)
	})
}

// everything adds one of each kind to a submission that is there.
func everything(tx *store.Tx, id string) error {
	_, err := tx.Queue("hub", id, noon, func(int64) (envelope, digest []byte, err error) { return []byte("e"), []byte("d"), nil })
	return errors.Join(err,
		tx.AddEvent(id, "{}", "00", noon),
		tx.AddFact(id, &store.Fact{Path: "person.removable", Value: "true", At: noon}),
		tx.SetCandidates(id, []sallyport.Candidate{{Person: "G-1", Score: 1}}),
		tx.AddDecision(id, "federal door", sallyport.Decision{V: 1}),
		tx.AddReceipt(id, noon, "{}"),
		tx.PutDocument(id, "identity", []byte("sealed")),
		tx.SetClock(&store.Clock{Case: id, Kind: "hold", Due: noon}),
		tx.AddIncoming(&store.Incoming{Peer: "hub", Number: 1, Case: id, Digest: []byte("d"), ReceivedAt: noon}))
}

// nothing checks that the submission has nothing of what everything adds.
func nothing(t testing.TB, tx *store.Tx, id string) {
	t.Helper()
	facts, errFacts := tx.Facts(id)
	events, errEvents := tx.Events(0, 10)
	found, errFound := tx.Candidates(id)
	decisions, errDecisions := tx.Decisions(id)
	clocks, errClocks := tx.Clocks(id)
	messages, errMessages := tx.OutgoingDigests("hub")
	if n := len(facts) + len(events) + len(found) + len(decisions) + len(clocks) + len(messages); n != 0 {
		t.Errorf("%d rows stayed: %v %v %v %v %v %v", n, facts, events, found, decisions, clocks, messages)
	}
	same(t, "receipt", "")(tx.Receipt(id))
	same(t, "last received", int64(0))(tx.LastIncoming("hub"))
	if _, err := tx.Document(id, "identity"); !errors.Is(err, store.ErrNone) {
		t.Error("document:", err)
	}
	if err := errors.Join(errFacts, errEvents, errFound, errDecisions, errClocks, errMessages); err != nil {
		t.Error(err)
	}
}

func panicking(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	for range 20 { // more than there are connections
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic came through")
				}
			}()
			_ = s.InTx(t.Context(), func(tx *store.Tx) error {
				if err := everything(tx, "s1"); err != nil {
					t.Error(err)
				}
				panic("on purpose")
			})
		}()
	}
	view(t, s, func(tx *store.Tx) error { nothing(t, tx, "s1"); return nil })
}
