package sqlite_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
)

var noon = time.Date(2015, 8, 3, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, path string) *store.Store {
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

func write(t *testing.T, s *store.Store, do func(*store.Tx) error) {
	t.Helper()
	if err := s.InTx(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func addSubmission(t *testing.T, s *store.Store) *store.Submission {
	t.Helper()
	one := &store.Submission{
		ID:      "s1",
		Booking: sallyport.Booking{TCN: "T-1", ORI: "O-1", Agency: "us-oh/franklin", At: noon},
		File:    "T-1.eft",
		State:   casework.State{Stage: casework.Received, Last: noon},
	}
	write(t, s, func(tx *store.Tx) error { return tx.AddSubmission(one) })
	return one
}

func TestSubmissionComesBack(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "a file with spaces & signs?.db"))
	one := addSubmission(t, s)
	err := s.View(t.Context(), func(tx *store.Tx) error {
		for name, find := range map[string]func() (*store.Submission, error){
			"by id":  func() (*store.Submission, error) { return tx.Submission("s1") },
			"by key": func() (*store.Submission, error) { return tx.SubmissionByKey("T-1", "O-1") },
		} {
			got, err := find()
			if diff := cmp.Diff(one, got); err != nil || diff != "" {
				t.Error(name, err, diff)
			}
		}
		if _, err := tx.Submission("other"); !errors.Is(err, store.ErrNone) {
			t.Error(err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	twice := *one
	twice.ID = "s2"
	if s.InTx(t.Context(), func(tx *store.Tx) error { return tx.AddSubmission(&twice) }) == nil {
		t.Error("one transaction made two submissions")
	}
}

func TestFailedTransactionLeavesNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "db"))
	one := addSubmission(t, s)
	failed := errors.New("no")
	err := s.InTx(t.Context(), func(tx *store.Tx) error {
		if err := tx.AddEvent(one.ID, "{}", "00"); err != nil {
			t.Fatal(err)
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	write(t, s, func(tx *store.Tx) error {
		events, err := tx.Events(0, 10)
		if len(events) != 0 {
			t.Error("the event of a failed transaction stayed")
		}
		return err
	})
}

func TestEventsAreNumberedFromZeroWithoutGaps(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "db"))
	one := addSubmission(t, s)
	for range 5 {
		write(t, s, func(tx *store.Tx) error { return tx.AddEvent(one.ID, "{}", "00") })
	}
	write(t, s, func(tx *store.Tx) error { return tx.SetLogged(0, 2) })
	write(t, s, func(tx *store.Tx) error {
		first, err := tx.FirstUnlogged()
		if err != nil {
			return err
		}
		rest, err := tx.Events(first, 10)
		if len(rest) != 2 || rest[0].Seq != 3 || rest[1].Seq != 4 || rest[0].Logged {
			t.Error(first, rest)
		}
		return err
	})
}

func TestGalleryAndPrintsComeBackByFinger(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "db"))
	one := addSubmission(t, s)
	hand := []fingerprint.Template{
		{Width: 320, Height: 400, Finger: 1, Minutiae: []fingerprint.Minutia{{X: 1, Y: 2, Direction: 3, Kind: fingerprint.Ending, Quality: 4}}},
		{Width: 320, Height: 400, Finger: 10},
	}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.Enrol("G-2", hand), tx.Enrol("G-1", hand[:1]), tx.AddPrints(one.ID, hand))
	})
	write(t, s, func(tx *store.Tx) error {
		var order []string
		err := tx.Enrolments(0, func(person string, number int64) error {
			order = append(order, person)
			if number != int64(len(order)) {
				t.Error(person, number)
			}
			return nil
		})
		enrolled, enrolledErr := tx.Enrolled("G-2")
		if diff := cmp.Diff(hand, enrolled); diff != "" {
			t.Error(diff)
		}
		nobody, nobodyErr := tx.Enrolled("G-3")
		if len(nobody) > 0 {
			t.Error(nobody)
		}
		prints, printsErr := tx.Prints(one.ID)
		if diff := cmp.Diff(hand, prints); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"G-2", "G-1"}, order); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, printsErr, enrolledErr, nobodyErr)
	})
}

func TestDecisionIsKeptWithoutFacts(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "db"))
	one := addSubmission(t, s)
	d := sallyport.Decision{V: 1, Outcome: sallyport.Permitted, Doors: []sallyport.Door{{
		Rules: []sallyport.AppliedRule{{ID: "r", Because: []string{"convictions[0].category = dui"}}}}}}
	write(t, s, func(tx *store.Tx) error { return tx.AddDecision(one.ID, "federal door", d) })
	write(t, s, func(tx *store.Tx) error {
		kept, err := tx.Decisions(one.ID)
		if len(kept) != 1 || kept[0].Doors[0].Rules[0].ID != "r" || kept[0].Doors[0].Rules[0].Because != nil {
			t.Error(kept)
		}
		return err
	})
	if d.Doors[0].Rules[0].Because == nil {
		t.Error("keeping a decision changed the caller's")
	}
}

// TestPurgeOverwrites looks for the deleted words in the files themselves.
func TestPurgeOverwrites(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "db"))
	one := addSubmission(t, s)
	marks := []string{"MARK-VALUE", "MARK-SOURCE", "MARK-PERSON", "MARK-STATE"}
	write(t, s, func(tx *store.Tx) error {
		state := one.State
		state.Match = "MARK-STATE"
		return errors.Join(
			tx.AddFact(one.ID, &store.Fact{Path: "person.removable", Value: `"MARK-VALUE"`, Source: "MARK-SOURCE", By: "clerk", At: noon}),
			tx.AcceptFacts(one.ID, "jailer", noon),
			tx.SetCandidates(one.ID, []sallyport.Candidate{{Person: "MARK-PERSON", Score: 1}}),
			tx.AddPrints(one.ID, []fingerprint.Template{{Finger: 1}}),
			tx.SetState(one.ID, state))
	})
	if held := filesHolding(t, dir, marks); held != len(marks) {
		t.Fatalf("%d of %d marks on disk before the purge: the test looks in the wrong place", held, len(marks))
	}
	write(t, s, func(tx *store.Tx) error { return errors.Join(tx.DeletePerson(one.ID), tx.SetState(one.ID, one.State)) })
	if err := s.Shrink(t.Context()); err != nil {
		t.Fatal(err)
	}
	if held := filesHolding(t, dir, marks); held != 0 {
		t.Errorf("%d of %d marks still on disk after the purge", held, len(marks))
	}
}

func filesHolding(t *testing.T, dir string, marks []string) (found int) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, mark := range marks {
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(content, []byte(mark)) {
				found++
				break
			}
		}
	}
	return found
}
