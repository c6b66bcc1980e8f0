package webhook

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"time"
)

// Subscription is a system of an agency's that wants its events.
type Subscription struct {
	ID     string
	Agency string
	URL    string // https; http to this machine only
}

func (s Subscription) check() error {
	u, err := url.Parse(s.URL)
	switch {
	case !named(s.ID) || !named(s.Agency):
		return fmt.Errorf("subscription %q of agency %q: name both", s.ID, s.Agency)
	case err != nil || u.Host == "" || u.User != nil || u.Fragment != "":
		return fmt.Errorf("subscription %s: %q is not the URL of a receiver", s.ID, s.URL)
	case u.Scheme == "https", u.Scheme == "http" && thisMachine(u.Hostname()):
		return nil
	}
	return fmt.Errorf("subscription %s: %s: use https; http is for this machine only", s.ID, s.URL)
}

func thisMachine(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// Subscribe adds a subscription, or changes its URL. It gets the events that are queued from now on; the feed has the
// earlier ones. One that was stopped is served again where its URL is a new one.
func Subscribe(ctx context.Context, tx *sql.Tx, s Subscription) error {
	if err := s.check(); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO webhook_subscriptions (id, agency, url) VALUES ($1, $2, $3)
		ON CONFLICT (id) DO UPDATE SET url = excluded.url, stopped_at = NULL, stopped = '' WHERE webhook_subscriptions.url <> excluded.url`, s.ID, s.Agency, s.URL)
	var agency string
	if err == nil {
		err = tx.QueryRowContext(ctx, `SELECT agency FROM webhook_subscriptions WHERE id = $1`, s.ID).Scan(&agency)
	}
	if err == nil && agency != s.Agency {
		err = fmt.Errorf("it is one of %s; give this one another name", agency)
	}
	if err != nil {
		return fmt.Errorf("subscription %s: %w", s.ID, err)
	}
	return nil
}

// Resume serves a stopped subscription again, with what was waiting when it was stopped. What happened meanwhile, the feed has.
func Resume(ctx context.Context, tx *sql.Tx, id string) error {
	return one(id)(tx.ExecContext(ctx, `UPDATE webhook_subscriptions SET stopped_at = NULL, stopped = '' WHERE id = $1`, id))
}

// Unsubscribe ends a subscription, with what it was still to get.
func Unsubscribe(ctx context.Context, tx *sql.Tx, id string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM webhook_deliveries WHERE subscription = $1`, id); err != nil {
		return fmt.Errorf("subscription %s: %w", id, err)
	}
	return one(id)(tx.ExecContext(ctx, `DELETE FROM webhook_subscriptions WHERE id = $1`, id))
}

// one holds a statement to a subscription that there is.
func one(id string) func(sql.Result, error) error {
	return func(result sql.Result, err error) error {
		var n int64
		if err == nil {
			n, err = result.RowsAffected()
		}
		if err == nil && n == 0 {
			err = errors.New("there is none of this name")
		}
		if err != nil {
			return fmt.Errorf("subscription %s: %w", id, err)
		}
		return nil
	}
}

// State is how a subscription stands, for the people who run the node.
type State struct {
	Subscription
	StoppedAt time.Time // zero while it is served
	Stopped   string    // why
	Waiting   int       // events that are not acknowledged
	Oldest    time.Time // when the first of them happened; zero for none
	Attempts  int       // most for one event
	Failure   string    // the last failure of the first event that waits
}

// States lists every subscription.
func States(ctx context.Context, tx *sql.Tx) (states []State, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT s.id, s.agency, s.url, COALESCE(s.stopped_at, 0), s.stopped,
		COUNT(d.seq), COALESCE(MIN(e.at), 0), COALESCE(MAX(d.attempts), 0),
		COALESCE((SELECT f.failure FROM webhook_deliveries f WHERE f.subscription = s.id ORDER BY f.seq LIMIT 1), '')
		FROM webhook_subscriptions s LEFT JOIN webhook_deliveries d ON d.subscription = s.id LEFT JOIN webhook_events e ON e.seq = d.seq
		GROUP BY s.id, s.agency, s.url, s.stopped_at, s.stopped ORDER BY s.id`)
	if err != nil {
		return nil, fmt.Errorf("subscriptions: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s State
		var stopped, oldest int64
		if err := rows.Scan(&s.ID, &s.Agency, &s.URL, &stopped, &s.Stopped, &s.Waiting, &oldest, &s.Attempts, &s.Failure); err != nil {
			return nil, fmt.Errorf("subscriptions: %w", err)
		}
		s.StoppedAt, s.Oldest = perhaps(stopped), perhaps(oldest)
		states = append(states, s)
	}
	return states, rows.Err()
}

func perhaps(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}
