package store

import (
	"time"

	"sallyport/internal/store/query"
)

// Clock is a period that the law sets, of which a case has one of each kind.
type Clock struct {
	Case, Kind string
	Due        time.Time
	Warn       time.Time // when to say that it will run out; zero for never
	Ended      time.Time // when what it waited for came, or it was dealt with; zero while it runs
}

// SetClock starts a clock. Where there is one, the earlier Due and the earlier Warn are kept: nothing moves a clock
// later or starts it again.
func (t *Tx) SetClock(c *Clock) error {
	return from(t.query.SetClock(t.ctx, query.SetClockParams{CaseID: c.Case, Kind: c.Kind, Due: c.Due.UnixMicro(), Warn: nullable(c.Warn)}))
}

// EndClock stops a clock that runs.
func (t *Tx) EndClock(caseID, kind string, at time.Time) error {
	return from(t.query.EndClock(t.ctx, query.EndClockParams{CaseID: caseID, Kind: kind, Ended: nullable(at)}))
}

// Clocks returns all clocks of a case, the earliest due first.
func (t *Tx) Clocks(caseID string) ([]Clock, error) {
	rows, err := t.query.Clocks(t.ctx, caseID)
	return clocks(rows), from(err)
}

// DueClocks returns the clocks that run and were due by now, the earliest first.
func (t *Tx) DueClocks(now time.Time) ([]Clock, error) {
	rows, err := t.query.DueClocks(t.ctx, now.UnixMicro())
	return clocks(rows), from(err)
}

func clocks(rows []query.Clock) []Clock {
	all := make([]Clock, len(rows))
	for i, row := range rows {
		all[i] = Clock{row.CaseID, row.Kind, moment(row.Due), perhaps(row.Warn), perhaps(row.Ended)}
	}
	return all
}

// OpenClocks returns the clocks of requests that run, the earliest first, at most so many: those behind the clock of a case that is due at a time.
func (t *Tx) OpenClocks(due time.Time, behind string, most int) ([]Clock, error) {
	from64 := int64(0)
	if !due.IsZero() {
		from64 = due.UnixMicro()
	}
	rows, err := t.query.OpenClocks(t.ctx, query.OpenClocksParams{Due: from64, CaseID: behind, Most: int64(most)})
	all := make([]Clock, len(rows))
	for i, row := range rows {
		all[i] = Clock{Case: row.CaseID, Kind: row.Kind, Due: moment(row.Due)}
	}
	return all, from(err)
}
