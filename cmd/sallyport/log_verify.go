package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"sallyport/internal/audit"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/tiles"
)

type logVerifyCmd struct {
	Source string   `arg:"" help:"The log: a folder, or the http(s) address of its tiles."`
	Policy string   `help:"Who has to cosign its checkpoints, as c2sp.org/tlog-policy has it." placeholder:"FILE" type:"path"`
	Key    string   `help:"Public key of the log, as text or a file; without it, log.pub beside the log." placeholder:"KEY"`
	Older  []string `help:"An older checkpoint of the log, which it must not have forgotten; may be repeated." placeholder:"FILE" sep:"none" type:"path"`
	Book   string   `help:"The node's own book, as reconcile --export writes it: each commitment and each batch is held against it." placeholder:"FILE" type:"path"`
	JSON   bool     `name:"json" help:"Print one JSON document."`
}

func (logVerifyCmd) Help() string {
	return `Reads a log as it is published, and recounts it: that every entry and every tile leads to the signed root, that it grew slot by slot as it says, that every day
has its batch and each batch adds up, that the law which lines apply is law that the log says was loaded. With the node's book it shows which commitment is which line
of the record and which is padding, and makes every batch anew. Each finding is one line, with the entry and whom to ask.

A key that lies beside a log shows only that the log agrees with itself: get it from somebody you trust.

Status 0 when clean, 1 with findings, 2 for what is no log, 3 where a web server does not answer.

Example:
  sallyport log verify trial/hub/log
  sallyport log verify https://log.example.org/hub --policy witnesses.policy --older checkpoint.2015-08-03`
}

func (c *logVerifyCmd) Run(std streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	report, err := c.verify(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(std.out, report)
	} else {
		err = report.WriteTable(std.out)
	}
	if err == nil && len(report.Findings) > 0 {
		err = findings()
	}
	return err
}

func (c *logVerifyCmd) verify(ctx context.Context) (*audit.Report, error) {
	policy, err := readPolicy(c.Policy)
	if err != nil {
		return nil, err
	}
	given := audit.Given{Policy: policy, Older: map[string][]byte{}}
	for _, name := range c.Older {
		if given.Older[name], err = os.ReadFile(name); err != nil {
			return nil, unreadable(name, err)
		}
	}
	log, err := openLog(ctx, c.Source, c.Key, policy)
	if err != nil {
		return nil, err
	}
	if err := believe(policy, []*tiles.Log{log}); err != nil {
		return nil, badInput(err)
	}
	if c.Book != "" {
		book, err := readBook(c.Book)
		if err != nil {
			return nil, err
		}
		empty, err := emptyStore(ctx)
		if err != nil {
			return nil, err
		}
		defer empty.remove()
		given.Book = &audit.Book{Book: book, Empty: empty.Store}
	}
	report, err := audit.Verify(ctx, log, given)
	if wrong := (*audit.WrongBook)(nil); errors.As(err, &wrong) {
		return nil, badInput(fmt.Errorf("%s:1: book.log: %w", c.Book, err))
	}
	if err != nil {
		return nil, logError(c.Source, c.Key, err)
	}
	return report, nil
}

// temporary is a store that nobody needs any longer than a command runs.
type temporary struct {
	*store.Store
	dir string
}

// emptyStore is where batches are made anew.
func emptyStore(ctx context.Context) (*temporary, error) {
	dir, err := os.MkdirTemp("", "sallyport-recount-")
	if err != nil {
		return nil, err
	}
	s, err := sqlite.Open(ctx, filepath.Join(dir, "recount.db"))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return &temporary{s, dir}, nil
}

func (t *temporary) remove() { _ = errors.Join(t.Close(), os.RemoveAll(t.dir)) } // nothing depends on it
