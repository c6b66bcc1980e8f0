// Package publishtest makes a small published log for tests: a hub with a place that is large enough for a name of its own, three that come together in
// their state, and one that waits for the year, from August 2015 to the end of that year.
package publishtest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/ledger"
	"sallyport/internal/publish"
	"sallyport/internal/store"
	"sallyport/record"
)

const (
	origin = "trial.sallyport.invalid/hub"
	volume = 40
	days   = 154
)

var (
	// First is the first day of the log.
	First = time.Date(2015, 8, 1, 0, 0, 0, 0, time.UTC)
	// End is when everything has been published.
	End = time.Date(2016, 1, 3, 0, 0, 0, 0, time.UTC)
)

// bookings are how many each place has a day, at most.
var bookings = map[string]int{"us-ca/los-angeles": 4, "us-ca/kern": 2, "us-ca/fresno": 2, "us-ca/butte": 2, "us-oh/franklin": 1}

// Log writes the log from an empty store, and returns the folder that it lies in, with its key.
func Log(t testing.TB, s *store.Store) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "log")
	rules := publish.Rules{Volume: volume}
	log, err := ledger.Open(t.Context(), dir, ledger.Config{Origin: origin, Settings: record.Settings{Node: "hub", Slot: 60, Width: 8, Batch: "02:00", Volume: volume, Trial: true},
		Batch: func(tx *store.Tx, day int64) (record.Batch, error) { return publish.Batch(tx, day, rules) }})
	must(t, err)
	t.Cleanup(func() { must(t, log.Close()) })
	_, err = log.CatchUp(t.Context(), s, First)
	must(t, err)
	must(t, Write(context.Background(), s, First, days))
	_, err = log.CatchUp(t.Context(), s, End)
	must(t, err)
	return dir
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Write puts on record what happened at the places on so many days.
func Write(ctx context.Context, s *store.Store, first time.Time, days int) error {
	return s.InTx(ctx, func(tx *store.Tx) error { return write(tx, first, days) })
}

func write(tx *store.Tx, first time.Time, days int) error {
	random := rand.New(rand.NewPCG(8, 2015))
	n := 0
	for day := range days {
		for _, place := range []string{"us-ca/los-angeles", "us-ca/kern", "us-ca/fresno", "us-ca/butte", "us-oh/franklin"} {
			for range random.IntN(bookings[place] + 1) {
				at := first.AddDate(0, 0, day).Add(time.Duration(random.IntN(86400)) * time.Second)
				for _, e := range life(random) {
					n++
					e.Submission, e.Place, e.At, e.Actor = fmt.Sprint("case ", n), place, at, sallyport.Actor{ID: "sallyport", Office: "hub", Role: sallyport.Software}
					body, err := json.Marshal(e)
					if err != nil {
						return err
					}
					if err := tx.AddEvent(e.Submission, string(body), fmt.Sprintf("%064x", n), at); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

var requests = []*sallyport.Request{{Action: "notify", Form: "I-247N"}, {Action: "hold", Form: "I-247D"}}

// life is what becomes of a booking.
func life(r *rand.Rand) []sallyport.Event {
	all := []sallyport.Event{{Kind: "received"}, {Kind: "searched"}}
	if r.IntN(3) == 0 {
		return append(all, sallyport.Event{Kind: "lapsed", Reason: casework.Lapsed})
	}
	request := requests[r.IntN(2)]
	packs := []string{"us/pep@2015-01-05#8f88bad9a48acdb1"}
	door := sallyport.Event{Kind: "federal door for the request", Request: request, Outcome: sallyport.Permitted, Rules: []string{"pep.1d.felony"}, Packs: packs, Engine: "law 1"}
	switch r.IntN(6) {
	case 0:
		door.Outcome, door.Rules = sallyport.Refused, []string{"pep.charge-only.refuse"}
	case 1:
		door.Outcome, door.Rules, door.Unresolved = sallyport.Unresolved, []string{"pep.1d.felony"}, []string{"convictions[].grade", "pep.conviction"}
	case 2:
		door.Outcome, door.Rules, door.Unresolved = sallyport.Unresolved, []string{"pep.serve-copy"}, []string{"request.served_at"}
	case 3:
		all = append(all, sallyport.Event{Kind: "facts recorded", About: "citizenship"},
			sallyport.Event{Kind: "citizenship finding", About: "citizenship"}, sallyport.Event{Kind: "citizenship finding", About: "citizenship", Found: sallyport.NotCitizen})
	}
	all = append(all, sallyport.Event{Kind: "requested", Request: request}, door)
	answer := sallyport.Event{Kind: "answered", Request: request, Answer: &sallyport.Answer{Agrees: r.IntN(2) == 0}, Took: casework.Bands[r.IntN(6)]}
	if !answer.Answer.Agrees {
		answer.Reason = []string{casework.LocalLaw, casework.Declined}[r.IntN(2)]
		return append(all, answer)
	}
	all = append(all, answer, sallyport.Event{Kind: "copy served", Request: request})
	if request.Action == "hold" {
		all = append(all, sallyport.Event{Kind: "hold ended", Request: request, Reason: casework.Taken, Took: "48h", Kept: []string{"yes", "yes", "no"}[r.IntN(3)]})
	}
	return append(all, sallyport.Event{Kind: "corrected"})
}
