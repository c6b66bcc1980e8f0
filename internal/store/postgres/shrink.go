package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// patience is how long readers may keep what was deleted, and how often they are asked about.
const patience, interval = 5 * time.Second, 10 * time.Millisecond

// older counts the transactions, slots and standbys that may still see what was deleted before transaction $1.
const older = `SELECT
	(SELECT COUNT(*) FROM pg_stat_activity WHERE COALESCE(datname, current_database()) = current_database()
		AND pid <> pg_backend_pid() AND GREATEST(age(backend_xmin), age(backend_xid)) > age($1::text::xid)) +
	(SELECT COUNT(*) FROM pg_prepared_xacts WHERE database = current_database() AND age(transaction) > age($1::text::xid)) +
	(SELECT COUNT(*) FROM pg_replication_slots WHERE age(xmin) > age($1::text::xid))`

// rewrite writes the tables that hold people anew, without what was deleted or replaced. A plain VACUUM would free the
// room and leave the bytes in it.
func rewrite(ctx context.Context, db *sql.DB) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer conn.Close()
	if err := awaitReaders(ctx, conn); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("SET lock_timeout = %d", patience.Milliseconds())); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer func() {
		_, reset := conn.ExecContext(context.WithoutCancel(ctx), "RESET lock_timeout")
		err = errors.Join(err, reset)
	}()
	if _, err := conn.ExecContext(ctx, "VACUUM (FULL) submissions, prints, candidates, facts, documents, outgoing"); err != nil {
		return fmt.Errorf("store: rewriting the tables; purge again when readers are done: %w", err)
	}
	return nil
}

// awaitReaders waits until no transaction is left that began before this call.
func awaitReaders(ctx context.Context, conn *sql.Conn) error {
	var now string
	if err := conn.QueryRowContext(ctx, "SELECT pg_current_xact_id()::xid::text").Scan(&now); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		var left int64
		if err := conn.QueryRowContext(ctx, older, now).Scan(&left); err != nil {
			return fmt.Errorf("store: waiting for readers: %w", err)
		}
		if left == 0 {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("store: %d transactions still see what was deleted; purge again when they are done", left)
		}
	}
}
