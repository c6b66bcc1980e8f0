package audit

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"sallyport/record"
)

// WriteTable writes a report for people.
func (r *Report) WriteTable(out io.Writer) error {
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s: %d entries, root %s, read from %s\n\n", r.Log, r.Size, r.Root, r.Source)
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, row := range r.rows() {
		fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if r.Counts.Pending != "" {
		fmt.Fprintf(&text, "\nOn its way: %s.\n", r.Counts.Pending)
	}
	text.WriteByte('\n')
	for i := range r.Findings {
		fmt.Fprintf(&text, "%d. %s\n", i+1, &r.Findings[i])
	}
	switch len(r.Findings) {
	case 0:
		text.WriteString("Nothing is wrong with it.\n")
	case 1:
		text.WriteString("\n1 finding.\n")
	default:
		fmt.Fprintf(&text, "\n%d findings.\n", len(r.Findings))
	}
	_, err := out.Write(text.Bytes())
	return err
}

func (r *Report) rows() (rows [][2]string) {
	add := func(what, detail string, args ...any) {
		rows = append(rows, [2]string{what, fmt.Sprintf(detail, args...)})
	}
	c := r.Counts
	if r.Policy {
		add("cosigned", "%s", r.Cosigned)
	} else {
		add("cosigned", "not looked at: no policy was given")
	}
	for _, level := range r.Levels {
		add(fmt.Sprintf("tiles, level %d", level.Level), "%d", level.Tiles)
	}
	add("commitments", "%d in %d slots", c.Commitments-c.Early, c.Slots)
	if c.Early > 0 {
		add("", "%d from before the log had slots", c.Early)
	}
	for _, kind := range []record.Kind{record.KindSettings, record.KindLaw, record.KindDay, record.KindLine, record.KindShared} {
		if n := c.Published[kind]; n > 0 {
			add("published: "+string(kind), "%d%s", n, c.said(kind))
		}
	}
	for _, old := range r.Older {
		add("older checkpoint", "%d entries: %s", old.Size, old.Name)
	}
	if b := r.Book; b != nil {
		add("book", "of %s: %d lines, %d of them held by the log at their index", b.At.Format(time.DateTime), b.Lines, b.Proved)
	}
	return rows
}

// said is what leaves of a kind come to.
func (c *Counts) said(kind record.Kind) string {
	switch {
	case kind == record.KindDay && c.FirstDay == c.LastDay:
		return ": " + c.FirstDay
	case kind == record.KindDay:
		return strings.Join([]string{":", c.FirstDay, "to", c.LastDay}, " ")
	case kind == record.KindLine:
		return fmt.Sprintf(": %d events", c.Events)
	case kind == record.KindShared:
		return fmt.Sprintf(": commitments to %d messages", c.Messages)
	}
	return ""
}
