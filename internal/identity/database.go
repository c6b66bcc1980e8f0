package identity

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Schema is the tables of this package, the same text for SQLite and PostgreSQL; it may run again. Times are microseconds UTC.
const Schema = `
CREATE TABLE IF NOT EXISTS people (
	id          TEXT PRIMARY KEY, -- as it stands on the record
	issuer      TEXT NOT NULL,
	subject     TEXT NOT NULL,    -- who that is at the issuer
	name        TEXT NOT NULL,
	office      TEXT NOT NULL,
	since       BIGINT NOT NULL,
	added_by    TEXT NOT NULL,
	disabled_at BIGINT,
	disabled_by TEXT,
	UNIQUE (issuer, subject)
);

CREATE TABLE IF NOT EXISTS grants ( -- who had which role when: a row is ended and never removed
	person   TEXT NOT NULL REFERENCES people (id),
	role     TEXT NOT NULL,
	since    BIGINT NOT NULL,
	given_by TEXT NOT NULL,
	ended_at BIGINT,
	ended_by TEXT,
	PRIMARY KEY (person, role, since)
);

CREATE UNIQUE INDEX IF NOT EXISTS grants_open ON grants (person, role) WHERE ended_at IS NULL;

CREATE TABLE IF NOT EXISTS first_administrator (
	hash       TEXT PRIMARY KEY, -- SHA-256 of the token on the console
	expires_at BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS sessions (
	token      TEXT PRIMARY KEY, -- SHA-256 of what the cookie says
	data       TEXT NOT NULL,
	expires_at BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS sessions_by_end ON sessions (expires_at);

CREATE TABLE IF NOT EXISTS passkeys (
	id         TEXT PRIMARY KEY, -- credential ID, base64url
	person     TEXT NOT NULL REFERENCES people (id),
	public_key BYTEA NOT NULL,   -- COSE
	sign_count BIGINT NOT NULL,
	backed_up  BIGINT NOT NULL,  -- 1: of a kind that is copied between the person's devices
	added_at   BIGINT NOT NULL,
	removed_at BIGINT,
	removed_by TEXT
);

CREATE TABLE IF NOT EXISTS ceremonies ( -- asked for and not yet answered
	challenge  TEXT PRIMARY KEY,
	person     TEXT NOT NULL REFERENCES people (id),
	nonce      BYTEA NOT NULL,
	asked_at   BIGINT NOT NULL
);
`

// SQL is a database or a transaction. What changes more than one row asks for a transaction.
type SQL interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// inTx runs do in a writing transaction of its own.
func (s *Service) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// changed runs a statement and says whether it found its row.
func changed(ctx context.Context, db SQL, query string, args ...any) (bool, error) {
	result, err := db.ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// each calls row once for each row of a query, with the function that scans it.
func each(ctx context.Context, db SQL, row func(scan func(...any) error) error, query string, args ...any) (err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func moment(micro int64) time.Time { return time.UnixMicro(micro).UTC() }

func maybe(micro sql.NullInt64) time.Time {
	if !micro.Valid {
		return time.Time{}
	}
	return moment(micro.Int64)
}
