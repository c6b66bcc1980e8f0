package publishtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/proof"
	"sallyport/record"
)

// Of a large log.
const (
	largeDays   = 731
	largePlaces = 100 // in ten states
	atOnce      = 10_000
)

// Large writes the published leaves of a log of two years with so many lines into an empty store, under a checkpoint. The log itself is not there: what is
// shown of it is read from the store.
func Large(t testing.TB, s *store.Store, lines int) {
	t.Helper()
	all := []record.Published{record.Settings{Node: "hub", Slot: 60, Width: 256, Batch: "02:00", Volume: volume, Trial: true}}
	random := rand.New(rand.NewPCG(7, 2015))
	for day := range largeDays {
		at := First.AddDate(0, 0, day).Format(time.DateOnly)
		all = append(all, record.Day{Day: at, Digest: strings.Repeat("0", 64), Need: 1, Room: 1})
		for range lines*(day+1)/largeDays - lines*day/largeDays {
			line := largeLine(random)
			line.Day, line.N = at, 1+random.IntN(5)
			all = append(all, line)
		}
	}
	for first := 0; first < len(all); first += atOnce {
		must(t, s.InTx(context.Background(), func(tx *store.Tx) error { return addLeaves(tx, first, all[first:min(len(all), first+atOnce)]) }))
	}
	must(t, s.InTx(context.Background(), func(tx *store.Tx) error { return Slot(tx, uint64(len(all))) }))
}

// Slot adds a checkpoint of so many entries.
func Slot(tx *store.Tx, size uint64) error {
	return tx.AddCheckpoint(store.Checkpoint{Size: size, Note: proof.Checkpoint{Origin: origin, Size: size}.String() + "\n— nobody\n"})
}

func addLeaves(tx *store.Tx, first int, leaves []record.Published) error {
	rows := make([]store.Published, len(leaves))
	for i, leaf := range leaves {
		body, err := record.Encode(leaf)
		if err != nil {
			return err
		}
		kind, err := record.KindOf(body)
		if err != nil {
			return err
		}
		rows[i] = store.Published{Index: uint64(first + i), Kind: string(kind), Body: string(body)}
	}
	return tx.AddPublished(rows)
}

// largeLine is one of about sixty kinds of line, at one of the places.
func largeLine(r *rand.Rand) record.Line {
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	place := r.IntN(largePlaces)
	l := record.Line{Kind: one("received", "searched", "confirmed", "lapsed", "requested", "request-door", "answered", "copy-served", "hold-ended", "corrected", "facts-recorded"),
		Place: fmt.Sprintf("us-s%d/county-%02d", place%10, place)}
	switch l.Kind {
	case "lapsed":
		l.Reason = "lapsed"
	case "facts-recorded":
		l.About = "citizenship"
	case "requested", "copy-served":
		l.Action, l.Form = one("notify", "hold"), "I-247N"
	case "request-door":
		l.Action, l.Outcome, l.Rules = one("notify", "hold"), one("permitted", "refused", "unresolved"), []string{one("pep.1a.terror", "pep.1c.gang", "pep.1d.felony", "pep.charge-only.refuse")}
		if l.Outcome == "unresolved" {
			l.Unresolved = []string{one("convictions[].grade", "convictions[].on", "person.removable")}
		}
	case "answered":
		l.Action, l.Outcome, l.Took = one("notify", "hold"), one("agreed", "refused"), casework.Bands[r.IntN(len(casework.Bands))]
		if l.Outcome == "refused" {
			l.Reason = one("local-law", "declined")
		}
	case "hold-ended":
		l.Reason, l.Took, l.Kept = "taken", one("24h", "48h", "4d"), one("yes", "no")
	}
	return l
}
