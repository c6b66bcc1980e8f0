package storetest

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"sallyport"
	"sallyport/internal/store"
)

// fill writes what a purge has to do away with, marked, about submission s1; two of a kind are enough for a planner to
// keep samples.
func fill(t *testing.T, s *store.Store) (marks []string) {
	t.Helper()
	addSubmission(t, s, "s1")
	write(t, s, func(tx *store.Tx) error {
		state := booked("s1").State
		state.Match = "MARK-STATE"
		_, err := tx.Queue("hub", "s1", noon, func(int64) (envelope, digest []byte, err error) { return []byte("MARK-ENVELOPE"), []byte("d"), nil })
		return errors.Join(err,
			tx.AddFact("s1", &store.Fact{Path: "person.removable", Value: `"MARK-VALUE"`, Source: "MARK-SOURCE", By: "clerk", At: noon}),
			tx.AddFact("s1", &store.Fact{Path: "person.removable", Value: `"no MARK-VALUE"`, Source: "no MARK-SOURCE", By: "clerk", At: noon}),
			tx.AcceptFacts("s1", "jailer", noon),
			tx.SetCandidates("s1", []sallyport.Candidate{{Person: "MARK-PERSON", Score: 1}, {Person: "no MARK-PERSON", Score: 2}}),
			tx.PutDocument("s1", "identity", []byte("MARK-REPLACED")),
			tx.PutDocument("s1", "identity", []byte("MARK-DOCUMENT")),
			tx.SetState("s1", state))
	})
	return []string{"MARK-STATE", "MARK-ENVELOPE", "MARK-VALUE", "MARK-SOURCE", "MARK-PERSON", "MARK-DOCUMENT"}
}

// empty deletes what fill wrote, without shrinking.
func empty(t *testing.T, s *store.Store) {
	t.Helper()
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.DeletePerson("s1"), tx.SetState("s1", booked("s1").State), tx.Acknowledge("hub", 1, noon))
	})
}

func deletingPerson(t *testing.T, s *store.Store) {
	fill(t, s)
	addSubmission(t, s, "s2")
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.PutDocument("s2", "identity", []byte("stays")), tx.AddEvent("s1", "{}", "00", noon))
	})
	empty(t, s)
	view(t, s, func(tx *store.Tx) error {
		same(t, "facts", []store.Fact{})(tx.Facts("s1"))
		same(t, "candidates", []sallyport.Candidate{})(tx.Candidates("s1"))
		if _, err := tx.Document("s1", "identity"); !errors.Is(err, store.ErrNone) {
			t.Error("the document stays:", err)
		}
		same(t, "another's document", []byte("stays"))(tx.Document("s2", "identity"))
		same(t, "the record", []store.Event{{Body: "{}", Salt: "00", Day: day}})(tx.EventsOf("s1"))
		same(t, "the submission", booked("s1"))(tx.Submission("s1"))
		return nil
	})
}

// Residue deletes a person and looks for the deleted words in the engine's files, those under dir but not under besides.
// settle makes the engine bring all it knows to the disk.
func Residue(t *testing.T, s *store.Store, dir, besides string, settle func()) {
	marks := fill(t, s)
	settle()
	if held := holding(t, dir, besides, marks); len(held) != len(marks) {
		t.Fatalf("before the purge only %v of %v are on the disk: the test looks in the wrong place", held, marks)
	}
	empty(t, s)
	if err := s.Shrink(t.Context()); err != nil {
		t.Fatal(err)
	}
	if held := holding(t, dir, besides, append(marks, "MARK-REPLACED")); len(held) != 0 {
		t.Errorf("on the disk after the purge: %v", held)
	}
	settle()
	if held := holding(t, dir, besides, append(marks, "MARK-REPLACED")); len(held) != 0 {
		t.Errorf("on the disk once all is settled: %v", held)
	}
}

// holding returns which marks some file holds, and the first one that does.
func holding(t *testing.T, dir, besides string, marks []string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && path == besides {
			return filepath.SkipDir
		}
		if err == nil && entry.Type().IsRegular() {
			var content []byte
			content, err = os.ReadFile(path)
			for _, mark := range marks {
				if bytes.Contains(content, []byte(mark)) && found[mark] == "" {
					found[mark] = path
				}
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone between listing and reading
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// shrinkingBeside checks that Shrink loses patience while a reader sees what was deleted, whatever it has read, and then succeeds.
func shrinkingBeside(read func(*store.Tx) error) func(*testing.T, *store.Store) {
	return func(t *testing.T, s *store.Store) {
		addSubmission(t, s, "s1")
		write(t, s, func(tx *store.Tx) error { return everything(tx, "s1") })
		view(t, s, func(tx *store.Tx) error {
			err := read(tx)
			write(t, s, func(tx *store.Tx) error { return tx.DeletePerson("s1") })
			if s.Shrink(t.Context()) == nil {
				t.Error("it says that nothing is left while a reader sees it")
			}
			return err
		})
		if err := s.Shrink(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

func readFacts(tx *store.Tx) error {
	_, err := tx.Facts("s1")
	return err
}

func readCheckpoints(tx *store.Tx) error {
	_, err := tx.Checkpoints()
	return err
}
