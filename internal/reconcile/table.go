package reconcile

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// mostListed is how many common leaves, and messages on their way, people are shown.
const mostListed = 20

// WriteTable prints the report for people.
func (r *Report) WriteTable(w io.Writer) error {
	var text strings.Builder
	for i := range r.Nodes {
		r.Nodes[i].write(&text)
	}
	text.WriteString("\n")
	if len(r.Nodes) == 2 {
		r.writePublic(&text)
	}
	if r.booked() {
		r.writeStreams(&text)
	}
	for i := range r.Differences {
		f := &r.Differences[i]
		fmt.Fprintf(&text, "%d. %s: %s%s\n", i+1, f.about(), f.Words, f.detail())
		f.write(&text)
	}
	r.writePending(&text)
	switch n := len(r.Differences); {
	case n > 0:
		fmt.Fprintf(&text, "\n%s.\n", counted(n, "difference"))
	case r.booked():
		text.WriteString("No difference.\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// booked says whether any book was compared.
func (r *Report) booked() bool {
	return slices.ContainsFunc(r.Nodes, func(s Summary) bool { return s.Book != nil })
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (r *Report) writeStreams(text *strings.Builder) {
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "from\tto\tsent\tacknowledged\treceived\trefused\talike\ton the way\tdifferences\t")
	for _, s := range r.Streams {
		note := ""
		if s.CountsDiffer {
			note = "COUNTS DIFFER"
		}
		if !s.Compared && len(r.Nodes) == 2 {
			note = "with a third node: not compared"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\n", s.From, s.To, perhaps(s.Sent), perhaps(s.Acknowledged),
			perhaps(s.Received), perhaps(s.Refused), s.Alike, s.Pending, s.Differences, note)
	}
	w.Flush() // into memory
	for line := range strings.Lines(table.String()) {
		text.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	text.WriteString("\n")
}

func perhaps(n *int) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprint(*n)
}

func (r *Report) writePending(text *strings.Builder) {
	for i := range r.Pending {
		if i == mostListed {
			fmt.Fprintf(text, "… and %d more on their way; --json lists all\n", len(r.Pending)-i)
			return
		}
		f := &r.Pending[i]
		fmt.Fprintf(text, "On its way: %s: %s%s\n", f.about(), f.Words, f.detail())
	}
}

// write prints what both sides have of a difference.
func (f *Finding) write(w *strings.Builder) {
	for i := range f.Lines {
		if i == mostListed {
			fmt.Fprintf(w, "     … and %d more; --json lists all\n", len(f.Lines)-i)
			break
		}
		f.Lines[i].write(w)
	}
	for i, sum := range f.Sums {
		if i == mostListed {
			fmt.Fprintf(w, "     … and %d more; --json lists all\n", len(f.Sums)-i)
			break
		}
		fmt.Fprintf(w, "     %s\n", sum)
	}
	for i := range f.Evidence {
		if len(f.Sums)+len(f.Lines) == 0 {
			f.Evidence[i].write(w, f.From != "")
		}
	}
}

func (f *Finding) about() string {
	switch {
	case f.From == "":
		return f.who()
	case f.Number == 0:
		return f.From + " → " + f.To
	case f.Last > f.Number:
		return fmt.Sprintf("%s → %s, messages %d to %d", f.From, f.To, f.Number, f.Last)
	}
	return fmt.Sprintf("%s → %s, message %d", f.From, f.To, f.Number)
}

func (f *Finding) who() string {
	var names []string
	for _, e := range f.Evidence {
		names = append(names, e.Node)
	}
	return strings.Join(names, " and ")
}

func (f *Finding) detail() string {
	if f.Detail == "" {
		return ""
	}
	return ": " + f.Detail
}

// write prints what one side has, of a message or in general.
func (e *Evidence) write(w *strings.Builder, message bool) {
	var parts []string
	for _, l := range e.Record {
		parts = append(parts, fmt.Sprintf("record #%d: %s, digest %s", l.Seq, l.Kind, l.Digest))
	}
	switch {
	case !e.Given:
		parts = append(parts, "book not given")
	case len(e.Record) == 0 && message:
		parts = append(parts, "not in its record")
	}
	if s := e.Sent; s != nil {
		parts = append(parts, fmt.Sprintf("outbox: queued %s, %s, digest %s", s.Queued.Format(timeForm), acknowledged(s.Acknowledged), s.Digest))
	}
	if g := e.Got; g != nil {
		parts = append(parts, fmt.Sprintf("inbox: received %s%s, digest %s", g.At.Format(timeForm), map[bool]string{true: ", refused"}[g.Refused], g.Digest))
	}
	for _, h := range e.Log {
		at := strings.Trim(strings.ReplaceAll(fmt.Sprint(h.At), " ", ", #"), "[]")
		if at = "log #" + at; len(h.At) == 0 {
			at = "not in its log"
		}
		parts = append(parts, fmt.Sprintf("%s: leaf %s", at, h.Leaf))
	}
	fmt.Fprintf(w, "   %s (log of %d entries)\n", e.Node, e.Size)
	for _, p := range parts {
		fmt.Fprintf(w, "     %s\n", p)
	}
}

func acknowledged(at time.Time) string {
	if at.IsZero() {
		return "not acknowledged"
	}
	return "acknowledged " + at.Format(timeForm)
}
