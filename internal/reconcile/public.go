package reconcile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// write prints one side in brief.
func (s *Summary) write(w *strings.Builder) {
	fmt.Fprintf(w, "%s: log of %d entries, root %s, read from %s\n", s.Node, s.Size, s.Root, s.Source)
	switch p := s.Batches; {
	case p == nil:
		w.WriteString("  published: nothing; the log is of an earlier version\n")
	case p.Until == "":
		w.WriteString("  published: no batch yet\n")
	default:
		fmt.Fprintf(w, "  published: batches of %s to %s, with %s\n", p.From, p.Until, counted(p.Messages, "message"))
	}
	if b := s.Book; b != nil {
		fmt.Fprintf(w, "  its book of %s UTC: %s of its record, %d of messages; %d held by the log at their index\n",
			b.At.Format(timeForm), counted(b.Lines, "line"), b.Messages, b.Proved)
	}
}

// writePublic prints what anyone can compare.
func (r *Report) writePublic(w *strings.Builder) {
	if r.Batches != nil {
		r.writeBatches(w)
	}
	if r.Batches == nil || len(r.Common) > 0 {
		r.writeCommon(w)
	}
	if r.booked() {
		return
	}
	fmt.Fprintf(w, `What this shows: each log is as its key has signed it. What both publish of a message is made under 32 random bytes, and a message's
travel in the message, so only a message can be alike in both: %s at least went between the two nodes, and both recorded each.
What it cannot show: which way a message went, about whom, or what it said; what was never published; and whether a message that
only a hub has published was to or from another jail. That takes the books: --book.
`, counted(r.alike(), "message"))
	if len(r.Differences)+len(r.Pending) > 0 {
		w.WriteString("\n")
	}
}

// alike is how many messages both logs are shown to have.
func (r *Report) alike() int {
	if r.Batches == nil {
		return len(r.Common)
	}
	return r.Batches.Alike + len(r.Common)
}

func (r *Report) writeBatches(text *strings.Builder) {
	b := r.Batches
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "messages in the batch of\tboth\tonly %s\tonly %s\n", r.Nodes[0].Node, r.Nodes[1].Node)
	for _, d := range b.Days[max(0, len(b.Days)-mostListed):] {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\n", d.Day, d.Alike, d.Only[0], d.Only[1])
	}
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\n", cmp.Or(earlier(len(b.Days)), "all"), b.Alike, b.Only[0], b.Only[1])
	w.Flush() // into memory
	text.WriteString(table.String() + "\n")
	for i := range r.Nodes {
		if p := r.Nodes[i].Batches; p.Place != "" && p.Messages == 0 {
			fmt.Fprintf(text, `Nothing can be compared: %s has published no message. Where a jail had fewer than %d bookings in the 28 days before a month, its
messages of that month wait for the batch of 31 December, in its own log and in the hub's. Until then it takes the books: --book.

`, r.Nodes[i].Node, p.Volume)
		}
	}
}

// earlier says how many days are not shown.
func earlier(days int) string {
	if days <= mostListed {
		return ""
	}
	return fmt.Sprintf("all, with %d days before; --json lists them", days-mostListed)
}

// writeCommon prints what logs of an earlier version hold alike.
func (r *Report) writeCommon(w *strings.Builder) {
	if slices.ContainsFunc(r.Nodes, func(s Summary) bool { return s.Batches == nil }) && len(r.Common) == 0 {
		w.WriteString("Nothing can be compared: a log of an earlier version publishes nothing, and holds no entry as the other one does.\n\n")
		return
	}
	a, b := r.Nodes[0], r.Nodes[1]
	fmt.Fprintf(w, "Both logs hold %s of an earlier version alike.\n", counted(len(r.Common), "commitment"))
	for i, c := range r.Common {
		if i == mostListed {
			fmt.Fprintf(w, "  … and %d more; --json lists all\n", len(r.Common)-i)
			break
		}
		fmt.Fprintf(w, "  %s #%d = %s #%d\n", a.Node, c.At[0], b.Node, c.At[1])
	}
	w.WriteString("\n")
}

// write prints a line and both numbers of it.
func (r *Recounted) write(w *strings.Builder) {
	words := []string{r.Kind, r.Action, r.Form, r.Outcome, r.Reason, r.About}
	words = slices.DeleteFunc(append(words, r.Rules...), func(word string) bool { return word == "" })
	fmt.Fprintf(w, "     %s of %s, %s: %d in the log, %d in the book\n", strings.Join(words, " "), cmp.Or(r.Place, "all places"), r.Day, r.N, r.Events)
}
