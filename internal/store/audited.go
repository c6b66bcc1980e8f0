package store

import (
	"math"
	"strings"
	"time"

	"sallyport/internal/store/query"
)

// Audited is what an auditor looks for in the record.
type Audited string

// The lines of the record that are found without reading all of it.
const (
	Reads       Audited = "read"        // somebody read what is held about a person
	Citizenship Audited = "citizenship" // one was in doubt, or found
	Grounds     Audited = "ground"      // the federal door did not permit the very request that was made
	LateHolds   Audited = "clock"       // a hold went on past its limit
)

// audited is what an auditor looks for in a line, or "". It goes by the text, as the migration did for the lines from before: the record writes each member
// one way, and what people wrote stands in it with its quotes escaped.
func audited(body string) Audited {
	has := func(member string) bool { return strings.Contains(body, member) }
	switch {
	case has(`"kind":"read: `):
		return Reads
	case has(`"about":"citizenship"`):
		return Citizenship
	case has(`"kind":"federal door for the request"`) && !has(`"outcome":"permitted"`):
		return Grounds
	case has(`"kind":"hold past its limit"`):
		return LateHolds
	}
	return ""
}

// mark notes a line that an auditor looks for.
func (t *Tx) mark(seq int64, body string) error {
	what := audited(body)
	if what == "" {
		return nil
	}
	return from(t.query.AddAudited(t.ctx, query.AddAuditedParams{What: string(what), Event: seq}))
}

// Audited returns the newest lines of a kind that an auditor looks for, those before seq where it is not 0, most of them at most.
func (t *Tx) Audited(what Audited, before uint64, most int) ([]Event, error) {
	p := query.AuditedParams{What: string(what), Before: math.MaxInt64, Most: int64(most)}
	if before > 0 && before < math.MaxInt64 {
		p.Before = int64(before)
	}
	rows, err := t.query.Audited(t.ctx, p)
	all := make([]Event, len(rows))
	for i, row := range rows {
		all[i] = Event{Seq: uint64(row.Seq), Body: row.Body}
	}
	return all, from(err)
}

// CountAudited is how many lines there are of a kind that an auditor looks for.
func (t *Tx) CountAudited(what Audited) (int64, error) {
	count, err := t.query.CountAudited(t.ctx, string(what))
	return count, from(err)
}

// Overdue returns the clocks that run and were due by now, the earliest first, most of them at most, and how many there are.
func (t *Tx) Overdue(now time.Time, most int) (all []Clock, count int64, err error) {
	rows, err := t.query.Overdue(t.ctx, query.OverdueParams{Now: now.UnixMicro(), Most: int64(most)})
	if err != nil {
		return nil, 0, from(err)
	}
	count, err = t.query.CountOverdue(t.ctx, now.UnixMicro())
	return clocks(rows), count, from(err)
}
