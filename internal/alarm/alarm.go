// Package alarm wakes the node at a time that was set in the transaction of the state that it is about: the alarm is there if
// and only if the transaction was committed. River keeps the alarms, in tables of its own in the same database.
//
// It promises that an alarm whose time has come rings at least once: after a restart, if the process was down; and again, if
// that was killed, or failed, while it answered. It may ring late, in a running process by a few seconds, and more than
// once, but never before its time. So an alarm is only a reason to look: what is true at that moment, the clock's row says.
package alarm

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

// Alarms are those of one database.
type Alarms struct {
	db      *sql.DB
	now     func() time.Time
	log     *slog.Logger
	client  *river.Client[*sql.Tx]
	running sync.Mutex
	do      func(ctx context.Context, kind, caseID string, at time.Time) error
}

// Open makes or migrates River's tables and returns the alarms in them. db is the store's connection for writing, engine its
// name: "sqlite" or "postgres". now is the node's clock. What goes wrong with an alarm goes to log.
func Open(ctx context.Context, db *sql.DB, engine string, now func() time.Time, log *slog.Logger) (*Alarms, error) {
	var driver riverdriver.Driver[*sql.Tx]
	switch engine {
	case "sqlite":
		driver = riversqlite.New(db)
	case "postgres":
		driver = riverdatabasesql.New(db)
	default:
		return nil, fmt.Errorf("alarm: nothing can be set in a database of the kind %q; use sqlite or postgres", engine)
	}
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: log})
	if err == nil {
		_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("alarm: tables: %w", err)
	}
	a := &Alarms{db: db, now: now, log: log}
	if a.client, err = river.NewClient(driver, a.config()); err != nil {
		return nil, fmt.Errorf("alarm: %w", err)
	}
	return a, nil
}

// args are what River keeps of an alarm: references only, so that nothing of a person is left in its tables.
type args struct {
	Clock string `json:"clock"`
	Case  string `json:"case"`
	At    int64  `json:"at"` // microseconds UTC, rounded up
}

// Kind is River's word for what a job is.
func (args) Kind() string { return "alarm" }

// unfinished are the states of an alarm that has still to ring, or that is ringing.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// Set has the alarm ring at that time, or at once if it is past, when tx is committed. An alarm of the same kind, case and
// time that has still to ring is enough. One that is ringing is not: its answer may have looked before tx changed what it looks at.
func (a *Alarms) Set(ctx context.Context, tx *sql.Tx, at time.Time, kind, caseID string) error {
	at = at.Add(time.Microsecond - 1).Truncate(time.Microsecond)
	job := args{kind, caseID, at.UnixMicro()}
	done, err := a.client.InsertTx(ctx, tx, job, &river.InsertOpts{ScheduledAt: at, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished}})
	if err == nil && done.UniqueSkippedAsDuplicate && done.Job.State == rivertype.JobStateRunning {
		_, err = a.client.InsertTx(ctx, tx, job, &river.InsertOpts{ScheduledAt: at})
	}
	if err != nil {
		return fmt.Errorf("alarm: %s of case %s: %w", kind, caseID, err)
	}
	return nil
}
