package store

import (
	"database/sql"
	"time"
)

// moment is a time as the database keeps it, in microseconds.
func moment(micro int64) time.Time { return time.UnixMicro(micro).UTC() }

// perhaps is a time that may not have come, and is then zero.
func perhaps(micro sql.NullInt64) time.Time {
	if !micro.Valid {
		return time.Time{}
	}
	return moment(micro.Int64)
}

func nullable(t time.Time) sql.NullInt64 {
	if t.IsZero() {
		return sql.NullInt64{}
	}
	return sql.NullInt64{Int64: t.UnixMicro(), Valid: true}
}
