package alarm

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
)

// How River works. It looks for due alarms by itself: its notifications are, on SQLite, a table that is asked twenty times a second.
const (
	look    = time.Second
	rest    = 10 * time.Millisecond // between two looks while there is work: 300 alarms a second
	atOnce  = 4                     // alarms that are answered at the same time
	longest = 5 * time.Minute       // that an answer may take before its context ends
	again   = 10 * time.Second      // until an alarm whose answer failed rings again
	kept    = time.Hour             // rows of alarms that have rung; docs/operate/retention.md states it
	ending  = 5 * time.Second       // for answers that are under way when Run ends
)

func (a *Alarms) config() *river.Config {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(a.answer))
	return &river.Config{
		Logger: a.log, Workers: workers, Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}},
		PollOnly: true, FetchCooldown: rest, FetchPollInterval: look, JobTimeout: longest, RescueStuckJobsAfter: 2 * longest, MaxAttempts: math.MaxInt16, SoftStopTimeout: ending,
		CompletedJobRetentionPeriod: kept, CancelledJobRetentionPeriod: kept, DiscardedJobRetentionPeriod: kept,
	}
}

// Run calls do for each alarm whose time has come, several at a time, until ctx ends, and then waits for the answers that are under
// way. An alarm is done with when do returns nil; otherwise it rings again. One process runs the alarms of a database:
// where two do, alarms ring in both.
func (a *Alarms) Run(ctx context.Context, do func(ctx context.Context, kind, caseID string, at time.Time) error) error {
	if !a.running.TryLock() {
		return errors.New("alarm: is running already")
	}
	defer a.running.Unlock()
	a.do = do
	if err := a.takeUp(ctx); err != nil {
		return fmt.Errorf("alarm: %w", err)
	}
	if err := a.client.Start(ctx); err != nil {
		return fmt.Errorf("alarm: %w", err)
	}
	<-a.client.Stopped()
	return nil
}

// takeUp makes ready what a process that ended has left: alarms that were ringing when it was killed, which River would leave for
// ten minutes, and those that came due since, for which it would first wait until the dead process has lost its lead. One whose
// time has not come waits as well in this state.
func (a *Alarms) takeUp(ctx context.Context) error {
	_, err := a.db.ExecContext(ctx, `UPDATE river_job SET state = 'available' WHERE kind = 'alarm' AND state IN ('running', 'scheduled', 'retryable')`)
	return err
}

// answer is what River calls. A failure is not handed to River, which would keep its text.
func (a *Alarms) answer(ctx context.Context, job *river.Job[args]) error {
	at := time.UnixMicro(job.Args.At).UTC()
	if early := at.Sub(a.now()); early > 0 { // by the node's clock, which need not be the database's
		return river.JobSnooze(early)
	}
	if err := a.call(ctx, job.Args, at); err != nil {
		a.log.ErrorContext(ctx, "an alarm was not answered; it rings again", "kind", job.Args.Clock, "case", job.Args.Case, "at", at, "error", err)
		return river.JobSnooze(again)
	}
	return nil
}

func (a *Alarms) call(ctx context.Context, alarm args, at time.Time) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return a.do(ctx, alarm.Clock, alarm.Case, at)
}
