// Package postgres opens a store in a PostgreSQL database, version 13 or later.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"sallyport/internal/store"
)

// connections is how many there are to write, and as many to read.
const connections = 10

// turn makes writing transactions happen one after another, as they do in SQLite: a read-modify-write loses nothing,
// and no two wait for each other. Each numbers an event, and would wait for that row anyway.
const turn = "SELECT last FROM counters WHERE name = 'events' FOR UPDATE"

// Open connects to the database of a URL or a keyword/value string, as pgx takes them, and migrates it. The role owns
// the tables. After Shrink nothing of what was deleted is in the files of the tables and their indexes, or in the
// planner's statistics. The server's write-ahead log, its archive and its copies keep old bytes for as long as they are
// set to: there only what was stored sealed is safe, once its key is destroyed.
func Open(ctx context.Context, url string) (*store.Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err) // pgx leaves the password out
	}
	write := pool(config)
	if err := prepare(ctx, write); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s on %s: %w", config.Database, config.Host, err), write.Close())
	}
	shrink := func(ctx context.Context) error { return rewrite(ctx, write) }
	return store.New(store.Engine{Name: "postgres", Write: write, Read: pool(reading(config)), Turn: turn, Shrink: shrink}), nil
}

// OpenToRead connects to a database for reading alone, as it is: nothing is migrated.
func OpenToRead(ctx context.Context, url string) (*store.Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err) // pgx leaves the password out
	}
	db := pool(reading(config))
	if err := store.Current(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", err), db.Close())
	}
	return store.New(store.Engine{Name: "postgres", Write: db, Read: db}), nil
}

// reading has each transaction read alone, and see the database as it was at one moment.
func reading(config *pgx.ConnConfig) *pgx.ConnConfig {
	config = config.Copy()
	config.RuntimeParams["default_transaction_read_only"] = "on"
	config.RuntimeParams["default_transaction_isolation"] = "repeatable read"
	return config
}

func pool(config *pgx.ConnConfig) *sql.DB {
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}

// prepare migrates the database, one program at a time, keeps samples of what is said of people out of the planner's
// statistics, and has what is sealed stored as it is.
func prepare(ctx context.Context, db *sql.DB) error {
	once, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60)) // asks each second, for a minute
	if err != nil {
		return err
	}
	if err := store.Migrate(ctx, goose.DialectPostgres, db, goose.WithSessionLocker(once)); err != nil {
		return err
	}
	for _, c := range []struct{ table, column string }{
		{"submissions", "tcn"}, {"submissions", "file"}, {"submissions", "state"}, {"prints", "template"},
		{"candidates", "person"}, {"facts", "value"}, {"facts", "source"}, {"documents", "sealed"}, {"outgoing", "envelope"},
	} {
		if _, err := db.ExecContext(ctx, "ALTER TABLE "+c.table+" ALTER COLUMN "+c.column+" SET STATISTICS 0"); err != nil {
			return fmt.Errorf("statistics of %s.%s: %w", c.table, c.column, err)
		}
	}
	for _, sealed := range []string{"documents ALTER COLUMN sealed", "outgoing ALTER COLUMN envelope"} { // nothing sealed gets smaller: it is not tried
		if _, err := db.ExecContext(ctx, "ALTER TABLE "+sealed+" SET STORAGE EXTERNAL"); err != nil {
			return fmt.Errorf("storage of %s: %w", sealed, err)
		}
	}
	return nil
}
