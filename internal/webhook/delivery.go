package webhook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// delivery is an event on its way to a subscription.
type delivery struct {
	Event
	subscription string
	seq          int64
	attempts     int // this one included
}

// first holds an event back while an earlier one of its case waits.
const first = `d.next_at <= $1 AND NOT EXISTS (SELECT 1 FROM webhook_deliveries b
	WHERE b.subscription = d.subscription AND b.case_id = d.case_id AND b.seq < d.seq)`

// dueSubscriptions lists the subscriptions that something is due to.
func dueSubscriptions(ctx context.Context, tx *sql.Tx, now time.Time) (all []Subscription, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT s.id, s.agency, s.url FROM webhook_subscriptions s WHERE s.stopped_at IS NULL
		AND EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.subscription = s.id AND `+first+`) ORDER BY s.id`, now.UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("what is due: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s Subscription
		if err := rows.Scan(&s.ID, &s.Agency, &s.URL); err != nil {
			return nil, fmt.Errorf("what is due: %w", err)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// claim takes the first event that is due, nil for none, and writes when it is due again before it is sent: killed
// meanwhile, the sender tries again then, and so does another that was a moment later.
func (s *Sender) claim(ctx context.Context, tx *sql.Tx, to Subscription, now time.Time) (*delivery, error) {
	d := &delivery{subscription: to.ID}
	found, err := d.next(ctx, tx, now)
	if err != nil || !found {
		return nil, err
	}
	wait, err := s.wait(d.attempts)
	if err != nil {
		return nil, err
	}
	result, err := tx.ExecContext(ctx, `UPDATE webhook_deliveries SET attempts = $1, next_at = $2, failure = 'no answer yet'
		WHERE subscription = $3 AND seq = $4 AND attempts = $5`, d.attempts, now.Add(wait).UnixMicro(), to.ID, d.seq, d.attempts-1)
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", d.ID, err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return nil, err // another sender was first
	}
	return d, nil
}

// next reads the first event that is due.
func (d *delivery) next(ctx context.Context, tx *sql.Tx, now time.Time) (found bool, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT e.seq, e.id, e.kind, e.agency, e.case_id, e.at, e.body, d.attempts + 1
		FROM webhook_deliveries d JOIN webhook_events e ON e.seq = d.seq WHERE `+first+` AND d.subscription = $2 ORDER BY d.seq LIMIT 1`,
		now.UnixMicro(), d.subscription)
	if err != nil {
		return false, fmt.Errorf("what is due: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if rows.Next() {
		found = true
		d.Event, d.seq, err = scan(rows, &d.attempts)
	}
	return found, errors.Join(err, rows.Err())
}

// settle writes what became of an attempt.
func (d *delivery) settle(ctx context.Context, tx *sql.Tx, now time.Time, failure error) error {
	var err error
	if failure == nil {
		_, err = tx.ExecContext(ctx, `DELETE FROM webhook_deliveries WHERE subscription = $1 AND seq = $2`, d.subscription, d.seq)
	} else {
		_, err = tx.ExecContext(ctx, `UPDATE webhook_deliveries SET failure = $1 WHERE subscription = $2 AND seq = $3`, clip(failure.Error()), d.subscription, d.seq)
	}
	if err == nil && errors.Is(failure, errGone) {
		_, err = tx.ExecContext(ctx, `UPDATE webhook_subscriptions SET stopped_at = $1, stopped = $2 WHERE id = $3 AND stopped_at IS NULL`,
			now.UnixMicro(), errGone.Error(), d.subscription)
	}
	if err != nil {
		return fmt.Errorf("event %s: %w", d.ID, err)
	}
	return nil
}

// clip bounds what is kept of a failure, in characters that a database takes.
func clip(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s[:min(len(s), 500)], "\x00", ""), "")
}
