package alarm_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"sallyport/internal/alarm"
	"sallyport/internal/outside/postgrestest"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
)

// tests are run on every engine. reopen opens the same database again, as a restarted node does.
var tests = map[string]func(t *testing.T, reopen func() *store.Store){
	"Rings": testRings, "SetTwice": testSetTwice, "SetWhileRinging": testSetWhileRinging, "Restart": testRestart, "Fails": testFails,
	"NotBefore": testNotBefore,
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	onEngine(t, "sqlite", func(t *testing.T) string { return filepath.Join(t.TempDir(), "db") })
}

func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t)
	onEngine(t, "postgres", func(t *testing.T) string { return server.Database(t) })
}

func onEngine(t *testing.T, engine string, place func(t *testing.T) string) {
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place := place(t)
			test(t, func() *store.Store { return opened(t, engines[engine], place) })
		})
	}
	t.Run("Kill", func(t *testing.T) {
		t.Parallel()
		testKill(t, engine, place(t))
	})
}

func opened(t testing.TB, open func(context.Context, string) (*store.Store, error), place string) *store.Store {
	t.Helper()
	s, err := open(context.Background(), place)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func alarms(t testing.TB, s *store.Store) *alarm.Alarms {
	t.Helper()
	a, err := alarm.Open(t.Context(), s.Engine().Write, s.Engine().Name, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// rung is an alarm as it comes to whoever answers.
type rung struct {
	kind, caseID string
	at           time.Time
}

// ringing runs the alarms until the test ends, or stop is called, and passes on what has rung and been answered, or not.
func ringing(t testing.TB, a *alarm.Alarms, answer func(rung) error) (heard <-chan rung, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	bells, ended := make(chan rung, 1000), make(chan error, 1)
	go func() {
		ended <- a.Run(ctx, func(_ context.Context, kind, caseID string, at time.Time) error {
			r := rung{kind, caseID, at}
			defer func() { bells <- r }()
			return answer(r)
		})
	}()
	stopped := false
	stop = func() {
		if !stopped {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			stopped = true
		}
	}
	t.Cleanup(stop)
	return bells, stop
}

func heardAll(rung) error { return nil }

// set sets alarms in one transaction, and commits it or not.
func set(t testing.TB, s *store.Store, a *alarm.Alarms, commit bool, all ...rung) {
	t.Helper()
	undone := errors.New("undone")
	err := s.InTx(t.Context(), func(tx *store.Tx) error {
		for _, r := range all {
			if err := a.Set(t.Context(), tx.SQL(), r.at, r.kind, r.caseID); err != nil {
				return err
			}
		}
		if !commit {
			return undone
		}
		return nil
	})
	if err != nil && (commit || !errors.Is(err, undone)) {
		t.Fatal(err)
	}
}

// rows counts River's rows of alarms.
func rows(t *testing.T, s *store.Store) (n int) {
	t.Helper()
	if err := s.Engine().Read.QueryRowContext(t.Context(), "SELECT count(*) FROM river_job").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// hear waits for the next that rings.
func hear(t testing.TB, heard <-chan rung) rung {
	t.Helper()
	select {
	case r := <-heard:
		return r
	case <-time.After(time.Minute):
		t.Fatal("nothing has rung for a minute")
		return rung{}
	}
}

func next(t *testing.T, heard <-chan rung, want rung) {
	t.Helper()
	got := hear(t, heard)
	if !got.at.Equal(want.at) || got.kind != want.kind || got.caseID != want.caseID {
		t.Errorf("rung: %v; want %v", got, want)
	}
	if now := time.Now(); now.Before(got.at) {
		t.Errorf("rung at %v, before its time, %v", now, got.at)
	}
}

// in is a time so far from now, to the microsecond.
func in(d time.Duration) time.Time { return time.Now().Add(d).Truncate(time.Microsecond) }

// testRings: what was rolled back never rings, what was committed does, with what it was set with and not before its time.
func testRings(t *testing.T, reopen func() *store.Store) {
	s := reopen()
	a := alarms(t, s)
	heard, _ := ringing(t, a, heardAll)
	set(t, s, a, false, rung{"hold", "undone", in(-time.Hour)})
	if n := rows(t, s); n != 0 {
		t.Errorf("%d rows are left of what was rolled back", n)
	}
	for _, r := range []rung{{"hold", "past", in(-24 * time.Hour)}, {"hold", "now", in(0)}, {"hold", "soon", in(1500 * time.Millisecond)}} {
		set(t, s, a, true, r)
		next(t, heard, r)
	}
}

// testSetTwice: the same alarm is set once, in one transaction or several; another kind, case or time is another alarm.
func testSetTwice(t *testing.T, reopen func() *store.Store) {
	s := reopen()
	a, due := alarms(t, s), in(-time.Minute)
	all := []rung{{"hold", "1", due}, {"age", "1", due}, {"hold", "2", due}, {"hold", "1", due.Add(time.Microsecond)}}
	set(t, s, a, true, append(all, all...)...)
	set(t, s, a, true, all...)
	if n := rows(t, s); n != len(all) {
		t.Errorf("%d alarms are set; want %d", n, len(all))
	}
	heard, stop := ringing(t, a, heardAll)
	counts := map[string]int{}
	for range all {
		r := hear(t, heard)
		counts[fmt.Sprint(r.kind, r.caseID, r.at.Sub(due))]++
	}
	stop()
	if len(counts) != len(all) || len(heard) > 0 {
		t.Errorf("rung: %v, and %d more", counts, len(heard))
	}
	heard, _ = ringing(t, a, heardAll)
	set(t, s, a, true, all[0]) // it has rung, and is set anew
	next(t, heard, all[0])
}

// testSetWhileRinging: whoever is being told now may have looked before the transaction was committed, and is told again.
func testSetWhileRinging(t *testing.T, reopen func() *store.Store) {
	s := reopen()
	a, due := alarms(t, s), rung{"hold", "1", in(-time.Minute)}
	set(t, s, a, true, due)
	again := false
	heard, _ := ringing(t, a, func(r rung) error {
		if !again {
			again = true
			set(t, s, a, true, due)
		}
		return nil
	})
	next(t, heard, due)
	next(t, heard, due)
}

// testRestart: what came due while no process ran rings at the next start, the rest in its time.
func testRestart(t *testing.T, reopen func() *store.Store) {
	s := reopen()
	a := alarms(t, s)
	soon, later := rung{"age", "1", in(300 * time.Millisecond)}, rung{"hold", "1", in(2 * time.Second)}
	set(t, s, a, true, soon, later)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	heard, _ := ringing(t, alarms(t, reopen()), heardAll)
	next(t, heard, soon)
	next(t, heard, later)
}

// testFails: an alarm rings until it is answered, and no text of the failure stays in the database.
func testFails(t *testing.T, reopen func() *store.Store) {
	s := reopen()
	a, failing, panicking := alarms(t, s), rung{"purge", "1", in(-2 * time.Hour)}, rung{"purge", "2", in(-time.Hour)}
	set(t, s, a, true, failing, panicking)
	heard, stop := ringing(t, a, func(r rung) error {
		if r.caseID == panicking.caseID {
			panic("Ana Invented is in the way")
		}
		return errors.New("Ana Invented is in the way")
	})
	first, second := hear(t, heard), hear(t, heard)
	if first == second {
		t.Errorf("%v rang twice, and the other not at all", first)
	}
	stop()
	var kept int
	err := s.Engine().Read.QueryRowContext(t.Context(), "SELECT count(*) FROM river_job WHERE errors IS NOT NULL").Scan(&kept)
	if err != nil || kept > 0 || rows(t, s) != 2 {
		t.Errorf("River keeps %d failures of %d alarms, %v", kept, rows(t, s), err)
	}
	heard, _ = ringing(t, a, heardAll)
	if again := []rung{hear(t, heard), hear(t, heard)}; again[0] == again[1] {
		t.Errorf("%v rang twice, and the other not at all", again[0])
	}
}

// testNotBefore: an alarm does not ring before its time by the node's clock, whatever the database's says.
func testNotBefore(t *testing.T, reopen func() *store.Store) {
	s := reopen()
	slow := func() time.Time { return time.Now().Add(-2 * time.Second) }
	a, err := alarm.Open(t.Context(), s.Engine().Write, s.Engine().Name, slow, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	due := rung{"hold", "1", in(0)}
	set(t, s, a, true, due)
	heard, _ := ringing(t, a, heardAll)
	next(t, heard, due)
	if now := slow(); now.Before(due.at) {
		t.Errorf("rung at %v by the node's clock, before %v", now, due.at)
	}
}

// TestOnce: one Run at a time, and no other databases.
func TestOnce(t *testing.T) {
	t.Parallel()
	s := opened(t, sqlite.Open, filepath.Join(t.TempDir(), "db"))
	a := alarms(t, s)
	set(t, s, a, true, rung{"hold", "1", in(0)})
	heard, _ := ringing(t, a, heardAll)
	hear(t, heard)
	if err := a.Run(t.Context(), nil); err == nil {
		t.Error("it runs twice")
	}
	if _, err := alarm.Open(t.Context(), s.Engine().Write, "mysql", time.Now, slog.Default()); err == nil {
		t.Error("opened on mysql")
	}
}
