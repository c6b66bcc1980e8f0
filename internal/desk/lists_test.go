package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/search/memory"
	"sallyport/internal/store"
)

// crowded is a hub with cases at every stage that a list is made from, of which some have one decision, some several, some a challenge, and two at a time were
// received at one moment.
func crowded(t *testing.T) (*Hub, []*store.Submission) {
	t.Helper()
	h := NewHub(newNode(t, "hub"), new(memory.Engine), nil)
	var all []*store.Submission
	must(t, h.Store.InTx(t.Context(), func(tx *store.Tx) error {
		for i := range 120 {
			at := minutes(i / 2)
			s := &store.Submission{ID: fmt.Sprintf("%02x%022x", (i*37)%256, i), Booking: sallyport.Booking{TCN: fmt.Sprintf("TRIAL-%06d", i), ORI: "OHFRTRY01", Agency: "us-oh/franklin", At: at},
				State: casework.State{Stage: []casework.Stage{casework.Candidates, casework.Examined, casework.Confirmed, casework.Unresolved, casework.Sent, casework.Ended}[i%6], Since: at, Last: at}}
			if s.State.Stage == casework.Examined {
				s.State.Examiner = []string{examinerA.ID, examinerB.ID}[i/6%2]
			}
			if s.State.Stage == casework.Sent {
				s.State.Reached = true
			}
			if i%5 == 0 && !s.State.Over() {
				s.State.Challenges = []string{casework.Identity}
			}
			if err := tx.AddSubmission(s); err != nil {
				return err
			}
			for n := range i % 4 {
				outcome := []sallyport.Outcome{sallyport.Unresolved, sallyport.Permitted}[(i/4+n)%2]
				if err := tx.AddDecision(s.ID, string(casework.FederalDoor), sallyport.Decision{V: 1, Outcome: outcome}); err != nil {
					return err
				}
			}
			all = append(all, s)
		}
		return nil
	}))
	return h, all
}

// whole reads a list part by part.
func whole(t *testing.T, part func(after Mark, most int) (ids []string, last Mark, more bool, err error)) (ids []string) {
	t.Helper()
	after := Mark{}
	for range 1000 {
		some, last, more, err := part(after, 7)
		must(t, err)
		if len(some) > 7 || more && len(some) < 7 {
			t.Fatalf("a part of %d, with more: %t", len(some), more)
		}
		ids, after = append(ids, some...), last
		if !more {
			return ids
		}
	}
	t.Fatal("there is no end to it")
	return nil
}

// TestListsInParts compares each list, read part by part, with what all cases together say.
func TestListsInParts(t *testing.T) {
	h, all := crowded(t)
	of := func(list []*store.Submission) (ids []string, last Mark) {
		for _, s := range list {
			ids, last = append(ids, s.ID), markOf(s)
		}
		return ids, last
	}
	want := func(waits func(*store.Submission) bool) []string {
		var some []*store.Submission
		for _, s := range all {
			if waits(s) {
				some = append(some, s)
			}
		}
		slices.SortFunc(some, func(a, b *store.Submission) int {
			if c := a.At.Compare(b.At); c != 0 {
				return c
			}
			return strings.Compare(a.ID, b.ID)
		})
		ids, _ := of(some)
		return ids
	}
	lastOutcome := func(s *store.Submission) (outcome sallyport.Outcome) {
		must(t, h.Store.View(t.Context(), func(tx *store.Tx) error {
			decisions, err := tx.Decisions(s.ID)
			if len(decisions) > 0 {
				outcome = decisions[len(decisions)-1].Outcome
			}
			return err
		}))
		return outcome
	}
	for name, c := range map[string]struct {
		waits func(*store.Submission) bool
		part  func(after Mark, most int) ([]string, Mark, bool, error)
	}{
		"unresolved": {
			func(s *store.Submission) bool {
				return (s.State.Stage == casework.Unresolved || s.State.Stage == casework.Confirmed) && lastOutcome(s) == sallyport.Unresolved
			},
			func(after Mark, most int) (ids []string, last Mark, more bool, err error) {
				list, more, err := h.Unresolved(t.Context(), aCounsel, after, most)
				for _, one := range list {
					ids, last = append(ids, one.ID), Mark{one.Since, one.ID}
				}
				return ids, last, more, err
			},
		},
		"wanting": {
			func(s *store.Submission) bool {
				return s.State.Stage == casework.Unresolved || s.State.Stage == casework.Confirmed || len(s.State.Challenges) > 0
			},
			func(after Mark, most int) ([]string, Mark, bool, error) {
				list, more, err := h.Wanting(t.Context(), aClerk, after, most)
				ids, last := of(list)
				return ids, last, more, err
			},
		},
		"to examine": {
			func(s *store.Submission) bool { return waitsFor(examinerA, s.State) == nil },
			func(after Mark, most int) ([]string, Mark, bool, error) {
				list, more, err := h.ToExamine(t.Context(), examinerA, after, most)
				ids, last := of(list)
				return ids, last, more, err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			expected := want(c.waits)
			if got := whole(t, c.part); len(got) < 15 || !slices.Equal(got, expected) {
				t.Errorf("got %q\nwant %q", got, expected)
			}
		})
	}
	count, err := h.CountUnresolved(t.Context(), aCounsel)
	if list, _, _ := h.Unresolved(t.Context(), aCounsel, Mark{}, 1000); err != nil || int(count) != len(list) {
		t.Error(count, len(list), err)
	}
	if _, _, err := h.Unresolved(t.Context(), anOfficer, Mark{}, 9); err == nil {
		t.Error("the field office sees what is unresolved")
	}
	if _, _, err := h.Wanting(t.Context(), anOfficer, Mark{}, 9); err == nil {
		t.Error("the field office sees what waits for facts")
	}
}

// TestSentInParts reads what became of one stage's requests, the newest first.
func TestSentInParts(t *testing.T) {
	h, all := crowded(t)
	var expected []string
	for _, s := range all {
		if s.State.Stage == casework.Sent {
			expected = append(expected, s.ID)
		}
	}
	slices.Reverse(expected)
	got := whole(t, func(before Mark, most int) (ids []string, last Mark, more bool, err error) {
		list, more, err := h.SentAt(t.Context(), anOfficer, casework.Sent, before, most)
		for _, s := range list {
			ids, last = append(ids, s.ID), Mark{s.Since, s.ID}
		}
		return ids, last, more, err
	})
	if !slices.Equal(got, expected) {
		t.Errorf("got %q\nwant %q", got, expected)
	}
	newest, further, err := h.Sent(t.Context(), anOfficer, 7)
	if err != nil || len(newest) != 7 || !slices.Equal(further, []casework.Stage{casework.Sent}) {
		t.Error(len(newest), further, err)
	}
	if _, _, err := h.SentAt(t.Context(), aClerk, casework.Sent, Mark{}, 7); err == nil {
		t.Error("the records clerk sees what the field office asked")
	}
}
