// Package store keeps the exchange's state: submissions, facts with their sources, the outbox of events, messages between
// nodes, clocks, sealed documents, the gallery and the receipts of purges. One set of SQL, in query, serves every engine;
// the engines are the packages below: sqlite and postgres. It promises that a transaction is wholly on the disk when InTx
// returns, that writing transactions happen one after another, and that what a purge deletes is gone from the files the
// engine names once Shrink has succeeded. It knows no rule and no role.
package store

//go:generate go -C ../../.ci/sqlc build -o ../bin/sqlc github.com/sqlc-dev/sqlc/cmd/sqlc
//go:generate ../../.ci/bin/sqlc generate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sallyport/internal/store/query"
)

// Engine is a database that the SQL runs on, as its package opened it.
type Engine struct {
	Name        string // "sqlite" or "postgres"
	Write, Read *sql.DB
	Turn        string                          // what a writing transaction says first, to wait its turn; "" where the database makes it wait
	Shrink      func(ctx context.Context) error // see Store.Shrink
}

// Store is an open database, migrated to the newest schema.
type Store struct {
	engine Engine
}

// Tx is one transaction; its methods are the only way to the SQL.
type Tx struct {
	ctx     context.Context
	tx      *sql.Tx
	query   *query.Queries
	numbers map[string]*given // by counter
}

// New is a store on an engine whose database Migrate has brought up to date. The store closes the engine's connections.
func New(e Engine) *Store { return &Store{e} }

// Engine says what the store runs on: its name, and the connections that a job queue in the same database needs.
func (s *Store) Engine() Engine { return s.engine }

// Close closes every connection.
func (s *Store) Close() error { return errors.Join(s.engine.Read.Close(), s.engine.Write.Close()) }

// InTx runs do in one writing transaction: all of it is kept, or, when do fails, nothing. No other writes meanwhile, so
// what do has read stays true until it ends.
func (s *Store) InTx(ctx context.Context, do func(*Tx) error) error {
	return inTx(ctx, s.engine.Write, func(tx *Tx) error {
		if s.engine.Turn != "" {
			if _, err := tx.tx.ExecContext(ctx, s.engine.Turn); err != nil {
				return fmt.Errorf("store: waiting for the turn to write: %w", err)
			}
		}
		return do(tx)
	})
}

// View runs do in a transaction that may only read, and that sees the database as it was at one moment.
func (s *Store) View(ctx context.Context, do func(*Tx) error) error {
	return inTx(ctx, s.engine.Read, do)
}

func inTx(ctx context.Context, db *sql.DB, do func(*Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	defer tx.Rollback() // does nothing after Commit; gives the connection back when do panics
	t := &Tx{ctx: ctx, tx: tx, query: query.New(tx)}
	if err := do(t); err != nil {
		return err
	}
	if err := t.keepNumbers(); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// SQL is the transaction itself, for what has to happen in it and is not the store's: a job queue's rows.
func (t *Tx) SQL() *sql.Tx { return t.tx }

// Shrink does away with the bytes of what was deleted: what each engine promises stands at its Open. It fails when a
// reader still holds an old snapshot.
func (s *Store) Shrink(ctx context.Context) error { return s.engine.Shrink(ctx) }

// from says where an error comes from.
func from(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("store: %w", err)
}
