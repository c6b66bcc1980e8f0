package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"sallyport/internal/node"
	"sallyport/internal/reconcile"
	"sallyport/internal/store"
	"sallyport/internal/tiles"
)

// exportBook writes a node's book, and tells what its own log does not bear out.
func exportBook(ctx context.Context, std streams, of, out string) error {
	dir, database, err := whereNode(of)
	if err != nil {
		return badInput(err)
	}
	log, err := tiles.Open(ctx, filepath.Join(dir, "log"), "")
	if err != nil {
		return badInput(fmt.Errorf("%s: log: %w; name a node's folder", of, err))
	}
	record, err := openToRead(dir, database)
	if err != nil {
		return badInput(err)
	}
	err = writeBook(out, func(w io.Writer) error { return reconcile.Export(ctx, record, log, time.Now(), w) })
	if err := errors.Join(err, record.Close()); err != nil {
		return err
	}
	book, err := readBook(out)
	if err != nil {
		return err
	}
	return checkBook(ctx, std, log, book)
}

// checkBook tells what a node's own log does not bear out of its book.
func checkBook(ctx context.Context, std streams, log *tiles.Log, book *reconcile.Book) error {
	n, err := reconcile.Read(ctx, log)
	if err != nil {
		return err
	}
	if err := n.Take(book); err != nil {
		return err
	}
	report := reconcile.Check(n)
	if err := report.WriteTable(std.err); err != nil {
		return err
	}
	if len(report.Differences) > 0 {
		return findings()
	}
	return nil
}

// whereNode finds a node's folder, and its database where that is not in it.
func whereNode(of string) (dir, database string, err error) {
	info, err := os.Stat(of)
	if err != nil || info.IsDir() {
		return of, "", err
	}
	c, err := node.ReadConfig(of)
	if err == nil && c.Dir == "" {
		err = fmt.Errorf("%s: dir: not given; name the node's folder instead of this file", of)
	}
	return c.Dir, c.Database, err
}

// openToRead opens a node's database for reading alone: nothing is migrated, and the node may be running.
func openToRead(dir, database string) (*store.Store, error) {
	if strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://") {
		config, err := pgx.ParseConfig(database)
		if err != nil {
			return nil, err
		}
		config.RuntimeParams["default_transaction_read_only"] = "on"
		config.RuntimeParams["default_transaction_isolation"] = "repeatable read" // all that is read is of one moment
		db := stdlib.OpenDB(*config)
		return store.New(store.Engine{Name: "postgres", Read: db, Write: db}), nil
	}
	path := filepath.Join(dir, "sallyport.db")
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	source := (&url.URL{Scheme: "file", Opaque: url.PathEscape(path)}).String() + "?mode=ro&_pragma=query_only(1)&_pragma=busy_timeout(5000)"
	db, err := sql.Open("sqlite", source)
	return store.New(store.Engine{Name: "sqlite", Read: db, Write: db}), err
}

// writeBook writes to a temporary name and renames it: OUT is whole or not there.
func writeBook(out string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(out), ".book-*")
	if err != nil {
		return badInput(err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name()) // what failed is told already
		}
	}()
	if err := errors.Join(write(file), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), out)
}
