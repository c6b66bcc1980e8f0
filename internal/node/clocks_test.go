package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"sallyport/casework"
	"sallyport/internal/store"
)

// clocksAgree checks that no clock of a node's is missed: the row of each runs if, and only if, the state says that the clock does, and an alarm that has not rung
// is set for it.
func clocksAgree(ctx context.Context, s *store.Store) error {
	return s.View(ctx, func(tx *store.Tx) error {
		set, err := alarmsSet(tx, s.Engine().Name)
		if err != nil {
			return err
		}
		all, err := tx.Submissions("")
		for _, one := range all {
			rows, wrong := tx.Clocks(one.ID)
			err = errors.Join(err, wrong, clocksOf(one, rows, set))
		}
		return err
	})
}

func clocksOf(s *store.Submission, rows []store.Clock, set map[alarmed]bool) error {
	var running []store.Clock
	for _, row := range rows {
		if row.Ended.IsZero() {
			running = append(running, row)
		}
	}
	clocks := casework.Clocks(s.State) // one at most: the rows' names are the desk's
	if len(running) != len(clocks) {
		return fmt.Errorf("%s is %q, clocks %v; rows that run: %v", s.ID, s.State.Stage, clocks, running)
	}
	for i, c := range clocks {
		if c.Kind == casework.PurgeClock && !running[i].Due.After(c.Due) { // what was due once stays so while it is being done; PurgeAll goes by the row
			continue
		}
		if !running[i].Due.Equal(c.Due) || !set[alarmed{c.Kind, s.ID, c.Due.UnixMicro()}] {
			return fmt.Errorf("%s is %q; clock %s is due at %s, its row at %s; an alarm is set: %v", s.ID, s.State.Stage, c.Kind, c.Due, running[i].Due,
				set[alarmed{c.Kind, s.ID, c.Due.UnixMicro()}])
		}
	}
	return nil
}

// alarmed is what an alarm is about, as River keeps it.
type alarmed struct {
	Clock string `json:"clock"`
	Case  string `json:"case"`
	At    int64  `json:"at"`
}

// alarmsSet are those that have still to ring.
func alarmsSet(tx *store.Tx, engine string) (map[alarmed]bool, error) {
	text := map[string]string{"sqlite": "json(args)", "postgres": "args::text"}[engine]
	rows, err := tx.SQL().Query("SELECT " + text + " FROM river_job WHERE kind = 'alarm' AND state NOT IN ('completed', 'cancelled', 'discarded')")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	set := map[alarmed]bool{}
	for rows.Next() {
		var args string
		var a alarmed
		if err := rows.Scan(&args); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(args), &a); err != nil {
			return nil, err
		}
		set[a] = true
	}
	return set, rows.Err()
}
