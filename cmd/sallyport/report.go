package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"sallyport/internal/reconcile"
	"sallyport/internal/tiles"
	"sallyport/record/figures"
	"sallyport/returns"
)

type reportCmd struct {
	Return string `arg:"" help:"Which return: us-ca/truth, us-ca/values, us-il/trust, us-ma/boston, us-nj/directive-2018-6 or us-or/sanctuary-promise."`
	Year   int    `required:"" help:"The year that it is about; years are counted in UTC, as the log's days are." placeholder:"Y"`
	Book   string `required:"" help:"The agency's own book, as sallyport reconcile --export writes it." placeholder:"FILE" type:"path"`
	Log    string `required:"" help:"The agency's log: a folder, or the http(s) address of its tiles." placeholder:"SOURCE"`
	Key    string `help:"Public key of the log, as text or a file; without it, log.pub beside the log." placeholder:"KEY"`
	JSON   bool   `name:"json" help:"Print one JSON document."`
	CSV    string `name:"csv" help:"Write the tables to a file of comma-separated values." placeholder:"OUT" type:"path"`
	HTML   string `name:"html" help:"Write a page to print and sign." placeholder:"OUT" type:"path"`
}

func (reportCmd) Help() string {
	return `A yearly return in the form that the law of the place asks for: detail from the agency's own book, every line of it shown to be in the agency's log,
and every number that can be counted compared with what the log has published.

Status 0 for a sound return, 1 where the log does not bear a number out (each is named), 2 where the law does not ask this agency for it, or the book is of
another log or an earlier year.

Example:
  sallyport reconcile --export cook.book --node /var/lib/sallyport
  sallyport report us-il/trust --year 2026 --book cook.book --log /var/lib/sallyport/log --html cook-2026.html`
}

func (c *reportCmd) Run(std streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	form, err := returns.Of(c.Return)
	if err != nil {
		return badInput(err)
	}
	book, err := readBook(c.Book)
	if err != nil {
		return err
	}
	lines := entriesOf(book)
	log, err := c.read(ctx, book, lines)
	if err != nil {
		return err
	}
	filled, err := form.Fill(lines, book.At, log, c.Year)
	if err != nil {
		return badInput(err)
	}
	if err := c.write(std, filled); err != nil {
		return err
	}
	if len(filled.Findings) > 0 {
		return findings()
	}
	return nil
}

// entriesOf are the lines of a book as a return takes them.
func entriesOf(book *reconcile.Book) []returns.Entry {
	lines := make([]returns.Entry, len(book.Events))
	for i := range book.Events {
		e := &book.Events[i]
		lines[i] = returns.Entry{Seq: e.Seq, Index: e.Index, Body: e.Body, Salt: e.Salt}
	}
	return lines
}

// read reads all of the log, which has to be the book's.
func (c *reportCmd) read(ctx context.Context, book *reconcile.Book, lines []returns.Entry) (*returns.Log, error) {
	published, err := openLog(ctx, c.Log, c.Key, nil)
	if err != nil {
		return nil, err
	}
	if published.Vkey != book.Log {
		return nil, badInput(fmt.Errorf("%s: it is of the log %s, and %s is %s", c.Book, book.Origin(), c.Log, published.Key.Name()))
	}
	signed, err := published.Checkpoint(ctx)
	if err != nil {
		return nil, logError(c.Log, c.Key, err)
	}
	log := &returns.Log{Source: c.Log, Log: figures.Log{Checkpoint: figures.Checkpoint{Origin: published.Key.Name(), Size: signed.Size, Root: base64.StdEncoding.EncodeToString(signed.Root[:])}}}
	if err := log.Read(lines); err != nil {
		return nil, badInput(fmt.Errorf("%s: %w", c.Book, err))
	}
	return log, c.entries(ctx, signed, log)
}

func (c *reportCmd) entries(ctx context.Context, signed *tiles.Checkpoint, log *returns.Log) error {
	for e, err := range signed.Entries(ctx, 0) {
		if damage := new(tiles.Damage); errors.As(err, &damage) {
			log.Damage(damage.First, damage.Last)
			continue
		}
		if err != nil {
			return logError(c.Log, c.Key, err)
		}
		if err := log.Add(e.Index, e.Leaf); err != nil {
			return badInput(fmt.Errorf("%s: %w", c.Log, err))
		}
	}
	return nil
}

// write writes what is asked for, and on the terminal the return itself or, where it went into a file, what does not hold of it.
func (c *reportCmd) write(std streams, r *returns.Filled) error {
	for _, file := range []struct {
		name  string
		write func(io.Writer) error
	}{{c.CSV, r.WriteCSV}, {c.HTML, r.WriteHTML}} {
		if file.name == "" {
			continue
		}
		if err := writeFile(file.name, file.write); err != nil {
			return badInput(err)
		}
	}
	switch {
	case c.JSON:
		return printJSON(std.out, r)
	case c.CSV == "" && c.HTML == "":
		return r.WriteText(std.out)
	case len(r.Findings) > 0:
		fmt.Fprintln(std.err, "DOES NOT HOLD: "+strings.Join(r.Findings, "\nDOES NOT HOLD: "))
	}
	return nil
}
