package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"sallyport/internal/reconcile"
	"sallyport/internal/tiles"
)

type reconcileCmd struct {
	Logs   []string `arg:"" optional:"" name:"log" help:"The two logs: folders, or http(s) addresses of their tiles."`
	Book   []string `help:"A node's own book, as --export writes it; one for each log at most. Each says itself which log it is of." placeholder:"FILE" sep:"none"`
	KeyA   string   `help:"Public key of the first log, as text or a file; without it, log.pub beside the log." placeholder:"KEY"`
	KeyB   string   `help:"Public key of the second log." placeholder:"KEY"`
	JSON   bool     `name:"json" help:"Print one JSON document."`
	Export string   `help:"Write a node's book to OUT instead, for an auditor; the node may be running." placeholder:"OUT" type:"path"`
	Node   string   `help:"With --export: the node's folder, or its configuration file." placeholder:"DIR|FILE" type:"path"`
}

func (reconcileCmd) Help() string {
	return `Two nodes publish the same of each message between them, in the batch of a day. By the logs alone, anyone can compare these. With the books of one node
or both, each message is compared, every entry of a log accounted for, and each difference named with what both sides have of it. A book names the
staff: it is for an auditor.

Status 0 when clean, 1 with differences, 2 for what is no log or no book.

Example:
  sallyport reconcile trial/hub/log trial/us-oh.franklin/log
  sallyport reconcile --export hub.book --node trial/hub
  sallyport reconcile --export franklin.book --node trial/us-oh.franklin
  sallyport reconcile trial/hub/log trial/us-oh.franklin/log --book hub.book --book franklin.book`
}

func (c *reconcileCmd) Run(std streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch {
	case c.Export != "" && (c.Node == "" || len(c.Logs)+len(c.Book) > 0):
		return badInput(errors.New("--export: give --node, the node's folder, and no logs or books"))
	case c.Export != "":
		return exportBook(ctx, std, c.Node, c.Export)
	case len(c.Logs) != 2:
		return badInput(fmt.Errorf("%d logs: give two, as folders or addresses", len(c.Logs)))
	}
	report, err := c.compare(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(std.out, report)
	} else {
		err = report.WriteTable(std.out)
	}
	if err == nil && len(report.Differences) > 0 {
		err = findings()
	}
	return err
}

func (c *reconcileCmd) compare(ctx context.Context) (*reconcile.Report, error) {
	a, err := readLog(ctx, c.Logs[0], c.KeyA)
	if err != nil {
		return nil, err
	}
	b, err := readLog(ctx, c.Logs[1], c.KeyB)
	if err != nil {
		return nil, err
	}
	if a.Name == b.Name {
		return nil, badInput(fmt.Errorf("%s and %s: both are logs of %s; give those of two nodes", c.Logs[0], c.Logs[1], a.Name))
	}
	for _, name := range c.Book {
		book, err := readBook(name)
		if err != nil {
			return nil, err
		}
		of := a
		if book.Log == b.Log.Vkey {
			of = b
		}
		if err := of.Take(book); err != nil {
			return nil, badInput(fmt.Errorf("%s:1: book.log: %w", name, err))
		}
	}
	report, err := reconcile.Compare(ctx, a, b)
	if err != nil && !errors.Is(err, tiles.ErrServer) && ctx.Err() == nil {
		err = badInput(err)
	}
	return report, err
}

// readLog reads a log's checkpoint.
func readLog(ctx context.Context, source, key string) (*reconcile.Node, error) {
	log, err := openLog(ctx, source, key, nil)
	if err != nil {
		return nil, err
	}
	n, err := reconcile.Open(ctx, log)
	if err != nil {
		return nil, logError(source, key, err)
	}
	return n, nil
}

func readBook(name string) (*reconcile.Book, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer file.Close()
	book, err := reconcile.ReadBook(file, name)
	if err != nil {
		return nil, badInput(err)
	}
	return book, nil
}
