package sql_test

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"sallyport"
	lawsql "sallyport/law/sql"
)

// engine is a database that the law is run on.
type engine struct {
	name    string
	dialect lawsql.Dialect
	db      *sql.DB
	load    func(table lawsql.Table, rows [][]any) error
}

// loadCases declares the tables and loads the cases.
func loadCases(t testing.TB, e *engine, tables *lawsql.Tables, cases []*sallyport.Case) {
	t.Helper()
	if _, err := e.db.Exec(tables.Schema(e.dialect)); err != nil {
		t.Fatalf("%s: %v", e.name, err)
	}
	var all lawsql.Rows
	var own [][]any
	for _, c := range cases {
		rows := tables.Rows(c)
		own = append(own, rows.Case)
		all.Convictions = append(all.Convictions, rows.Convictions...)
		all.Charges = append(all.Charges, rows.Charges...)
	}
	for _, table := range []struct {
		lawsql.Table
		rows [][]any
	}{{tables.Cases, own}, {tables.Convictions, all.Convictions}, {tables.Charges, all.Charges}} {
		if err := e.load(table.Table, table.rows); err != nil {
			t.Fatalf("%s: %s: %v", e.name, table.Name, err)
		}
	}
}

// sqlite is a database in memory.
func sqlite(t testing.TB) *engine {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	t.Cleanup(func() { db.Close() })
	return &engine{name: "sqlite", dialect: lawsql.SQLite, db: db, load: func(table lawsql.Table, rows [][]any) error {
		return insertAll(db, table, rows)
	}}
}

// insertAll inserts rows in one transaction.
func insertAll(db *sql.DB, table lawsql.Table, rows [][]any) error {
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	names, places := columnNames(table), make([]string, len(table.Columns))
	for i := range places {
		places[i] = "$" + strconv.Itoa(i+1)
	}
	insert, err := tx.Prepare("INSERT INTO " + table.Name + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(places, ", ") + ")")
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, row := range rows {
		if _, err := insert.Exec(row...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func columnNames(table lawsql.Table) []string {
	names := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		names[i] = c.Name
	}
	return names
}
