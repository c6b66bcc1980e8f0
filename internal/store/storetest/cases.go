package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

func submissions(t *testing.T, s *store.Store) {
	first, second := booked("s1"), booked("s2")
	first.Agency, first.State.Match = "us-oh/franklin – «ΑΩ» 😀", "G-1"
	second.At = noon.Add(-1)
	second.At = second.At.Truncate(1000) // the store keeps microseconds
	write(t, s, func(tx *store.Tx) error { return errors.Join(tx.AddSubmission(first), tx.AddSubmission(second)) })
	view(t, s, func(tx *store.Tx) error {
		same(t, "by id", first)(tx.Submission("s1"))
		same(t, "by key", first)(tx.SubmissionByKey("T-s1", "none", "O-1"))
		same(t, "by the hash of its number", first)(tx.SubmissionByKey("none", "T-s1", "O-1"))
		same(t, "all, oldest first", []*store.Submission{second, first})(tx.Submissions(casework.New))
		same(t, "at another stage", []*store.Submission{})(tx.Submissions(casework.Purging))
		if _, err := tx.Submission("other"); !errors.Is(err, store.ErrNone) {
			t.Error(err)
		}
		if _, err := tx.SubmissionByKey("T-s1", "none", "O-2"); !errors.Is(err, store.ErrNone) {
			t.Error(err)
		}
		return nil
	})
	second.State = casework.State{Stage: casework.Purging, Last: noon}
	write(t, s, func(tx *store.Tx) error { return tx.SetState("s2", second.State) })
	view(t, s, func(tx *store.Tx) error {
		same(t, "at its new stage", []*store.Submission{second})(tx.Submissions(casework.Purging))
		return nil
	})
	registered(t, s)
	waiting(t, s)
	twice := booked("s3")
	twice.TCN = first.TCN
	if s.InTx(t.Context(), func(tx *store.Tx) error { return tx.AddSubmission(twice) }) == nil {
		t.Error("one transaction made two submissions")
	}
}

// registered are the submissions of a register, among others, and those that a number finds.
func registered(t *testing.T, s *store.Store) {
	var all []*store.Submission
	for i, id := range []string{"a1", "a2", "b3"} {
		one := booked(id)
		one.File, one.At = "register", noon.Add(time.Duration(i/2)*time.Hour) // two at one time
		write(t, s, func(tx *store.Tx) error { return tx.AddSubmission(one) })
		all = append([]*store.Submission{one}, all...)
	}
	view(t, s, func(tx *store.Tx) error {
		same(t, "the newest of the register", all[:2])(tx.Registered(time.Time{}, "", 2))
		same(t, "those before", all[2:])(tx.Registered(all[1].At, all[1].ID, 2))
		same(t, "by control number", all[:1])(tx.Numbered(store.Key{TCN: "T-b3", Hashed: "none"}, "T-b3", 9))
		same(t, "by the hash of it", all[1:2])(tx.Numbered(store.Key{TCN: "none", Hashed: "T-a2"}, "none", 9))
		same(t, "by how an id begins", all[1:])(tx.Numbered(store.Key{TCN: "a", Hashed: "none"}, "a", 9))
		return nil
	})
}

// waiting are the submissions that lists of what waits are made from: by what their last decision came to, and by what the person says is wrong.
func waiting(t *testing.T, s *store.Store) {
	var all []*store.Submission
	for _, id := range []string{"w1", "w2", "w3"} { // received at one time
		one := booked(id)
		one.State.Stage = casework.Closed
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.AddSubmission(one), tx.AddDecision(id, "local door", sallyport.Decision{Outcome: sallyport.Unresolved}))
		})
		one.Outcome = sallyport.Unresolved
		all = append(all, one)
	}
	all[0].State.Challenges, all[2].Outcome = []string{casework.Identity}, sallyport.Refused
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.SetState("w1", all[0].State), tx.AddDecision("w3", "local door", sallyport.Decision{Outcome: sallyport.Refused}))
	})
	view(t, s, func(tx *store.Tx) error {
		same(t, "unresolved", all[:2])(tx.UnresolvedAt(casework.Closed, time.Time{}, "", 9))
		same(t, "unresolved, the first", all[:1])(tx.UnresolvedAt(casework.Closed, time.Time{}, "", 1))
		same(t, "unresolved, behind the first", all[1:2])(tx.UnresolvedAt(casework.Closed, all[0].At, "w1", 9))
		same(t, "how many", int64(2))(tx.CountUnresolvedAt(casework.Closed))
		same(t, "challenged", all[:1])(tx.Challenged(time.Time{}, "", 9))
		same(t, "challenged, behind the first", []*store.Submission{})(tx.Challenged(all[0].At, "w1", 9))
		same(t, "the newest", all[2:])(tx.Newest(casework.Closed, time.Time{}, "", 1))
		same(t, "the newest before", []*store.Submission{all[1], all[0]})(tx.Newest(casework.Closed, all[2].At, "w3", 9))
		return nil
	})
	all[0].State.Challenges = nil
	write(t, s, func(tx *store.Tx) error { return tx.SetState("w1", all[0].State) })
	view(t, s, func(tx *store.Tx) error {
		same(t, "challenged, once answered", []*store.Submission{})(tx.Challenged(time.Time{}, "", 9))
		return nil
	})
}

func candidates(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	put := []sallyport.Candidate{{Person: "G-2", Score: 0.1, Control: true}, {Person: "G-1", Score: 17.25}}
	write(t, s, func(tx *store.Tx) error { return tx.SetCandidates("s1", put) })
	view(t, s, func(tx *store.Tx) error {
		same(t, "by reference", []sallyport.Candidate{put[1], put[0]})(tx.Candidates("s1"))
		return nil
	})
}

func facts(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	addSubmission(t, s, "s2")
	claim := store.Fact{Path: "person.removable", Value: `"x"`, Source: "record 1", By: "clerk", Office: "hub", At: noon}
	later := store.Fact{Path: "person.removable", Value: `true`, Source: "record 2", By: "clerk", Office: "hub", At: noon}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.AddFact("s1", &claim), tx.AddFact("s2", &later), tx.AcceptFacts("s1", "jailer", noon), tx.AddFact("s1", &later))
	})
	claim.Accepted = "jailer"
	view(t, s, func(tx *store.Tx) error {
		same(t, "in order", []store.Fact{claim, later})(tx.Facts("s1"))
		return nil
	})
}

func decisions(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	d := sallyport.Decision{V: 1, Outcome: sallyport.Permitted, Doors: []sallyport.Door{{
		Rules: []sallyport.AppliedRule{{ID: "r", Because: []string{"convictions[0].category = dui"}}}}}}
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.AddDecision("s1", "federal door", d), tx.AddDecision("s1", "local door", d))
	})
	view(t, s, func(tx *store.Tx) error {
		kept, err := tx.Decisions("s1")
		if len(kept) != 2 || kept[0].Kind != "federal door" || kept[1].Kind != "local door" {
			t.Error(kept)
		} else if rule := kept[0].Doors[0].Rules[0]; rule.ID != "r" || rule.Because != nil {
			t.Error("kept with the facts' values, or without its rule:", rule)
		}
		return err
	})
	if d.Doors[0].Rules[0].Because == nil {
		t.Error("keeping a decision changed the caller's")
	}
}

func receipts(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	write(t, s, func(tx *store.Tx) error { return tx.AddReceipt("s1", noon, `{"gone":[]}`) })
	view(t, s, func(tx *store.Tx) error {
		same(t, "issued", `{"gone":[]}`)(tx.Receipt("s1"))
		same(t, "not issued", "")(tx.Receipt("s2"))
		return nil
	})
}

func gallery(t *testing.T, s *store.Store) {
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.Enrol("G-2"), tx.Enrol("G-1"), tx.Enrol("G-2"))
	})
	view(t, s, func(tx *store.Tx) error {
		var people []string
		err := tx.Enrolments(0, func(person string, number int64) error {
			people = append(people, fmt.Sprint(person, " ", number))
			return nil
		})
		same(t, "numbers", []string{"G-1 2", "G-2 3"})(people, err)
		return nil
	})
}

// manyEnrolments is more than are read at once, and asks for more while it reads.
func manyEnrolments(t *testing.T, s *store.Store) {
	const people = 2500
	person := func(n int64) string { return fmt.Sprintf("G-%d", people-n) }
	write(t, s, func(tx *store.Tx) error {
		for n := range int64(people) {
			if err := tx.Enrol(person(n)); err != nil {
				return err
			}
		}
		return nil
	})
	for _, after := range []int64{0, 499, people - 1, people} {
		next := after
		view(t, s, func(tx *store.Tx) error {
			return tx.Enrolments(after, func(reference string, number int64) error {
				next++
				if number != next || reference != person(number-1) {
					t.Fatal(reference, number, next)
				}
				_, err := tx.CountAt("received")
				return err
			})
		})
		if next != people {
			t.Errorf("after %d: stopped at %d of %d", after, next, people)
		}
	}
	stop := errors.New("enough")
	err := s.View(t.Context(), func(tx *store.Tx) error { return tx.Enrolments(0, func(string, int64) error { return stop }) })
	if !errors.Is(err, stop) {
		t.Error(err)
	}
}

// many writes several of each kind with one statement, and finds them as those that were written one by one.
func many(t *testing.T, s *store.Store) {
	addSubmission(t, s, "s1")
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.AddSubmissions(nil), tx.AddDocuments(nil), tx.AddEvents(nil))
	})
	write(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.AddSubmissions([]*store.Submission{booked("s2"), booked("s3")}),
			tx.AddDocuments([]store.Document{{Case: "s2", Kind: "transaction", Sealed: []byte{0, 0xff}}, {Case: "s3", Kind: "transaction", Sealed: bytes.Repeat([]byte("three"), 100_000)}}),
			tx.AddEvents([]store.Line{{Submission: "s2", Body: "{}", Salt: "02", At: noon}, {Submission: "s3", Body: "{}", Salt: "03", At: noon}}),
			tx.AddEvent("s1", "{}", "01", noon))
	})
	view(t, s, func(tx *store.Tx) error {
		same(t, "one of several", booked("s3"))(tx.Submission("s3"))
		same(t, "its document", []byte{0, 0xff})(tx.Document("s2", "transaction"))
		same(t, "a long one", bytes.Repeat([]byte("three"), 100_000))(tx.Document("s3", "transaction"))
		same(t, "in order", []store.Event{{Seq: 0, Body: "{}", Salt: "02", Day: day}, {Seq: 1, Body: "{}", Salt: "03", Day: day}, {Seq: 2, Body: "{}", Salt: "01", Day: day}})(tx.Events(0, 10))
		same(t, "by key", []string{"s2", "", "s1", "s2", ""})(tx.IDsByKey([]store.Key{
			{TCN: "T-s2", Hashed: "none", ORI: "O-1"}, {TCN: "T-s2", Hashed: "T-s1", ORI: "O-2"}, {TCN: "none", Hashed: "T-s1", ORI: "O-1"},
			{TCN: "T-s2", Hashed: "none", ORI: "O-1"}, {TCN: "none", Hashed: "nothing", ORI: "O-1"}}))
		return nil
	})
	if s.InTx(t.Context(), func(tx *store.Tx) error { return tx.AddSubmissions([]*store.Submission{booked("s4"), booked("s1")}) }) == nil {
		t.Error("a submission that was there was added")
	}
	view(t, s, func(tx *store.Tx) error {
		if _, err := tx.Submission("s4"); !errors.Is(err, store.ErrNone) {
			t.Error("half of a statement stayed:", err)
		}
		return nil
	})
}
