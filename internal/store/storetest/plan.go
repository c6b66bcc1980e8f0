package storetest

import (
	"errors"
	"fmt"
	"testing"

	"sallyport/internal/store"
)

// plan puts five events into two slots, with a leaf that anyone can read between.
func plan(t *testing.T, s *store.Store) {
	waiting := func(first, behind, end uint64) {
		t.Helper()
		view(t, s, func(tx *store.Tx) error {
			a, b, err := tx.Waiting()
			planned, errPlanned := tx.PlanEnd()
			if a != first || b != behind || planned != end {
				t.Errorf("%d to %d wait, %d are planned; not %d, %d and %d", a, b, planned, first, behind, end)
			}
			return errors.Join(err, errPlanned)
		})
	}
	waiting(0, 0, 0)
	for n := range 5 {
		write(t, s, func(tx *store.Tx) error { return tx.AddEvent("", fmt.Sprint(n), "0f", noon) })
	}
	waiting(0, 5, 0)
	day := store.Published{Index: 4, Kind: "day", At: noon.UnixMicro(), Body: "what was «published»\n"}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.AddSlots([]store.Slot{{First: 0, Size: 4, Seed: "0a"}}),
			tx.AddCommitments([]store.Commitment{{Index: 3, Seq: 0}, {Index: 1, Seq: 1}, {Index: 2, Seq: 2}}), tx.AddPublished([]store.Published{day}))
	})
	waiting(3, 5, 5)
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.AddSlots([]store.Slot{{First: 5, Size: 8, Seed: "0b"}}), tx.AddCommitments([]store.Commitment{{Index: 9, Seq: 3}}), tx.AddPublished(nil))
	})
	waiting(4, 5, 13)
	at := func(index, seq uint64) store.Commitment {
		return store.Commitment{Index: index, Seq: seq, Body: fmt.Sprint(seq), Salt: "0f"}
	}
	view(t, s, func(tx *store.Tx) error {
		same(t, "all of it", &store.Plan{Commitments: []store.Commitment{at(1, 1), at(2, 2), at(3, 0), at(9, 3)}, Published: []store.Published{day},
			Slots: []store.Slot{{First: 0, Size: 4, Seed: "0a"}, {First: 5, Size: 8, Seed: "0b"}}})(tx.Plan(0, 13))
		same(t, "the middle", &store.Plan{Commitments: []store.Commitment{at(3, 0)}, Published: []store.Published{day},
			Slots: []store.Slot{{First: 0, Size: 4, Seed: "0a"}}})(tx.Plan(3, 5))
		same(t, "nothing", &store.Plan{})(tx.Plan(13, 20))
		events, err := tx.Events(3, 2)
		if len(events) != 2 || !events[0].Planned || events[0].Index != 9 || events[0].Logged || events[1].Planned {
			t.Error(events)
		}
		return err
	})
	write(t, s, func(tx *store.Tx) error { return tx.AddCheckpoint(store.Checkpoint{Size: 9, Note: "nine\n"}) })
	view(t, s, func(tx *store.Tx) error {
		events, err := tx.Events(0, 10)
		for _, e := range events {
			if e.Logged != (e.Planned && e.Index < 9) {
				t.Error(e)
			}
		}
		return err
	})
	if s.InTx(t.Context(), func(tx *store.Tx) error { return tx.AddCommitments([]store.Commitment{{Index: 20, Seq: 0}}) }) == nil {
		t.Error("an event was planned twice")
	}
	if s.InTx(t.Context(), func(tx *store.Tx) error { return tx.AddCommitments([]store.Commitment{{Index: 9, Seq: 4}}) }) == nil {
		t.Error("two events were planned for one place")
	}
}

func published(t *testing.T, s *store.Store) {
	write(t, s, func(tx *store.Tx) (err error) {
		for n := range 2500 {
			err = errors.Join(err, tx.AddEvent("", fmt.Sprint(n), "0f", noon.AddDate(0, 0, n%3)))
		}
		return err
	})
	row := func(index uint64, kind string) store.Published {
		return store.Published{Index: index, Kind: kind, At: int64(index), Body: kind}
	}
	write(t, s, func(tx *store.Tx) error {
		if _, err := tx.FirstPublished("law"); !errors.Is(err, store.ErrNone) {
			t.Error("the first of none:", err)
		}
		var all []uint64
		for n := range uint64(2500) {
			if n%3 != 2 && n != 4 {
				all = append(all, n)
			}
		}
		return errors.Join(tx.SetPublished(day+1, all), tx.SetPublished(day, nil),
			tx.AddPublished([]store.Published{row(3, "law"), row(5, "day"), row(8, "law"), row(7, "law")}))
	})
	view(t, s, func(tx *store.Tx) error {
		same(t, "the first", row(3, "law"))(tx.FirstPublished("law"))
		same(t, "the newest first", []store.Published{row(8, "law"), row(7, "law")})(tx.LastPublished("law", 2))
		same(t, "left of the first two days", []store.Event{{Seq: 4, Body: "4", Salt: "0f", Day: day + 1}})(tx.Unpublished(day+1, 0, 10))
		same(t, "left of the third", int64(833))(tx.CountOfDay(day + 2))
		all, err := tx.Unpublished(day+2, 3, 3)
		if len(all) != 3 || all[0].Seq != 4 || all[1].Seq != 5 || all[2].Seq != 8 {
			t.Error("from the fourth on:", all)
		}
		events, errEvents := tx.Events(3, 2)
		if len(events) != 2 || !events[0].Published || events[1].Published {
			t.Error(events)
		}
		return errors.Join(err, errEvents)
	})
}
