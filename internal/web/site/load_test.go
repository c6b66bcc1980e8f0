package site

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/record"
)

// Of a hundred thousand cases, so many are at these stages; all others are over, and everything about the person is gone.
var (
	atHub = map[casework.Stage]int{casework.Candidates: 300, casework.Examined: 100, casework.Confirmed: 300, casework.Unresolved: 1000, casework.MayBeAsked: 500,
		casework.Requested: 20, casework.Sent: 400, casework.ToNotify: 1000, casework.Ended: 3000}
	atJail = map[casework.Stage]int{casework.Booked: 1500, casework.Registered: 100, casework.Open: 100, casework.Agreed: 50, casework.Closed: 300, casework.Unresolved: 300,
		casework.ToNotify: 1000, casework.Ended: 3000}
)

// many is how many cases each node of a benchmark has; SALLYPORT_BENCH_CASES says another number.
func many(b *testing.B) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("SALLYPORT_BENCH_CASES"), "2000"))
	must(b, err)
	return n
}

// grow copies cases until each node has so many. A copy has every row of the case but what is sealed: lists are made from the rest, and pages of one case
// are asked of those that people took there.
func (k *walk) grow(b *testing.B, cases int) {
	b.Helper()
	for _, node := range []struct {
		*place
		made map[casework.Stage]string
		at   map[casework.Stage]int
	}{{k.world.hub, k.made, atHub}, {k.world.jail, k.jail, atJail}} {
		left := cases
		for stage, share := range node.at {
			n := share * cases / 100_000
			node.copies(b, node.made[stage], n, stage != casework.Ended)
			left -= n
		}
		node.copies(b, node.made[casework.Purged], left, false)
		node.publish(b)
	}
}

// copies copies one case. Those that are open go on into the next weeks, the others lie in the years before.
func (p *place) copies(b *testing.B, id string, n int, open bool) {
	b.Helper()
	apart := int64(-15 * time.Minute / time.Microsecond)
	if open {
		apart = int64(time.Minute / time.Microsecond)
	}
	const numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1), one(id) AS (SELECT $2) "
	const other = "printf('%06x', i) || substr(one.id, 7)"
	must(b, p.Store.InTx(b.Context(), func(tx *store.Tx) error {
		var events, lines int64
		row := tx.SQL().QueryRowContext(b.Context(), "SELECT (SELECT MAX(seq) + 1 FROM events), (SELECT COUNT(*) FROM events WHERE submission = $1)", id)
		if err := row.Scan(&events, &lines); err != nil {
			return err
		}
		const seq = "$3 + (i - 1) * $4 + e.rank"
		const ofCase = "(SELECT *, ROW_NUMBER() OVER (ORDER BY seq) - 1 AS rank FROM events WHERE submission = $2) AS e"
		for _, insert := range []string{
			"INSERT INTO submissions (id, tcn, ori, agency, received_at, file, stage, state, outcome, challenged) SELECT " + other + ", tcn || '-' || i, ori, agency, received_at + i * $5, file, stage, state, outcome, challenged FROM submissions, n, one WHERE submissions.id = $2",
			"INSERT INTO decisions SELECT " + other + ", seq, kind, document FROM decisions, n, one WHERE submission = $2",
			"INSERT INTO candidates SELECT " + other + ", person, score, control FROM candidates, n, one WHERE submission = $2",
			"INSERT INTO clocks SELECT " + other + ", kind, due + i * $5, warn + i * $5, ended + i * $5 FROM clocks, n, one WHERE case_id = $2",
			"INSERT INTO receipts SELECT " + other + ", purged_at + i * $5, document FROM receipts, n, one WHERE submission = $2",
			"INSERT INTO events (seq, submission, body, salt, day, batch) SELECT " + seq + ", " + other + ", replace(body, $2, " + other + "), salt, day + i * $5 / 86400000000, day FROM " + ofCase + ", n, one",
			"INSERT INTO audited SELECT what, " + seq + " FROM audited AS a, n, one, " + ofCase + " WHERE a.event = e.seq",
			"INSERT INTO commitments (idx, event, version) SELECT 2 * (" + seq + "), " + seq + ", 2 FROM n, one, " + ofCase,
			"UPDATE counters SET last = (SELECT MAX(seq) + 1 FROM events) WHERE name = 'events' AND $1 IS NOT NULL AND $2 IS NOT NULL AND $3 IS NOT NULL AND $4 IS NOT NULL AND $5 IS NOT NULL",
		} {
			if _, err := tx.SQL().ExecContext(b.Context(), numbers+insert, n, id, events, lines, apart); err != nil {
				return fmt.Errorf("%s: %w", insert, err)
			}
		}
		return nil
	}))
}

// days is how long the log of a benchmark goes back.
const days = 1000

// publish fills the public record with a batch a day of what the cases are made of.
func (p *place) publish(b *testing.B) {
	b.Helper()
	must(b, p.Store.InTx(b.Context(), func(tx *store.Tx) error {
		end, err := tx.PlanEnd()
		if err != nil {
			return err
		}
		lines, err := linesOf(tx)
		if err != nil {
			return err
		}
		settings := record.Settings{Node: "hub", Slot: 2, Width: 8, Batch: "00:30", Volume: 0, Trial: true}
		if p.Config.Place != "" {
			settings.Node, settings.Place = "agency", p.Config.Place
		}
		first, err := record.Encode(settings)
		if err != nil {
			return err
		}
		leaves := []store.Published{{Index: end, Kind: string(record.KindSettings), Body: string(first)}}
		for day := range days {
			batch := record.Batch{Day: today.AddDate(0, 0, day-days).Format(time.DateOnly), Need: 1, Room: 1}
			for _, l := range lines {
				l.Day, l.N = batch.Day, 1+day%7
				batch.Lines = append(batch.Lines, l)
			}
			made, err := batch.Leaves()
			if err != nil {
				return err
			}
			for i, leaf := range made {
				kind := record.KindLine
				if i == 0 {
					kind = record.KindDay
				}
				leaves = append(leaves, store.Published{Index: end + uint64(len(leaves)), Kind: string(kind), Body: string(leaf)})
			}
		}
		size := end + uint64(len(leaves))
		note := fmt.Sprintf("%s\n%d\n%s\n\n— nobody signed this\n", p.Config.Origin(), size, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
		return cmp.Or(tx.AddPublished(leaves), tx.AddCheckpoint(store.Checkpoint{Size: size, Note: note}))
	}))
}

// linesOf are the lines of the first cases, each once.
func linesOf(tx *store.Tx) (all []record.Line, err error) {
	events, err := tx.Events(0, 500)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := range events {
		e, err := events[i].Decode()
		if err != nil || e.Kind == "" {
			continue // a message between nodes
		}
		line, ok := record.LineOf(e, county)
		key := fmt.Sprint(line)
		if line.Day = ""; ok && !seen[key] {
			seen[key] = true
			all = append(all, line)
		}
	}
	slices.SortFunc(all, func(a, b record.Line) int { return cmp.Compare(a.Kind, b.Kind) })
	return all, nil
}
