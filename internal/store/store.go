// Package store keeps the exchange's state in one SQLite file: submissions, facts with their sources, the outbox of
// events, the gallery and the receipts of purges. It promises that a transaction is wholly on the disk when InTx returns,
// and that what a purge deletes is overwritten once Shrink has succeeded. It knows no rule and no role.
package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // the driver named "sqlite"
)

//go:embed schema.sql
var schema string

// Store is an open database. One connection writes; others read.
type Store struct {
	write, read *sql.DB
}

// Tx is one transaction; its methods are the only SQL there is.
type Tx struct {
	ctx context.Context
	tx  *sql.Tx
}

// Open opens or creates the database file at path.
func Open(ctx context.Context, path string) (*Store, error) {
	write, err := sql.Open("sqlite", source(path, "_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	if _, err := write.ExecContext(ctx, schema); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, err), write.Close())
	}
	read, err := sql.Open("sqlite", source(path, "_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", path, err), write.Close())
	}
	return &Store{write, read}, nil
}

// source turns on what durability and overwriting need: a write-ahead log flushed at each commit, and deleted
// content overwritten with zeros.
func source(path, more string) string {
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path)}).String() +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)" +
		"&_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)&" + more
}

// Close closes every connection.
func (s *Store) Close() error { return errors.Join(s.read.Close(), s.write.Close()) }

// InTx runs do in one writing transaction: all of it is kept, or, when do fails, nothing.
func (s *Store) InTx(ctx context.Context, do func(*Tx) error) error { return inTx(ctx, s.write, do) }

// View runs do in a transaction that may only read.
func (s *Store) View(ctx context.Context, do func(*Tx) error) error { return inTx(ctx, s.read, do) }

func inTx(ctx context.Context, db *sql.DB, do func(*Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	if err := do(&Tx{ctx, tx}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// Shrink moves the write-ahead log into the database and empties it, so that nothing deleted stays in either file.
// It fails when a reader still holds an old snapshot.
func (s *Store) Shrink(ctx context.Context) error {
	var busy, pages, moved int
	if err := s.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return fmt.Errorf("store: emptying the write-ahead log: %w", err)
	}
	if busy != 0 {
		return errors.New("store: the write-ahead log is still being read; purge again when readers are done")
	}
	return nil
}

func (t *Tx) exec(query string, args ...any) error {
	if _, err := t.tx.ExecContext(t.ctx, query, args...); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// each runs query and calls row once per row, with the function that scans it.
func (t *Tx) each(row func(scan func(...any) error) error, query string, args ...any) (err error) {
	rows, err := t.tx.QueryContext(t.ctx, query, args...)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return fmt.Errorf("store: %w", err)
		}
	}
	return rows.Err()
}
