package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"sallyport/internal/node"
	"sallyport/internal/reconcile"
	"sallyport/internal/tiles"
)

// exportBook writes a node's book, and tells what its own log does not bear out.
func exportBook(ctx context.Context, std streams, of, out string) error {
	config, err := whereNode(of)
	if err != nil {
		return badInput(err)
	}
	log, err := tiles.Open(ctx, filepath.Join(config.Dir, "log"), "")
	if err != nil {
		return badInput(fmt.Errorf("%s: log: %w; name a node's folder", of, err))
	}
	record, err := config.OpenToRead(ctx)
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
	n, err := reconcile.Open(ctx, log)
	if err != nil {
		return err
	}
	if err := n.Take(book); err != nil {
		return err
	}
	report, err := reconcile.Check(ctx, n)
	if err != nil {
		return err
	}
	if err := report.WriteTable(std.err); err != nil {
		return err
	}
	if len(report.Differences) > 0 {
		return findings()
	}
	return nil
}

// whereNode finds a node's folder, and its database where that is not in it.
func whereNode(of string) (config node.Config, err error) {
	info, err := os.Stat(of)
	if err != nil || info.IsDir() {
		return node.Config{Dir: of}, err
	}
	config, err = node.ReadConfig(of)
	if err == nil && config.Dir == "" {
		err = fmt.Errorf("%s: dir: not given; name the node's folder instead of this file", of)
	}
	return config, err
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
