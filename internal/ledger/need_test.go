package ledger

import (
	"context"
	"errors"
	"testing"
	"time"

	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/record"
)

// TestNoSlotGrowsForEver: a day of more than any slot has room for asks for the widest there is.
func TestNoSlotGrowsForEver(t *testing.T) {
	t.Parallel()
	l := &Log{config: Config{Settings: record.Settings{Slot: 60, Width: 256}}}
	for events, want := range map[int64]int{0: 1, 184_320: 1, 184_321: 2, 1 << 60: record.MaxSlot / 256} {
		if got := l.need(events); got != want {
			t.Errorf("%d events: %d, and not %d", events, got, want)
		}
	}
}

// TestABatchThatFails: the log grows without it, and the error says so.
func TestABatchThatFails(t *testing.T) {
	t.Parallel()
	wrong := errors.New("no such line")
	s, err := sqlite.Open(t.Context(), t.TempDir()+"/sallyport.db")
	if err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), t.TempDir(), Config{Origin: "trial.sallyport.invalid/hub",
		Settings: record.Settings{Node: "hub", Slot: 3600, Width: 2, Batch: "02:00", Trial: true},
		Batch:    func(*store.Tx, int64) (record.Batch, error) { return record.Batch{}, wrong }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(l.Close(), s.Close()) }() // the test is over
	at := time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	slot := func(ctx context.Context, at time.Time, size uint64) error {
		c, err := l.Slot(ctx, s, at)
		if c == nil || c.Size != size {
			t.Fatalf("%+v, %v; want %d entries", c, err, size)
		}
		return err
	}
	if err := slot(t.Context(), at, 3); err != nil {
		t.Fatal(err)
	}
	unpublished := new(Unpublished)
	if err := slot(t.Context(), at.AddDate(0, 0, 1), 5); !errors.As(err, &unpublished) || unpublished.Day != "2015-08-03" || !errors.Is(err, wrong) {
		t.Error(err)
	}
}
