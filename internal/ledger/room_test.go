package ledger

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport/internal/store"
	"sallyport/record"
)

// recount works out from a log's leaves alone how many commitments each slot has, and that the heads say what follows from one another.
func recount(t testing.TB, leaves [][]byte) (rooms []int) {
	t.Helper()
	room, width, run := 1, 0, 0
	var needs []int
	var last string
	endRun := func() {
		if width > 0 && run%(width*room) != 0 {
			t.Fatalf("%d commitments in a row, of slots of %d times %d", run, room, width)
		}
		run = 0
	}
	for i, leaf := range leaves {
		if len(leaf) == record.Size {
			run++
			continue
		}
		endRun()
		published, err := record.Decode(leaf)
		if err != nil {
			t.Fatal(i, err)
		}
		switch p := published.(type) {
		case record.Settings:
			width = p.Width
		case record.Day:
			needs = append(needs, p.Need)
			room = 1
			for _, need := range needs[max(0, len(needs)-7):] {
				room = max(room, need)
			}
			if p.Room != room {
				t.Errorf("%s: the room is %d, and %d follows from the last seven heads", p.Day, p.Room, room)
			}
			if last != "" {
				day, err := time.Parse(time.DateOnly, last)
				if err != nil || day.AddDate(0, 0, 1).Format(time.DateOnly) != p.Day {
					t.Errorf("%s follows %s", p.Day, last)
				}
			}
			last, rooms = p.Day, append(rooms, p.Room)
		}
	}
	endRun()
	return rooms
}

// TestRoomFollowsFromBatches has one full day, and empty ones after it.
func TestRoomFollowsFromBatches(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), small()
	c.Batch = told
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, c)
	slot := func(at time.Time) uint64 {
		checkpoint, err := l.Slot(t.Context(), s, at)
		if err != nil {
			t.Fatal(err)
		}
		return checkpoint.Size
	}
	addEvents(t, s, 20, noon) // four slots of four have room for eight, twice over
	sizes := []uint64{slot(noon), slot(noon.Add(12 * time.Hour))}
	for _, day := range []int{1, 3, 8, 9} { // of 12 o'clock; there are batches for all days between
		sizes = append(sizes, slot(noon.AddDate(0, 0, day)), slot(noon.AddDate(0, 0, day).Add(6*time.Hour)))
	}
	want := []uint64{1 + 4, 4, // the settings as well
		4 + 2, 16, // 2 for the batch of the full day, which comes behind the slot
		16 + 2, 16,
		16 + 5, 4, // seven days later it counts no more
		4 + 1, 4}
	for i := range want {
		grown := sizes[i]
		if i > 0 {
			grown -= sizes[i-1]
		}
		if grown != want[i] {
			t.Errorf("at slot %d it grew by %d, not by %d", i, grown, want[i])
		}
	}
	rooms := recount(t, everything(t, l, sizes[len(sizes)-1]))
	if len(rooms) != 9 || rooms[0] != 4 || rooms[6] != 4 || rooms[7] != 1 {
		t.Error(rooms)
	}
	closeLog(t, l)
}

// TestMissedDaysHaveBatches stops a node for a year.
func TestMissedDaysHaveBatches(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), small()
	c.Batch = told
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, c)
	addEvents(t, s, 3, noon)
	catchUp(t, l, s, noon)
	addEvents(t, s, 3, noon.AddDate(0, 0, 4))
	checkpoint := catchUp(t, l, s, noon.AddDate(1, 0, 0).Truncate(dayLength).Add(2*time.Hour-time.Second)) // a second before it is due
	leaves := everything(t, l, checkpoint.Size)
	if n := len(recount(t, leaves)); n != 365 {
		t.Errorf("%d batches", n)
	}
	for _, leaf := range leaves {
		if strings.Contains(string(leaf), `"kind":"received"`) && !strings.Contains(string(leaf), `"n":3`) {
			t.Errorf("%s", leaf)
		}
	}
	if again := catchUp(t, l, s, noon.AddDate(1, 0, 0).Truncate(dayLength).Add(2*time.Hour)); again.Size != checkpoint.Size+1 {
		t.Errorf("%d entries after one batch more, not %d", again.Size, checkpoint.Size+1)
	}
	closeLog(t, l)
}

// TestWhatIsAnnounced opens a log with other settings and other laws.
func TestWhatIsAnnounced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, filepath.Join(dir, "db"))
	law := func(pack, rules string) record.Law {
		return record.Law{Pack: pack, Version: "2015-01-01", Rules: rules}
	}
	said := func(at time.Time, c Config) (all []string) {
		l := openLog(t, dir, c)
		first := uint64(0)
		if err := s.View(t.Context(), func(tx *store.Tx) (err error) { first, err = tx.PlanEnd(); return err }); err != nil {
			t.Fatal(err)
		}
		catchUp(t, l, s, at)
		checkpoint := catchUp(t, l, s, at)
		for _, leaf := range everything(t, l, checkpoint.Size)[first:] {
			switch p, err := record.Decode(leaf); p := p.(type) {
			case record.Settings:
				all = append(all, "settings")
			case record.Law:
				text := p.Pack + " " + p.Rules + " " + p.Loaded
				if p.Removed {
					text += " removed"
				}
				all = append(all, text)
			default:
				t.Error(p, err)
			}
		}
		closeLog(t, l)
		return all
	}
	c := small()
	c.Laws = []record.Law{law("us/pep", "aa"), law("us-ca/trust", "bb")}
	morning := noon.Truncate(dayLength).Add(time.Hour)
	steps := []struct {
		change func()
		want   string
	}{
		{func() {}, "settings, us/pep aa 2015-08-03, us-ca/trust bb 2015-08-03"},
		{func() {}, ""},
		{func() { c.Laws[1].Rules = "cc" }, "us-ca/trust cc 2015-08-03"},
		{func() { c.Laws = c.Laws[1:] }, "us/pep aa 2015-08-03 removed"},
		{func() { c.Settings.Width = 8 }, "settings"},
		{func() { c.Laws = append(c.Laws, law("us/pep", "aa")) }, "us/pep aa 2015-08-03"},
		{func() {}, ""},
	}
	for i, step := range steps {
		step.change()
		if got := strings.Join(said(morning, c), ", "); got != step.want {
			t.Errorf("step %d: %q, not %q", i, got, step.want)
		}
	}
}
