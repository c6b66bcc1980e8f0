package webhook_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"sallyport/internal/outside/postgrestest"
	"sallyport/internal/webhook"
)

var noon = time.Date(2015, 7, 2, 12, 0, 0, 0, time.UTC)

const alder = "us-ca/alder" // a county that does not exist

// world is a database with the schema.
type world struct{ db *sql.DB }

// exercises are what both engines have to pass.
var exercises = map[string]func(*testing.T, *world){
	"Feed":               feed,
	"FeedWhileManyWrite": feedWhileManyWrite,
	"QueueTwice":         queueTwice,
	"Subscriptions":      subscriptions,
	"UntilAcknowledged":  untilAcknowledged,
	"OrderOfACase":       orderOfACase,
	"Waits":              waits,
	"Gone":               gone,
	"NewSecret":          newSecret,
	"Slow":               slow,
	"StoppedBetween":     stoppedBetween,
	"TwoSenders":         twoSenders,
	"Reach":              reach,
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	for name, exercise := range exercises {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := (&url.URL{Scheme: "file", Opaque: url.PathEscape(filepath.Join(t.TempDir(), "db"))}).String()
			db, err := sql.Open("sqlite", source+"?_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_txlock=immediate")
			if err != nil {
				t.Fatal(err)
			}
			db.SetMaxOpenConns(1)
			exercise(t, newWorld(t, db))
		})
	}
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t)
	for name, exercise := range exercises {
		t.Run(name, func(t *testing.T) {
			db, err := sql.Open("pgx", server.Database(t))
			if err != nil {
				t.Fatal(err)
			}
			exercise(t, newWorld(t, db))
		})
	}
}

func newWorld(t *testing.T, db *sql.DB) *world {
	t.Helper()
	t.Cleanup(func() { _ = db.Close() })
	for range 2 { // it may run again
		if _, err := db.ExecContext(t.Context(), webhook.Schema); err != nil {
			t.Fatal(err)
		}
	}
	return &world{db}
}

// inTx is one transaction of its own.
func (w *world) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// must does something in a transaction that has to succeed.
func (w *world) must(t testing.TB, do func(*sql.Tx) error) {
	t.Helper()
	if err := w.inTx(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func event(agency, caseID string, n int) webhook.Event {
	return webhook.Event{ID: fmt.Sprintf("evt_%s_%d", caseID, n), Kind: "request.received", Agency: agency, Case: caseID, At: noon,
		Body: json.RawMessage(fmt.Sprintf(`{"n":%d}`, n))}
}

func (w *world) queue(t testing.TB, events ...webhook.Event) {
	t.Helper()
	w.must(t, func(tx *sql.Tx) error {
		for _, e := range events {
			if err := webhook.Queue(t.Context(), tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *world) subscribe(t testing.TB, id, to string) {
	t.Helper()
	w.must(t, func(tx *sql.Tx) error {
		return webhook.Subscribe(t.Context(), tx, webhook.Subscription{ID: id, Agency: alder, URL: to})
	})
}

func (w *world) states(t testing.TB) (states []webhook.State) {
	t.Helper()
	w.must(t, func(tx *sql.Tx) (err error) {
		states, err = webhook.States(t.Context(), tx)
		return err
	})
	return states
}

// feed reads the feed from a cursor to its end, in pages.
func (w *world) feed(t testing.TB, agency, after string, limit int) (events []webhook.Event, next string) {
	t.Helper()
	next = after
	for {
		var page []webhook.Event
		w.must(t, func(tx *sql.Tx) (err error) {
			page, next, err = webhook.Feed(t.Context(), tx, agency, next, limit)
			return err
		})
		if len(page) == 0 {
			return events, next
		}
		events = append(events, page...)
	}
}

var shared = func() webhook.Secret {
	s, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		panic(err)
	}
	return s
}()
