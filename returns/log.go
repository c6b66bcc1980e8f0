package returns

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"sallyport"
	"sallyport/record"
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
	Source string
	Origin string
	Size   uint64
	Root   string // base64

	settings  record.Settings
	published string // the last day of which there is a batch
	lines     []record.Line
	wanted    map[uint64][sha256.Size]byte
	held      map[uint64]bool
	damaged   []string
}

// Read is called once, before the first entry, with the book whose lines have to be found.
func (l *Log) Read(book []Entry) error {
	l.wanted, l.held = map[uint64][sha256.Size]byte{}, map[uint64]bool{}
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
	if len(leaf) == record.Size {
		want, looked := l.wanted[index]
		if looked && slices.Equal(want[:], leaf) {
			l.held[index] = true
		}
		return nil
	}
	published, err := record.Decode(leaf)
	if err != nil {
		return fmt.Errorf("returns: entry %d of the log: %w", index, err)
	}
	switch p := published.(type) {
	case record.Settings:
		l.settings = p
	case record.Day:
		l.published = max(l.published, p.Day)
	case record.Line:
		l.lines = append(l.lines, p)
	}
	return nil
}

// Damage notes entries that are missing where the log is published, or are not what its root commits to.
func (l *Log) Damage(first, last uint64) {
	l.damaged = append(l.damaged, fmt.Sprintf("entries %d to %d of the log are missing, or are not what its root commits to", first, last))
}

// Place is the agency's, by the settings that the log has published; "" where it has none, or is a hub's.
func (l *Log) Place() string { return l.settings.Place }

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

// Query says which published lines are counted: those that have each given code. What is empty asks nothing.
type Query struct {
	Kind     string   `json:"kind,omitempty"`
	Action   string   `json:"action,omitempty"`
	Outcome  string   `json:"outcome,omitempty"`
	Reasons  []string `json:"reasons,omitempty"` // any of these
	Year     int      `json:"year"`
	Earlier  bool     `json:"earlier,omitempty"`  // of all years up to it, that year included
	Received bool     `json:"received,omitempty"` // what was received, less what had ended: the reasons are those of an end
}

// count is how often what is asked for happened, by the lines that the log has published.
func (l *Log) count(q Query) (n int) {
	for i := range l.lines {
		line := &l.lines[i]
		if q.Received && line.Kind == "request-registered" && q.has(line, nil) {
			n += line.N
		}
		if q.Received && q.has(line, q.Reasons) {
			n -= line.N
		}
		if !q.Received && (q.Kind == "" || line.Kind == q.Kind) && q.has(line, q.Reasons) {
			n += line.N
		}
	}
	return n
}

func (q *Query) has(line *record.Line, reasons []string) bool {
	year := fmt.Sprintf("%04d", q.Year)
	then, _, _ := strings.Cut(line.Day, "-")
	switch {
	case then != year && (!q.Earlier || then > year):
		return false
	case q.Action != "" && line.Action != q.Action:
		return false
	case q.Outcome != "" && line.Outcome != q.Outcome:
		return false
	}
	return len(reasons) == 0 || line.Action != "" && slices.Contains(reasons, line.Reason)
}

// codeOf is the published code of why a request ended.
func codeOf(reason string) string {
	line, _ := record.LineOf(sallyport.Event{Kind: "lapsed", Reason: reason}, "us")
	return line.Reason
}
