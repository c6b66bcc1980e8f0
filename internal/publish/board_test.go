package publish_test

import (
	"errors"
	"path/filepath"
	"testing"

	"sallyport/internal/publish"
	"sallyport/internal/publish/publishtest"
	"sallyport/internal/store/sqlite"
	"sallyport/record/figures"
)

// TestABoardCountsInParts: until it has counted all it shows nothing, and then what reading all at once comes to.
func TestABoardCountsInParts(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	publishtest.Large(t, s, 12_000)
	b := &publish.Board{Store: s}
	looks, lines := 0, 0
	show := func(l *figures.Log, _ bool) error {
		lines = 0
		for _, month := range l.Months() {
			q, err := figures.ParseQuery("month=" + month)
			if err != nil {
				return err
			}
			lines += l.Count(q).Count
		}
		return nil
	}
	before := uint64(0)
	for {
		looks++
		err := b.View(t.Context(), show)
		counting, is := errors.AsType[*publish.Counting](err)
		if !is {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		if lines != 0 || counting.Done <= before || counting.Of != 12_732 {
			t.Fatalf("%d lines shown; %v after %d", lines, counting, before)
		}
		before = counting.Done
	}
	other := &publish.Board{Store: s}
	if err := other.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := lines
	if err := other.View(t.Context(), show); err != nil || looks != 3 || lines != first || lines < 12_000 {
		t.Errorf("%d looks, %d lines, then %d: %v", looks, first, lines, err)
	}
}
