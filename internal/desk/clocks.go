package desk

import (
	"context"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

// setClocks brings the rows of the clocks, and the alarms for them, to what the state says. The rows are for people and auditors; what is true is the state.
func (n *Node) setClocks(tx *store.Tx, id string, s casework.State, at time.Time) error {
	running := map[string]bool{}
	for _, c := range casework.Clocks(s) {
		row := store.Clock{Case: id, Kind: rowOf(s.Stage, c.Kind), Due: c.Due}
		running[row.Kind] = true
		if len(c.Warn) > 0 {
			row.Warn = c.Warn[0]
		}
		if err := tx.SetClock(&row); err != nil {
			return err
		}
		if n.Alarm == nil || c.Kind == casework.PurgeClock { // PurgeAll goes by the rows
			continue
		}
		for _, when := range append(c.Warn, c.Due) {
			if when.Before(at) && when != c.Due {
				continue
			}
			if err := n.Alarm(tx, when, c.Kind, id); err != nil {
				return err
			}
		}
	}
	rows, err := tx.Clocks(id)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if !running[row.Kind] && row.Ended.IsZero() {
			if err := tx.EndClock(id, row.Kind, at); err != nil {
				return err
			}
		}
	}
	return nil
}

// rowOf names a clock's row. One that has ended never runs again, and none is moved later: what the same clock waits for at another stage has a row of its own.
func rowOf(stage casework.Stage, kind string) string {
	switch stage {
	case casework.Booked:
		return "booking"
	case casework.ToHold:
		return "hold to start"
	}
	return kind
}

// Nearing is a clock that is close to its end, or past it, and that a person has to see to.
type Nearing struct {
	ID   string
	Kind string
	Due  time.Time
	Over bool
}

// Wake is called when an alarm rings, as often and as late as it may. It does what the software may do by itself: end what was not resolved, answered or
// served in time. A hold it does not end, since it holds nobody: it says whose clock runs out.
func (n *Node) Wake(ctx context.Context, kind, id string, now time.Time) (*Nearing, error) {
	var s *store.Submission
	err := n.Store.View(ctx, func(tx *store.Tx) (err error) {
		s, err = tx.Submission(id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("submission %s: %w", id, err)
	}
	for _, c := range casework.Clocks(s.State) {
		if c.Kind != kind {
			continue
		}
		over := !now.Before(c.Due)
		switch {
		case (kind == casework.AgeClock || kind == casework.WatchClock) && over && n.life == &casework.Request:
			return nil, n.step(ctx, id, casework.Event{Kind: casework.Age, Actor: n.Software(), At: now}, nil)
		case kind == casework.HoldClock:
			return &Nearing{id, kind, c.Due, over}, n.noteHold(ctx, s, now, over)
		}
		return &Nearing{id, kind, c.Due, over}, nil
	}
	return nil, nil
}

// noteHold puts on the record that a hold has passed its limit: once, whoever hears of it.
func (n *Node) noteHold(ctx context.Context, s *store.Submission, now time.Time, over bool) error {
	if !over {
		return nil
	}
	return n.inTx(ctx, func(tx *store.Tx) error {
		entries, err := tx.EventsOf(s.ID)
		if err != nil {
			return err
		}
		for i := range entries {
			line, err := entries[i].Decode()
			if err != nil {
				return err
			}
			if line.Kind == overdue {
				return nil
			}
		}
		return n.record(tx, sallyport.Event{Submission: s.ID, Place: s.Agency, Kind: overdue, Actor: n.Software(), At: now})
	})
}

// overdue is the line about a hold that went on past its limit.
const overdue = "hold past its limit"
