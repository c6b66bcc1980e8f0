package reconcile

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
)

// BenchmarkExport writes the book of a record of 100,000 events in 100,000 slots of eight, and reads it again.
func BenchmarkExport(b *testing.B) {
	const events = 100_000
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	body, err := json.Marshal(sallyport.Event{Submission: "eed50e9f1a09c43387b5a283", Kind: "local door", At: time.Unix(0, 0).UTC(), Place: theJail,
		Request: &sallyport.Request{Action: "notify", Form: "I-247N", By: "R. Alvarez"}, Rules: []string{"ca.trust.a", "ca.trust.b"}})
	if err != nil {
		b.Fatal(err)
	}
	key := tilestest.NewKey(b, "trial.sallyport.invalid/hub")
	err = s.InTx(b.Context(), func(tx *store.Tx) error {
		lines, slots, commitments := make([]store.Line, events), make([]store.Slot, events), make([]store.Commitment, events)
		for i := range events {
			n := uint64(i)
			lines[i] = store.Line{Body: string(body), Salt: seed(i), At: time.Unix(0, 0)}
			slots[i], commitments[i] = store.Slot{First: 8 * n, Size: 8, Seed: seed(i)}, store.Commitment{Index: 8*n + n%8, Seq: n}
		}
		for part := range slices.Chunk(lines, 1000) {
			if err := tx.AddEvents(part); err != nil {
				return err
			}
		}
		for _, err := range []error{tx.AddSlots(slots), tx.AddCommitments(commitments), tx.AddCheckpoint(store.Checkpoint{Note: key.Checkpoint(b, nil)})} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	log := &tiles.Log{Key: verifier(b, key.Vkey), Vkey: key.Vkey}
	for b.Loop() {
		from, to := io.Pipe()
		go func() { to.CloseWithError(Export(b.Context(), s, log, time.Unix(0, 0), to)) }()
		book, err := ReadBook(from, "a.book")
		if err != nil || len(book.Events) != events || len(book.Slots) != events {
			b.Fatal(fmt.Errorf("%w: %d events, %d slots", err, len(book.Events), len(book.Slots)))
		}
	}
}
