package returns

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/record"
	"sallyport/record/figures"
)

// Entry is a line of a node's book: what its log commits to, and under which salt.
type Entry struct {
	Seq   uint64
	Index *uint64 // in the log; nil while it waits for a slot
	Body  string
	Salt  string // hexadecimal
}

// Log is what a return needs of a log. Whoever reads it gives it every entry, in order, each shown to lead to the signed root.
type Log struct {
	Source string // where it was read
	figures.Log

	wanted  map[uint64][record.Size]byte
	held    map[uint64]bool
	damaged []string
}

// Read is called once, before the first entry, with the book whose lines have to be found.
func (l *Log) Read(book []Entry) error {
	l.wanted, l.held = map[uint64][record.Size]byte{}, map[uint64]bool{}
	for i := range book {
		e := &book[i]
		if e.Index == nil {
			continue
		}
		salt, err := hex.DecodeString(e.Salt)
		if err != nil {
			return fmt.Errorf("returns: line %d of the record: its salt is not hexadecimal", e.Seq)
		}
		if _, twice := l.wanted[*e.Index]; twice {
			return fmt.Errorf("returns: line %d of the record: a line before it has the same index, %d", e.Seq, *e.Index)
		}
		l.wanted[*e.Index] = record.Commit(salt, l.Origin, e.Body)
	}
	return nil
}

// Add takes an entry of the log.
func (l *Log) Add(index uint64, leaf []byte) error {
	if want, looked := l.wanted[index]; looked && bytes.Equal(want[:], leaf) {
		l.held[index] = true
	}
	return l.Log.Add(index, leaf)
}

// Damage notes entries that are missing where the log is published, or are not what its root commits to.
func (l *Log) Damage(first, last uint64) {
	l.damaged = append(l.damaged, fmt.Sprintf("entries %d to %d of the log are missing, or are not what its root commits to", first, last))
}

// unheld says of a line why it does not count, or "".
func (l *Log) unheld(e *Entry) string {
	switch {
	case e.Index == nil:
		return fmt.Sprintf("line %d of the record is not in the log yet; it waits for a slot", e.Seq)
	case !l.held[*e.Index]:
		return fmt.Sprintf("line %d of the record is not what the log has at index %d", e.Seq, *e.Index)
	}
	return ""
}

// ask says which published lines are counted: those that have each given code. What is empty asks nothing.
type ask struct {
	kind, action string
	reasons      []string // any of these
}

// of are the queries of a year that together count what is asked for.
func (a ask) of(year int) (queries []string) {
	q := figures.Query{{Key: "year", Value: fmt.Sprintf("%04d", year)}}
	if a.kind != "" {
		q = append(figures.Query{{Key: "kind", Value: a.kind}}, q...)
	}
	if a.action != "" {
		q = append(q, figures.Term{Key: "action", Value: a.action})
	}
	if len(a.reasons) == 0 {
		return []string{q.String()}
	}
	for _, reason := range a.reasons {
		queries = append(queries, append(slices.Clone(q), figures.Term{Key: "reason", Value: reason}).String())
	}
	return queries
}

// add is what some queries count together.
func (l *Log) add(queries []string) (n int) {
	for _, text := range queries {
		q, err := figures.ParseQuery(text)
		if err != nil {
			return -1 // no number of a book is that; the queries are ours
		}
		n += l.Count(q).Count
	}
	return n
}

// years are those of which the log has a batch, up to one of them.
func (l *Log) years(last int) (all []int) {
	first, _, _ := l.Days()
	if begins, err := time.Parse(time.DateOnly, first); err == nil {
		for year := begins.Year(); year <= last; year++ {
			all = append(all, year)
		}
	}
	return all
}

// codeOf is the published code of why a request ended.
func codeOf(reason string) string {
	line, _ := record.LineOf(sallyport.Event{Kind: "lapsed", Reason: reason}, "us")
	return line.Reason
}
