package alarm_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"sallyport/internal/alarm"
	"sallyport/internal/outside"
	"sallyport/internal/store"
	"sallyport/internal/store/postgres"
	"sallyport/internal/store/sqlite"
)

// victim names the database of a process that sets and answers alarms until it is killed, and its engine.
const victim = "SALLYPORT_ALARM_VICTIM"

var engines = map[string]func(context.Context, string) (*store.Store, error){"sqlite": sqlite.Open, "postgres": postgres.Open}

func TestMain(m *testing.M) {
	if place := os.Getenv(victim); place != "" {
		fmt.Fprintln(os.Stderr, setForEver(engines[os.Getenv(victim+"_ENGINE")], place))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// expected is a table of the test's own: each row is committed with its alarm, and the answer to that notes it there.
const expected = `CREATE TABLE IF NOT EXISTS expected (id TEXT PRIMARY KEY, due BIGINT NOT NULL, answered BIGINT NOT NULL)`

// setForEver sets alarms and rolls some back, while those that are due are answered.
func setForEver(open func(context.Context, string) (*store.Store, error), place string) error {
	ctx := context.Background()
	s, err := open(ctx, place)
	if err != nil {
		return err
	}
	a, err := alarm.Open(ctx, s.Engine().Write, s.Engine().Name, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	ended := make(chan error)
	go func() { ended <- a.Run(ctx, answer(s)) }()
	fmt.Println("started")
	for paced := time.Tick(5 * time.Millisecond); ; {
		select {
		case err := <-ended:
			return err
		case <-paced:
		}
		if err := expect(ctx, s, a); err != nil && !errors.Is(err, errUndone) {
			return err
		}
	}
}

var errUndone = errors.New("undone")

func expect(ctx context.Context, s *store.Store, a *alarm.Alarms) error {
	id := fmt.Sprintf("%016x", rand.Uint64())
	due := time.Now().Add(time.Duration(rand.IntN(2000)-500) * time.Millisecond).Truncate(time.Microsecond)
	return s.InTx(ctx, func(tx *store.Tx) error {
		_, err := tx.SQL().ExecContext(ctx, "INSERT INTO expected VALUES ($1, $2, 0)", id, due.UnixMicro())
		if err == nil {
			err = a.Set(ctx, tx.SQL(), due, "test", id)
		}
		if err == nil && rand.IntN(4) == 0 {
			err = errUndone
		}
		return err
	})
}

// answer notes that an alarm has rung. One that nobody set, or not for that time, is an error that ends the process.
func answer(s *store.Store) func(context.Context, string, string, time.Time) error {
	return func(ctx context.Context, _, id string, at time.Time) error {
		return s.InTx(ctx, func(tx *store.Tx) error {
			done, err := tx.SQL().ExecContext(ctx, "UPDATE expected SET answered = answered + 1 WHERE id = $1 AND due = $2", id, at.UnixMicro())
			if err != nil {
				return err
			}
			if n, err := done.RowsAffected(); err != nil || n != 1 || time.Now().Before(at) {
				fmt.Fprintf(os.Stderr, "%s rang for %v: %d rows, %v\n", id, at, n, err)
				os.Exit(2)
			}
			return nil
		})
	}
}

// testKill kills a process that sets and answers alarms, at random moments, over and over on the same database, and then lets the
// rest ring: every alarm that was committed is answered, none that was not. SALLYPORT_KILLS sets how often it is killed.
func testKill(t *testing.T, engine, place string) {
	kills := outside.Count(t, "SALLYPORT_KILLS", 4)
	s := opened(t, engines[engine], place)
	if _, err := s.Engine().Write.ExecContext(t.Context(), expected); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range kills {
		killOnce(t, engine, place)
	}
	s = opened(t, engines[engine], place)
	a := alarms(t, s)
	var before, left int
	count(t, s, "answered > 0", &before)
	heard, stop := ringing(t, a, func(r rung) error { return answer(s)(t.Context(), r.kind, r.caseID, r.at) })
	for left = 1; left > 0; count(t, s, "answered = 0", &left) {
		hear(t, heard)
	}
	stop()
	var all, twice int
	count(t, s, "0 = 0", &all)
	count(t, s, "answered > 1", &twice)
	t.Logf("%d alarms, %d answered between kills, %d more than once", all, before, twice)
}

func count(t *testing.T, s *store.Store, where string, n *int) {
	t.Helper()
	if err := s.Engine().Read.QueryRowContext(t.Context(), "SELECT count(*) FROM expected WHERE "+where).Scan(n); err != nil {
		t.Fatal(err)
	}
}

// killOnce runs the process and kills it within two seconds of its first alarm.
func killOnce(t *testing.T, engine, place string) {
	t.Helper()
	run := exec.CommandContext(t.Context(), os.Args[0])
	run.Env = append(os.Environ(), victim+"="+place, victim+"_ENGINE="+engine)
	var complaint strings.Builder
	run.Stderr = &complaint
	told, err := run.StdoutPipe()
	if err == nil {
		err = run.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(told)
	lines.Scan()
	time.AfterFunc(time.Duration(rand.Int64N(int64(2*time.Second))), func() { _ = run.Process.Kill() })
	for lines.Scan() {
	}
	if err := run.Wait(); complaint.Len() > 0 {
		t.Fatalf("%v: %s", err, complaint.String())
	}
}
