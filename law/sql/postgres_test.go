package sql_test

import (
	"context"
	"database/sql"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	lawsql "sallyport/law/sql"

	"sallyport/internal/outside/postgrestest"
)

// postgres is a database of a server of the test's own.
func postgres(t testing.TB) *engine {
	t.Helper()
	db, err := sql.Open("pgx", postgrestest.Start(t).Database(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &engine{name: "postgres", dialect: lawsql.PostgreSQL, db: db, load: func(table lawsql.Table, rows [][]any) error {
		return copyAll(db, table, rows)
	}}
}

// copyAll loads rows by COPY, and lets the planner know how many there are.
func copyAll(db *sql.DB, table lawsql.Table, rows [][]any) error {
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table.Name}, columnNames(table), pgx.CopyFromRows(rows))
		return err
	})
	if err == nil {
		_, err = conn.ExecContext(ctx, "ANALYZE "+table.Name)
	}
	return err
}
