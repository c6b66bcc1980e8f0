// Package reconcile compares what two nodes recorded of the messages between them: by what both logs publish of each, and by books. A book is what a
// node gives to an auditor of its own record: what every commitment of its log commits to. It promises that nothing a book says of a line of the record
// counts before the node's own log is shown to hold it, and that each difference is named once, with what both sides have of it. When messages were sent,
// received and acknowledged, and whether they were refused, is a node's word: no log holds it.
package reconcile

import (
	"iter"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Version is that of the books that this program writes and reads.
const Version = 2

// Book is what a node recorded, as it was at one moment. It says nothing of a person that the record does not say: whom a line is about is a reference
// that only the nodes can read, and what a message says a digest. It names the staff.
type Book struct {
	Head
	Events   []Event // by Seq
	Slots    []Slot  // by First
	Sent     []Sent
	Received []Received
	Refusals []Refusal // by Seq
	End
}

// events yields the lines; of no book none.
func (b *Book) events() iter.Seq[*Event] {
	return func(yield func(*Event) bool) {
		for i := 0; b != nil && i < len(b.Events) && yield(&b.Events[i]); {
			i++
		}
	}
}

// Head is the first line of a book.
type Head struct {
	Version    int       `json:"version"`
	Log        string    `json:"log"`        // public key of the node's log, as golang.org/x/mod/sumdb/note has it
	Checkpoint string    `json:"checkpoint"` // of the log when the book was written, as signed
	At         time.Time `json:"at"`         // everything that the node had by then is in the book
}

// Origin is the origin of the log, under which it commits to its events; "" where Log is no key.
func (h *Head) Origin() string {
	key, err := note.NewVerifier(h.Log)
	if err != nil {
		return ""
	}
	return key.Name()
}

// Node is the name of the node whose book it is: what its log is called, behind the place where that is published.
func (h *Head) Node() string { return nodeOf(h.Origin()) }

// nodeOf is the node's name in the origin of its log.
func nodeOf(origin string) string {
	_, name, _ := strings.Cut(origin, "/")
	return name
}

// Sent is a message in the node's outbox.
type Sent struct {
	To           string    `json:"to"`
	Number       int64     `json:"number"`
	Case         string    `json:"case,omitempty"`
	Digest       string    `json:"digest"` // hexadecimal
	Queued       time.Time `json:"queued"`
	Acknowledged time.Time `json:"acknowledged,omitzero"` // when the node learned that the other one has it
}

// Received is a message in the node's inbox.
type Received struct {
	From    string    `json:"from"`
	Number  int64     `json:"number"`
	Case    string    `json:"case,omitempty"`
	Digest  string    `json:"digest"`
	At      time.Time `json:"at"`
	Refused bool      `json:"refused,omitempty"` // it had no effect; why is not the auditor's
}

// Refusal is the node's note that a message of its own was refused at the other: a line of the record whose text the book leaves out, since a reason
// can quote a transaction. The line names the case and the time of the acknowledgement, not the number.
type Refusal struct {
	Seq   uint64    `json:"seq"`
	Index *uint64   `json:"index,omitempty"` // as an event's
	By    string    `json:"by"`              // node
	Case  string    `json:"case,omitempty"`
	At    time.Time `json:"at"`
}

// End is the last line of a book, so that one cut short is known.
type End struct {
	Record uint64 `json:"record"` // lines of every kind that the record has
	Leaves uint64 `json:"leaves"` // entries of every kind that the node has put into its log, or means to put next
	Lines  int    `json:"lines"`  // of the book, before this one
}
