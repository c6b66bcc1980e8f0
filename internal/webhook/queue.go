package webhook

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Queue adds an event in the transaction of the state that it tells of, for the feed and for every subscription of its agency
// that is served. Writing transactions wait for one another from here on: call it last.
func Queue(ctx context.Context, tx *sql.Tx, e Event) error {
	if err := e.check(); err != nil {
		return err
	}
	var seq int64
	err := tx.QueryRowContext(ctx, `UPDATE webhook_counter SET last = last + 1 WHERE name = 'events' RETURNING last`).Scan(&seq)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO webhook_events (seq, id, agency, kind, case_id, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		seq, e.ID, e.Agency, e.Kind, e.Case, e.At.UnixMicro(), string(e.Body))
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO webhook_deliveries (subscription, seq, case_id, attempts, next_at)
		SELECT s.id, e.seq, e.case_id, 0, 0 FROM webhook_events e JOIN webhook_subscriptions s ON s.agency = e.agency
		WHERE e.seq = $1 AND s.stopped_at IS NULL`, seq)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.ID, err)
	}
	return nil
}

// MaxPage is how many events the feed gives at once.
const MaxPage = 500

// ErrCursor says that a cursor is none that the feed gave.
var ErrCursor = errors.New("not a cursor of this feed; begin without one")

// Feed gives the events of an agency that follow a cursor ("" for the first), at most limit of them, and the cursor that follows
// them. With none it gives the same cursor again. What was given once is never preceded by something new.
func Feed(ctx context.Context, tx *sql.Tx, agency, after string, limit int) (events []Event, next string, err error) {
	from, err := seqOf(after)
	if err != nil {
		return nil, "", err
	}
	rows, err := tx.QueryContext(ctx, `SELECT seq, id, kind, agency, case_id, at, body FROM webhook_events
		WHERE agency = $1 AND seq > $2 ORDER BY seq LIMIT $3`, agency, from, max(1, min(limit, MaxPage)))
	if err != nil {
		return nil, "", fmt.Errorf("feed: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		e, seq, err := scan(rows)
		if err != nil {
			return nil, "", fmt.Errorf("feed: %w", err)
		}
		events, from = append(events, e), seq
	}
	return events, strconv.FormatInt(from, 10), rows.Err()
}

func seqOf(cursor string) (int64, error) {
	if cursor == "" {
		return 0, nil
	}
	seq, err := strconv.ParseInt(cursor, 10, 64)
	if err != nil || seq < 0 || strconv.FormatInt(seq, 10) != cursor {
		return 0, ErrCursor
	}
	return seq, nil
}

// scan reads an event as Feed and due select it.
func scan(rows *sql.Rows, more ...any) (e Event, seq int64, err error) {
	var at int64
	var body string
	err = rows.Scan(append([]any{&seq, &e.ID, &e.Kind, &e.Agency, &e.Case, &at, &body}, more...)...)
	e.At, e.Body = time.UnixMicro(at).UTC(), json.RawMessage(body)
	return e, seq, err
}

// Forget removes the events of a case, sent or not. A purge calls it; cursors stay good.
func Forget(ctx context.Context, tx *sql.Tx, caseID string) error {
	for _, statement := range []string{
		`DELETE FROM webhook_deliveries WHERE case_id = $1`,
		`DELETE FROM webhook_events WHERE case_id = $1`,
	} {
		if _, err := tx.ExecContext(ctx, statement, caseID); err != nil {
			return fmt.Errorf("events of case %s: %w", caseID, err)
		}
	}
	return nil
}
