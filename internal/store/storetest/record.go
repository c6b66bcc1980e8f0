package storetest

import (
	"errors"
	"testing"
	"time"

	"sallyport/internal/store"
)

func events(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	addSubmission(t, s, "s2")
	for _, id := range []string{"s1", "s1", "s2", "s1", "s2"} {
		write(t, s, func(tx *store.Tx) error { return tx.AddEvent(id, `{"of":"`+id+`"}`, "0f", noon) })
	}
	view(t, s, func(tx *store.Tx) error {
		same(t, "from the fourth on", []store.Event{{Seq: 3, Body: `{"of":"s1"}`, Salt: "0f", Day: day}, {Seq: 4, Body: `{"of":"s2"}`, Salt: "0f", Day: day}})(tx.Events(3, 10))
		same(t, "of one", []store.Event{{Seq: 2, Body: `{"of":"s2"}`, Salt: "0f", Day: day}, {Seq: 4, Body: `{"of":"s2"}`, Salt: "0f", Day: day}})(tx.EventsOf("s2"))
		some, err := tx.Events(1, 2)
		if len(some) != 2 || some[0].Seq != 1 || some[1].Seq != 2 {
			t.Error("two from the second on:", some)
		}
		return err
	})
}

// manyNumbers takes several numbers of two counters in each of several transactions, one of which fails.
func manyNumbers(t *testing.T, s *store.Store) {
	failed := errors.New("no")
	three := func(tx *store.Tx) error {
		for range 3 {
			if err := errors.Join(queued(tx, "hub"), queued(tx, "other"), tx.AddEvent("", "{}", "0f", noon)); err != nil {
				return err
			}
		}
		return nil
	}
	write(t, s, three)
	if err := s.InTx(t.Context(), func(tx *store.Tx) error { return errors.Join(three(tx), failed) }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	write(t, s, three)
	write(t, s, func(tx *store.Tx) error { return tx.AddEvent("", "{}", "0f", noon) })
	view(t, s, func(tx *store.Tx) error {
		all, err := tx.Events(0, 100)
		for n, e := range all {
			if e.Seq != uint64(n) {
				t.Errorf("line %d has number %d", n, e.Seq)
			}
		}
		messages, wrong := tx.Outgoing("other", 100)
		for n, m := range messages {
			if m.Number != int64(n+1) {
				t.Errorf("message %d has number %d", n+1, m.Number)
			}
		}
		if len(all) != 7 || len(messages) != 6 {
			t.Errorf("%d lines, %d messages", len(all), len(messages))
		}
		return errors.Join(err, wrong)
	})
}

func queued(tx *store.Tx, peer string) error {
	_, err := tx.Queue(peer, "c1", noon, func(int64) (envelope, digest []byte, err error) { return []byte("e"), []byte("d"), nil })
	return err
}

func checkpoints(t *testing.T, s *store.Store) {
	write(t, s, func(tx *store.Tx) error {
		for _, last := range []func() (store.Checkpoint, error){tx.LastCheckpoint, tx.LastWitnessed} {
			if _, err := last(); !errors.Is(err, store.ErrNone) {
				t.Error("before there is one:", err)
			}
		}
		return errors.Join(tx.AddCheckpoint(store.Checkpoint{Size: 10, Note: "ten\n"}), tx.AddCheckpoint(store.Checkpoint{Size: 2, Note: "two\n", Witnessed: true}),
			tx.AddCheckpoint(store.Checkpoint{Size: 2, Note: "another two\n", Witnessed: true}),
			tx.AddCheckpoint(store.Checkpoint{Size: 3, Note: "three\n"}), tx.AddCheckpoint(store.Checkpoint{Size: 3, Note: "three, witnessed\n", Witnessed: true}),
			tx.AddCheckpoint(store.Checkpoint{Size: 3, Note: "three again\n"}))
	})
	view(t, s, func(tx *store.Tx) error {
		same(t, "smallest first", []string{"two\n", "three, witnessed\n", "ten\n"})(tx.Checkpoints())
		same(t, "the last", store.Checkpoint{Size: 10, Note: "ten\n"})(tx.LastCheckpoint())
		same(t, "the last with witnesses", store.Checkpoint{Size: 3, Note: "three, witnessed\n", Witnessed: true})(tx.LastWitnessed())
		return nil
	})
}

func outgoing(t *testing.T, s *store.Store) {
	queue := func(peer, id string) (number int64) {
		write(t, s, func(tx *store.Tx) (err error) {
			number, err = tx.Queue(peer, id, noon, func(number int64) (envelope, digest []byte, err error) {
				return []byte{0, 0xff, byte(number)}, []byte{byte(number), 0}, nil
			})
			return err
		})
		return number
	}
	for n, id := range []string{"c1", "c2", "c1"} {
		if got := queue("hub", id); got != int64(n+1) {
			t.Errorf("message %d got number %d", n+1, got)
		}
	}
	if got := queue("other", "c1"); got != 1 {
		t.Error("another peer's first number:", got)
	}
	refused := errors.New("cannot seal")
	err := s.InTx(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Queue("hub", "c1", noon, func(int64) (envelope, digest []byte, err error) { return nil, nil, refused })
		return err
	})
	if !errors.Is(err, refused) {
		t.Error(err)
	}
	message := func(n int64, id string, envelope []byte, acked time.Time) store.Outgoing {
		return store.Outgoing{Peer: "hub", Number: n, Case: id, Envelope: envelope, Digest: []byte{byte(n), 0}, QueuedAt: noon, AckedAt: acked}
	}
	first, second, third := message(1, "c1", []byte{0, 0xff, 1}, time.Time{}), message(2, "c2", []byte{0, 0xff, 2}, time.Time{}), message(3, "c1", []byte{0, 0xff, 3}, time.Time{})
	view(t, s, func(tx *store.Tx) error {
		same(t, "waiting", []store.Outgoing{first, second, third})(tx.Outgoing("hub", 10))
		same(t, "the first two", []store.Outgoing{first, second})(tx.Outgoing("hub", 2))
		return nil
	})
	later := noon.Add(time.Minute)
	write(t, s, func(tx *store.Tx) error { return tx.Acknowledge("hub", 2, later) })
	write(t, s, func(tx *store.Tx) error { return tx.Acknowledge("hub", 2, later.Add(time.Hour)) }) // a second word changes nothing
	view(t, s, func(tx *store.Tx) error {
		same(t, "still waiting", []store.Outgoing{third})(tx.Outgoing("hub", 10))
		same(t, "ever sent", []store.Outgoing{message(1, "c1", nil, later), message(2, "c2", nil, later), message(3, "c1", nil, time.Time{})})(tx.OutgoingDigests("hub"))
		others, err := tx.Outgoing("other", 10)
		if len(others) != 1 {
			t.Error("another peer's message was acknowledged too")
		}
		return err
	})
	if got := queue("hub", "c9"); got != 4 {
		t.Error("after acknowledgement, and a message that could not be made:", got)
	}
}

func incoming(t *testing.T, s *store.Store) {
	first := store.Incoming{Peer: "jail", Number: 1, Case: "c1", Digest: []byte{1, 0}, ReceivedAt: noon}
	second := store.Incoming{Peer: "jail", Number: 2, Case: "c2", Digest: []byte{2, 0}, Refusal: "no such form", ReceivedAt: noon}
	write(t, s, func(tx *store.Tx) error {
		same(t, "last of none", int64(0))(tx.LastIncoming("jail"))
		return errors.Join(tx.AddIncoming(&first), tx.AddIncoming(&second))
	})
	view(t, s, func(tx *store.Tx) error {
		same(t, "last", int64(2))(tx.LastIncoming("jail"))
		same(t, "one", &second)(tx.Incoming("jail", 2))
		same(t, "all", []store.Incoming{first, second})(tx.IncomingFrom("jail"))
		for peer, number := range map[string]int64{"jail": 3, "hub": 1} {
			if _, err := tx.Incoming(peer, number); !errors.Is(err, store.ErrNone) {
				t.Error(peer, number, err)
			}
		}
		return nil
	})
	if s.InTx(t.Context(), func(tx *store.Tx) error { return tx.AddIncoming(&first) }) == nil {
		t.Error("one number was received twice")
	}
}

func documents(t *testing.T, s *store.Store) {
	sealed := []byte{0, 1, 0xfe, 0xff, '\'', 0}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.PutDocument("c1", "identity", []byte("old")), tx.PutDocument("c1", "identity", sealed))
	})
	view(t, s, func(tx *store.Tx) error {
		same(t, "the last one", sealed)(tx.Document("c1", "identity"))
		for id, kind := range map[string]string{"c1": "other", "c2": "identity"} {
			if _, err := tx.Document(id, kind); !errors.Is(err, store.ErrNone) {
				t.Error(id, kind, err)
			}
		}
		return nil
	})
}

func clocks(t *testing.T, s *store.Store) {
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	set := func(clock store.Clock) { write(t, s, func(tx *store.Tx) error { return tx.SetClock(&clock) }) }
	set(store.Clock{Case: "c1", Kind: "hold", Due: at(48)})
	set(store.Clock{Case: "c1", Kind: "hold", Due: at(72), Warn: at(60)}) // a renewal never extends
	set(store.Clock{Case: "c1", Kind: "hold", Due: at(40), Warn: at(36)})
	set(store.Clock{Case: "c1", Kind: "hold", Due: at(41), Warn: at(37)})
	set(store.Clock{Case: "c1", Kind: "answer", Due: at(2)})
	set(store.Clock{Case: "c2", Kind: "hold", Due: at(1)})
	hold := store.Clock{Case: "c1", Kind: "hold", Due: at(40), Warn: at(36)}
	answer := store.Clock{Case: "c1", Kind: "answer", Due: at(2)}
	other := store.Clock{Case: "c2", Kind: "hold", Due: at(1)}
	view(t, s, func(tx *store.Tx) error {
		same(t, "of a case", []store.Clock{answer, hold})(tx.Clocks("c1"))
		same(t, "due", []store.Clock{other, answer})(tx.DueClocks(at(2)))
		same(t, "a microsecond before", []store.Clock{other})(tx.DueClocks(at(2).Add(-time.Microsecond)))
		return nil
	})
	write(t, s, func(tx *store.Tx) error { return tx.EndClock("c1", "answer", at(3)) })
	write(t, s, func(tx *store.Tx) error { return tx.EndClock("c1", "answer", at(9)) }) // it ended once
	set(store.Clock{Case: "c1", Kind: "answer", Due: at(1)})
	answer.Ended, answer.Due = at(3), at(1)
	view(t, s, func(tx *store.Tx) error {
		same(t, "one ended", []store.Clock{answer, hold})(tx.Clocks("c1"))
		same(t, "still due", []store.Clock{other})(tx.DueClocks(at(4)))
		return nil
	})
}
