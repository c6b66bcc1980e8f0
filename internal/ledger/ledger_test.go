package ledger

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/record"
)

var noon = time.Date(2015, time.August, 3, 12, 0, 0, 0, time.UTC)

const origin = "trial.sallyport.invalid/hub"

// small is a log with slots of four, one every six hours.
func small() Config {
	return Config{Origin: origin, Settings: record.Settings{Node: "hub", Slot: 6 * 3600, Width: 4, Batch: "02:00", Volume: 300, Trial: true}}
}

func openStore(t testing.TB, path string) *store.Store {
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
	return s
}

// addEvents adds n events of that time.
func addEvents(t testing.TB, s *store.Store, n int, at time.Time) {
	t.Helper()
	err := s.InTx(t.Context(), func(tx *store.Tx) error {
		lines := make([]store.Line, n)
		for i := range lines {
			salt, err := NewSalt(rand.Reader)
			if err != nil {
				return err
			}
			lines[i] = store.Line{Body: fmt.Sprintf(`{"n":%d}`, i), Salt: salt, At: at}
		}
		for part := range slices.Chunk(lines, 64) {
			if err := tx.AddEvents(part); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func openLog(t testing.TB, dir string, c Config) *Log {
	t.Helper()
	l, err := Open(t.Context(), dir, c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func closeLog(t testing.TB, l *Log) {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func catchUp(t testing.TB, l *Log, s *store.Store, at time.Time) *Checkpoint {
	t.Helper()
	c, err := l.CatchUp(t.Context(), s, at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func allEvents(t testing.TB, s *store.Store) (events []store.Event) {
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

// held checks with x/mod alone that the log holds every event.
func held(t testing.TB, c *Checkpoint, s *store.Store) {
	t.Helper()
	for _, e := range allEvents(t, s) {
		if err := c.Holds(&e); err != nil || !e.Logged {
			t.Fatal(err, e)
		}
	}
}

// TestCatchUpCrossesTiles appends more than a tile holds, in several goes, and checks every event.
func TestCatchUpCrossesTiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, small())
	if c := catchUp(t, l, s, noon); c.Size != 1 {
		t.Error("of nothing, the log holds more than its settings:", c.Size)
	}
	var c *Checkpoint
	for _, n := range []int{3, 255, 256, 701} {
		addEvents(t, s, n-len(allEvents(t, s)), noon)
		c = catchUp(t, l, s, noon)
	}
	if want := uint64(1 + 4 + 252 + 4 + 448); c.Size != want {
		t.Errorf("%d entries, not %d", c.Size, want)
	}
	closeLog(t, l)
	held(t, c, s)
	forged := allEvents(t, s)[300]
	forged.Body = `{"n":1}`
	if c.Holds(&forged) == nil {
		t.Error("the log vouches for an event that was rewritten")
	}
}

// TestKilledBeforeRemembering leaves the log ahead of what the record knows, in the middle of a slot, as a kill does.
func TestKilledBeforeRemembering(t *testing.T) {
	t.Parallel()
	for there := range uint64(10) {
		dir := t.TempDir()
		s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, small())
		addEvents(t, s, 5, noon)
		err := errors.Join(l.announce(t.Context(), s, noon), s.InTx(t.Context(), func(tx *store.Tx) error {
			_, err := l.planSlots(tx, 2, false)
			return err
		}))
		if err == nil && there > 0 {
			err = l.appendPart(t.Context(), s, 0, there, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		closeLog(t, l)
		l = openLog(t, dir, small())
		c := catchUp(t, l, s, noon)
		closeLog(t, l)
		if c.Size != 9 {
			t.Errorf("killed after %d: %d entries", there, c.Size)
		}
		held(t, c, s)
	}
}

func TestLogOfAnotherRecordIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l := openLog(t, dir, small())
	first := openStore(t, filepath.Join(dir, "first"))
	addEvents(t, first, 4, noon)
	catchUp(t, l, first, noon)
	closeLog(t, l)
	l = openLog(t, dir, small())
	second := openStore(t, filepath.Join(dir, "second"))
	addEvents(t, second, 5, noon)
	if _, err := l.CatchUp(t.Context(), second, noon); err == nil || !strings.Contains(err.Error(), "entry 1 of the log is not what the record has planned there") {
		t.Error(err)
	}
	closeLog(t, l)
}

// TestEitherOfTheTwoLost has an older copy of the database beside the log, and an older copy of the log beside the database.
func TestEitherOfTheTwoLost(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, small())
	addEvents(t, s, 4, noon)
	catchUp(t, l, s, noon)
	closeLog(t, l)
	old := openStore(t, filepath.Join(dir, "old"))
	l = openLog(t, dir, small())
	if _, err := l.CatchUp(t.Context(), old, noon); err == nil || !strings.Contains(err.Error(), "the log has 5 entries, the record has planned 1") {
		t.Error(err)
	}
	closeLog(t, l)
	if err := os.RemoveAll(filepath.Join(dir, "tiles")); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, dir, small())
	if _, err := l.CatchUp(t.Context(), s, noon); err == nil || !strings.Contains(err.Error(), "it has lost some") {
		t.Error(err)
	}
	closeLog(t, l)
}

func TestTamperedTileIsNoticed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, small())
	addEvents(t, s, 4, noon)
	c := catchUp(t, l, s, noon)
	closeLog(t, l)
	tile := filepath.Join(dir, "tiles", "tile", "0", "000.p", "5")
	content, err := os.ReadFile(tile)
	if err != nil {
		t.Fatal(err)
	}
	content[2*record.Size+8] ^= 1
	if err := os.WriteFile(tile, content, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, e := range allEvents(t, s) {
		if e.Index == 1 && c.Holds(&e) == nil {
			t.Error("a changed tile went unnoticed")
		}
	}
}
