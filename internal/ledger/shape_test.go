package ledger

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/transparency-dev/tessera/client"

	"sallyport/internal/store"
	"sallyport/record"
)

// everything is all that a log has, in order.
func everything(t testing.TB, l *Log, size uint64) (leaves [][]byte) {
	t.Helper()
	for n := uint64(0); n*width < size; n++ {
		bundle, err := client.GetEntryBundle(t.Context(), l.reader.ReadEntryBundle, n, size)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, bundle.Entries...)
	}
	return leaves
}

// visible is what somebody sees who looks at the log after each slot: how large it is, and all that it says but for the bytes of commitments.
func visible(t testing.TB, l *Log, s *store.Store, at []time.Time, before func(slot int)) (seen []string) {
	t.Helper()
	shown := uint64(0)
	for n, at := range at {
		before(n)
		c, err := l.Slot(t.Context(), s, at)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, fmt.Sprint("a checkpoint over ", c.Size))
		for _, leaf := range everything(t, l, c.Size)[shown:] {
			if len(leaf) == record.Size {
				leaf = []byte("a commitment")
			}
			seen = append(seen, string(leaf))
		}
		shown = c.Size
	}
	return seen
}

// days is a log's time: so many days from noon on, slot by slot, without those that a node missed.
func days(n int, missed ...int) (at []time.Time) {
	for i := range 4 * n {
		if !slices.Contains(missed, i) {
			at = append(at, noon.Add(time.Duration(i)*6*time.Hour))
		}
	}
	return at
}

// told publishes of a day how many events there were.
func told(tx *store.Tx, day int64) (b record.Batch, err error) {
	events, err := tx.Unpublished(day, 0, 10_000)
	seqs := make([]uint64, len(events))
	for i, e := range events {
		seqs[i] = e.Seq
	}
	if len(events) > 0 {
		b.Lines = []record.Line{{Kind: "received", Day: dayText(day), Place: "us", N: len(events)}}
	}
	if err == nil {
		err = tx.SetPublished(day, seqs)
	}
	return b, err
}

// TestShapeFollowsFromBatches has two worlds in which on each day as many things happen, to other people and at other times. What can be seen of their logs is the same,
// byte for byte but for the commitments.
func TestShapeFollowsFromBatches(t *testing.T) {
	t.Parallel()
	at := days(3, 2, 7)
	perDay := []int{5, 19, 2}
	world := func(seed uint64) (seen []string) {
		dir, c := t.TempDir(), small()
		c.Batch = told
		s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, c)
		draw := rand.New(rand.NewPCG(seed, 8))
		happens := map[int]int{} // how many before which slot
		for day, n := range perDay {
			var slots []int // that come while this day lasts
			for i, slot := range at {
				if store.DayOf(slot) == store.DayOf(noon)+int64(day) {
					slots = append(slots, i)
				}
			}
			for range n {
				happens[slots[draw.IntN(len(slots))]]++
			}
		}
		seen = visible(t, l, s, at, func(slot int) { addEvents(t, s, happens[slot], at[slot].Add(time.Duration(draw.IntN(60))*time.Second)) })
		closeLog(t, l)
		return seen
	}
	first := world(1)
	for seed := range uint64(3) {
		if diff := cmp.Diff(first, world(seed+2)); diff != "" {
			t.Errorf("two worlds are told apart by (-one, +other):\n%s", diff)
		}
	}
}

// TestOnePersonMore has an attacker who polls, and knows when somebody was booked: until the batch, all is as if it had not been.
func TestOnePersonMore(t *testing.T) {
	t.Parallel()
	at := days(1)
	world := func(booked int) []string {
		dir := t.TempDir()
		s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, small())
		seen := visible(t, l, s, at, func(slot int) {
			addEvents(t, s, 2, at[slot])
			if slot == 1 {
				addEvents(t, s, booked, at[slot])
			}
		})
		closeLog(t, l)
		return seen
	}
	without := world(0)
	for _, booked := range []int{1, 2, 4} { // with the others, 4 are more than the slot has room for
		if diff := cmp.Diff(without, world(booked)); diff != "" {
			t.Errorf("with %d events more (+) the log looks otherwise:\n%s", booked, diff)
		}
	}
}

// TestPlaceSaysNothing has an attacker who knows the place of one event, as whoever has a served copy's code does: it says nothing of how many others
// there were in the slot. In 4,000 slots each place comes about as often, whatever else happened. The randomness is fixed, so the test comes out the same
// each time; the bound is passed once in a thousand drawings (chi-squared, 15 degrees).
func TestPlaceSaysNothing(t *testing.T) {
	t.Parallel()
	const slots, width, bound = 4000, 16, 37.7
	for _, others := range []int{0, 3, 15} {
		c := small()
		c.Settings.Width, c.Random = width, rand.NewChaCha8([32]byte{byte(others)})
		l := &Log{config: c}
		var seen [width]float64
		for range slots {
			places, err := l.draw(width, uint64(others+1))
			if err != nil {
				t.Fatal(err)
			}
			seen[places[0]]++
		}
		sum := 0.0
		for _, n := range seen {
			sum += (n - slots/width) * (n - slots/width) / (slots / width)
		}
		if sum > bound {
			t.Errorf("with %d others in the slot, its places come unevenly often: %v (%.1f)", others, seen, sum)
		}
	}
}

// TestNoTwoLeavesAreAlike has two logs take the same messages: they never hold the same 32 bytes, neither the two nor one of them twice.
func TestNoTwoLeavesAreAlike(t *testing.T) {
	t.Parallel()
	known := map[string]string{}
	for _, name := range []string{"hub", "us-oh.franklin"} {
		dir, c := t.TempDir(), small()
		c.Origin = "trial.sallyport.invalid/" + name
		s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, c)
		err := s.InTx(t.Context(), func(tx *store.Tx) error {
			for n := range 10 {
				if err := tx.AddEvent("", fmt.Sprintf(`{"message":{"number":%d}}`, n), "0f", noon); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, leaf := range everything(t, l, catchUp(t, l, s, noon).Size) {
			where := fmt.Sprintf("entry %d of %s", i, name)
			if len(leaf) == record.Size && known[string(leaf)] != "" {
				t.Errorf("%s is %s", where, known[string(leaf)])
			}
			known[string(leaf)] = where
		}
		closeLog(t, l)
	}
}
