package ledger

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
)

func openStore(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	err = s.InTx(t.Context(), func(tx *store.Tx) error {
		return tx.AddSubmission(&store.Submission{ID: "s", Booking: sallyport.Booking{TCN: "T", ORI: "O", At: time.Unix(0, 0)}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func addEvents(t *testing.T, s *store.Store, n int) {
	t.Helper()
	err := s.InTx(t.Context(), func(tx *store.Tx) error {
		for i := range n {
			salt, err := NewSalt(rand.Reader)
			if err != nil {
				return err
			}
			if err := tx.AddEvent("s", fmt.Sprintf(`{"n":%d}`, i), salt); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func openLog(t *testing.T, dir string) *Log {
	t.Helper()
	l, err := Open(t.Context(), dir, "trial.sallyport.invalid/hub")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func catchUp(t *testing.T, l *Log, s *store.Store, want uint64) *Checkpoint {
	t.Helper()
	c, err := l.CatchUp(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if c.Size != want {
		t.Fatalf("checkpoint over %d entries, want %d", c.Size, want)
	}
	return c
}

func allEvents(t *testing.T, s *store.Store) (events []store.Event) {
	t.Helper()
	err := s.View(t.Context(), func(tx *store.Tx) (err error) {
		events, err = tx.Events(0, 10_000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// TestCatchUpCrossesTiles appends more than a tile holds, in several goes, and checks every event with x/mod alone.
func TestCatchUpCrossesTiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir)
	catchUp(t, l, s, 0)
	var c *Checkpoint
	for _, size := range []int{3, 255, 256, 700} {
		addEvents(t, s, size-len(allEvents(t, s)))
		c = catchUp(t, l, s, uint64(size))
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, e := range allEvents(t, s) {
		if err := c.Holds(&e); err != nil {
			t.Fatal(err)
		}
	}
	forged := allEvents(t, s)[300]
	forged.Body = `{"n":1}`
	if c.Holds(&forged) == nil {
		t.Error("the log vouches for an event that was rewritten")
	}
}

// TestKilledBeforeNoting leaves the log ahead of what the record knows, as a kill between the two does.
func TestKilledBeforeNoting(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir)
	addEvents(t, s, 5)
	if _, err := l.sequence(t.Context(), allEvents(t, s)[:3], 0); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, dir)
	c := catchUp(t, l, s, 5)
	for _, e := range allEvents(t, s) {
		if err := c.Holds(&e); err != nil || !e.Logged {
			t.Error(err, e)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestLogOfAnotherRecordIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := openLog(t, dir)
	first := openStore(t, filepath.Join(dir, "first"))
	addEvents(t, first, 4)
	catchUp(t, l, first, 4)
	second := openStore(t, filepath.Join(dir, "second"))
	addEvents(t, second, 4)
	if _, err := l.CatchUp(t.Context(), second); err == nil || !strings.Contains(err.Error(), "rewritten") {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTamperedTileIsNoticed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir)
	addEvents(t, s, 4)
	c := catchUp(t, l, s, 4)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	tile := filepath.Join(dir, "tiles", "tile", "0", "000.p", "4")
	content, err := os.ReadFile(tile)
	if err != nil {
		t.Fatal(err)
	}
	content[40] ^= 1
	if err := os.WriteFile(tile, content, 0o644); err != nil {
		t.Fatal(err)
	}
	e := allEvents(t, s)[0]
	if c.Holds(&e) == nil {
		t.Error("a changed tile went unnoticed")
	}
}
