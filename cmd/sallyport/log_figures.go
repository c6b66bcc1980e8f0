package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"

	"sallyport/internal/publish"
	"sallyport/internal/tiles"
	"sallyport/record/figures"
)

type logFiguresCmd struct {
	Source []string `arg:"" help:"The logs: folders, or http(s) addresses of their tiles."`
	Key    []string `help:"Public key of a log, as text or a file, in the order of the logs; without it, log.pub beside the log." placeholder:"KEY" sep:"none"`
	Query  string   `help:"Count what meets this alone, as in kind=answered place=us-ca/los-angeles month=2015-08." placeholder:"Q"`
	JSON   bool     `name:"json" help:"Print one JSON document."`
	CSV    string   `name:"csv" help:"Write a row for each figure as well." placeholder:"OUT" type:"path"`
}

func (logFiguresCmd) Help() string {
	return `Counts what logs have published. Every entry is read and shown to lead to the signed checkpoint, and every figure says by which query and under which checkpoint
it comes, so that the same command, or any other program, counts the same. What has no number says why: nobody reported it, or a larger place has it. Figures of
several logs stand side by side and are never added up: hub and jail both record what one tells the other.

What lines there are, and every code in them, stands in docs/operate/record.md. The terms of a query are ` + "kind, place, year, month, action, form, outcome, rule, pack,\nunresolved, reason, about, took and kept; key= asks for lines without, key=* for any." + `

Example:
  sallyport log figures trial/hub/log
  sallyport log figures trial/hub/log trial/us-oh.franklin/log --csv figures.csv
  sallyport log figures https://log.example.org/hub --query 'kind=answered outcome=refused month=2015-08'`
}

// published is what is told of a log.
type published struct {
	figures.Checkpoint
	First  string          `json:"first,omitempty"` // day with a batch
	Last   string          `json:"last,omitempty"`
	Days   int             `json:"days"` // with a batch
	Figure *figures.Figure `json:"figure,omitempty"`
	Shares []figures.Share `json:"shares,omitempty"`
	Tables []figures.Table `json:"tables,omitempty"`
}

func (c *logFiguresCmd) Run(std streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	query, err := figures.ParseQuery(c.Query)
	if err != nil {
		return badInput(fmt.Errorf("--query: %w", err))
	}
	if len(c.Key) > len(c.Source) {
		return badInput(fmt.Errorf("%d keys for %d logs: give one for each log at most", len(c.Key), len(c.Source)))
	}
	var all []published
	for i, source := range c.Source {
		key := ""
		if i < len(c.Key) {
			key = c.Key[i]
		}
		l, err := readFigures(ctx, source, key)
		if err != nil {
			return err
		}
		all = append(all, c.publishedOf(l, query))
	}
	if c.CSV != "" {
		if err := writeCSV(c.CSV, all); err != nil {
			return err
		}
	}
	if c.JSON {
		return printJSON(std.out, struct {
			V    int         `json:"v"`
			Logs []published `json:"logs"`
		}{1, all})
	}
	for i := range all {
		if err := all[i].write(std.out); err != nil {
			return err
		}
	}
	return nil
}

func (c *logFiguresCmd) publishedOf(l *figures.Log, query figures.Query) published {
	p := published{Checkpoint: l.Checkpoint}
	p.First, p.Last, p.Days = l.Days()
	if c.Query != "" {
		f := l.Count(query)
		p.Figure = &f
		return p
	}
	p.Shares, p.Tables = l.Shares(), l.Tables()
	return p
}

func readFigures(ctx context.Context, source, key string) (*figures.Log, error) {
	log, err := openLog(ctx, source, key, nil)
	if err != nil {
		return nil, err
	}
	checkpoint, err := log.Checkpoint(ctx)
	if err != nil {
		return nil, logError(source, key, err)
	}
	l, err := publish.Read(ctx, checkpoint)
	if errors.As(err, new(*tiles.Damage)) {
		return nil, &exitError{statusFindings, fmt.Errorf("%s: %w; nothing can be counted from it: sallyport log verify %s says more", source, err, source)}
	}
	if err != nil {
		return nil, logError(source, key, err)
	}
	return l, nil
}

// shown is a figure's number with what it means, or that alone where there is no number.
func shown(f *figures.Figure) string {
	switch f.State {
	case figures.Counted:
		return strconv.Itoa(f.Count)
	case figures.SoFar:
		return fmt.Sprintf("%d (%d of %d days)", f.Count, f.Days, f.Of)
	case figures.NotReported:
		return fmt.Sprintf("not reported (%d of %d days)", f.Days, f.Of)
	}
	return string(f.State)
}

func (p *published) write(out io.Writer) error {
	fmt.Fprintf(out, "%s\n  %d entries, root %s; ", p.Origin, p.Size, p.Root)
	if p.Days == 0 {
		fmt.Fprintln(out, "no day has been published yet")
	} else {
		fmt.Fprintf(out, "published of %d days, %s to %s\n", p.Days, p.First, p.Last)
	}
	if p.Figure != nil {
		_, err := fmt.Fprintf(out, "\n  %s\t%s\n\n", shown(p.Figure), p.Figure.Query)
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range p.Shares {
		if s.Month == "" {
			fmt.Fprintf(w, "\n%s\t%d of %d\n", s.Says, s.N, s.Of)
		}
	}
	for _, t := range p.Tables {
		fmt.Fprintf(w, "\n%s\n", t.Says)
		switch {
		case len(t.Rows) == 0:
			fmt.Fprintln(w, "  none was published")
		case t.Name == figures.Overview:
			writeOverview(w, t.Rows)
		default:
			for i := range t.Rows {
				fmt.Fprintf(w, "  %s\t%s\n", strings.Join(t.Rows[i].Values, "\t"), shown(&t.Rows[i].Figure))
			}
		}
	}
	fmt.Fprintln(w)
	return w.Flush()
}

// writeOverview writes a line for each month and place; --json and --csv have a row for each of its figures.
func writeOverview(w io.Writer, rows []figures.Row) {
	for len(rows) > 0 {
		one := slices.IndexFunc(rows, func(r figures.Row) bool { return r.Values[0] != rows[0].Values[0] || r.Values[1] != rows[0].Values[1] })
		if one < 0 {
			one = len(rows)
		}
		var said, none []string
		for i := range rows[:one] {
			switch f := &rows[i].Figure; {
			case f.Count > 0:
				said = append(said, shown(f)+" "+rows[i].Values[2])
			case f.State == figures.Zero:
				none = append(none, rows[i].Values[2])
			case !slices.Contains(said, shown(f)):
				said = append(said, shown(f))
			}
		}
		if len(none) > 0 {
			said = append(said, "and none of: "+strings.Join(none, ", "))
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", rows[0].Values[0], rows[0].Values[1], strings.Join(said, "; "))
		rows = rows[one:]
	}
}

// writeCSV writes a row for each figure: the log and its checkpoint, the table, the query with a column for each of its terms, the number and what it means.
func writeCSV(name string, all []published) error {
	file, err := os.Create(name)
	if err != nil {
		return unreadable(name, err)
	}
	w := csv.NewWriter(file)
	keys := figures.Keys()
	err = w.Write(append([]string{"log", "size", "root", "table", "count", "state", "days", "of", "query"}, keys...))
	for i := range all {
		p := &all[i]
		for table, f := range p.each {
			query, _ := figures.ParseQuery(f.Query) // it is one's own text
			row := []string{p.Origin, strconv.FormatUint(p.Size, 10), p.Root, table, strconv.Itoa(f.Count), string(f.State), strconv.Itoa(f.Days), strconv.Itoa(f.Of), f.Query}
			if f.State == figures.NotReported || f.State == figures.Within {
				row[4] = ""
			}
			for _, key := range keys {
				row = append(row, query.Value(key))
			}
			err = errors.Join(err, w.Write(row))
		}
	}
	w.Flush()
	return errors.Join(err, w.Error(), file.Close())
}

// each yields every figure with its table's name.
func (p *published) each(yield func(string, *figures.Figure) bool) {
	if p.Figure != nil {
		yield("query", p.Figure)
		return
	}
	for _, t := range p.Tables {
		for i := range t.Rows {
			if !yield(t.Name, &t.Rows[i].Figure) {
				return
			}
		}
	}
}
