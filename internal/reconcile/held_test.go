package reconcile

import (
	"context"
	"iter"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
)

// TestWhatAReadingKeeps: of a log without a book no commitment, with a book those that it names; of one of an earlier version every one.
func TestWhatAReadingKeeps(t *testing.T) {
	t.Parallel()
	w, all := busy(t, 5)
	jail := w.nodes[1]
	for name, c := range map[string]struct {
		n    *Node
		want int
	}{"no book": {jail.node(t), 0}, "its book": {jail.withBook(t, w.now), len(jail.events) - len(jail.notes)}} {
		s := newSide(0, c.n)
		if err := s.read(t.Context(), []*side{s}); err != nil || len(s.at) != c.want || len(s.public.days()) != len(all)+4 {
			t.Errorf("%s: %v, %d commitments and %d messages kept; want %d and %d", name, err, len(s.at), len(s.public.days()), c.want, len(all)+4)
		}
	}
	jail.old = true
	s := newSide(0, jail.node(t))
	if err := s.read(t.Context(), []*side{s}); err != nil || len(s.at) != len(jail.events) {
		t.Errorf("%v, %d commitments kept", err, len(s.at))
	}
}

// TestTooLongWithoutAWord: what is kept of a log that never says how it grows has an end.
func TestTooLongWithoutAWord(t *testing.T) {
	t.Parallel()
	r := &reading{held: &held{at: map[tlog.Hash]uint64{}, again: map[tlog.Hash][]uint64{}}}
	if err := r.keep(mostOld-1, tlog.Hash{1}); err != nil {
		t.Error(err)
	}
	if err := r.keep(mostOld, tlog.Hash{2}); err == nil {
		t.Error("kept")
	}
}

func TestBeginning(t *testing.T) {
	t.Parallel()
	var leaves []tlog.Hash
	for size := range uint64(70) {
		b := &beginning{until: size}
		for i := range uint64(70) {
			b.add(tlog.RecordHash([]byte{byte(i)}))
		}
		if got := b.root(size); got == nil || *got != tiles.Root(leaves) {
			t.Errorf("root over %d: %v", size, got)
		}
		if b.root(size+1) != nil {
			t.Errorf("a root over %d, and %d were taken", size+1, size)
		}
		leaves = append(leaves, tlog.RecordHash([]byte{byte(size)}))
	}
}

// TestReadingFails: what is no fault of the log is an error, and no finding.
func TestReadingFails(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 1)
	n := w.nodes[0].node(t)
	n.entries = func(context.Context) iter.Seq2[tiles.Entry, error] {
		return func(yield func(tiles.Entry, error) bool) { yield(tiles.Entry{}, tiles.ErrServer) }
	}
	if _, err := Compare(t.Context(), n, w.nodes[1].node(t)); err == nil {
		t.Error("compared")
	}
}
