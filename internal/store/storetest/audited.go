package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sallyport/internal/store"
)

// audited: the lines that an auditor looks for are found, the newest first, and no others, however they were added.
func audited(t *testing.T, s *store.Store) {
	at := time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	bodies := []string{`{"kind":"read: facts"}`, `{"kind":"challenged","about":"citizenship"}`, `{"kind":"federal door for the request","outcome":"permitted"}`,
		`{"kind":"federal door for the request","outcome":"refused"}`, `{"kind":"hold past its limit"}`, `{"kind":"challenged","reason":"\"kind\":\"read: x"}`, `{"kind":"read: record"}`}
	write(t, s, func(tx *store.Tx) error {
		for i, body := range bodies {
			if i%2 == 0 {
				if err := tx.AddEvents([]store.Line{{Body: body, Salt: "00", At: at}}); err != nil {
					return err
				}
				continue
			}
			if err := tx.AddEvent("", body, "00", at); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx *store.Tx) error {
		for what, want := range map[store.Audited]string{store.Reads: "6 0", store.Citizenship: "1", store.Grounds: "3", store.LateHolds: "4"} {
			found, err := tx.Audited(what, 0, 10)
			var got []string
			for _, e := range found {
				got = append(got, fmt.Sprint(e.Seq))
			}
			n, again := tx.CountAudited(what)
			if err != nil || again != nil || strings.Join(got, " ") != want || int(n) != len(got) {
				t.Error(what, got, n, err, again)
			}
		}
		if before, err := tx.Audited(store.Reads, 6, 10); err != nil || len(before) != 1 || before[0].Body != bodies[0] {
			t.Error(before, err)
		}
		return nil
	})
}

// overdue: the clocks that ran out and still run, and how many.
func overdue(t *testing.T, s *store.Store) {
	at := time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	write(t, s, func(tx *store.Tx) error {
		for i := range 4 {
			id := fmt.Sprint(i)
			if err := tx.SetClock(&store.Clock{Case: id, Kind: "hold", Due: at.Add(time.Duration(i) * time.Hour)}); err != nil {
				return err
			}
		}
		return tx.EndClock("1", "hold", at)
	})
	view(t, s, func(tx *store.Tx) error {
		all, n, err := tx.Overdue(at.Add(2*time.Hour), 1)
		if err != nil || n != 2 || len(all) != 1 || all[0].Case != "0" {
			t.Error(all, n, err)
		}
		return nil
	})
}
