// Package sqlite opens a store in one SQLite file.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver named "sqlite"

	"sallyport/internal/store"
)

// Open opens or creates the database file at path, and migrates it. One connection writes; others read. What is deleted
// is overwritten with zeros, and after Shrink the database and its write-ahead log hold nothing of it.
func Open(ctx context.Context, path string) (*store.Store, error) {
	write, err := sql.Open("sqlite", source(path, "_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	if err := store.Migrate(ctx, goose.DialectSQLite3, write); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, err), write.Close())
	}
	read, err := sql.Open("sqlite", source(path, "_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, err), write.Close())
	}
	shrink := func(ctx context.Context) error { return emptyLog(ctx, write) }
	return store.New(store.Engine{Name: "sqlite", Write: write, Read: read, Shrink: shrink}), nil
}

// OpenToRead opens the database file at path for reading alone, as it is: nothing is migrated or made, and another process may write to it.
func OpenToRead(ctx context.Context, path string) (*store.Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	name := (&url.URL{Scheme: "file", Opaque: url.PathEscape(path)}).String() + "?mode=ro&_pragma=query_only(1)&_pragma=busy_timeout(5000)"
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	if err := store.Current(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, err), db.Close())
	}
	return store.New(store.Engine{Name: "sqlite", Write: db, Read: db}), nil
}

// source turns on what durability and overwriting need: a write-ahead log flushed at each commit, and deleted
// content overwritten with zeros.
func source(path, more string) string {
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path)}).String() +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)" +
		"&_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)&" + more
}

// emptyLog moves the write-ahead log into the database and empties it, so that nothing deleted stays in either file.
func emptyLog(ctx context.Context, write *sql.DB) error {
	var busy, pages, moved int
	if err := write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return fmt.Errorf("store: emptying the write-ahead log: %w", err)
	}
	if busy != 0 {
		return errors.New("store: the write-ahead log is still being read; purge again when readers are done")
	}
	return nil
}
