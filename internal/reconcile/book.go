// Package reconcile compares what two nodes recorded of the messages between them: by what both logs publish of each, and by books. A book is what a
// node gives to an auditor of its own record: what every commitment of its log commits to. It promises that nothing a book says of a line of the record
// counts before the node's own log is shown to hold it, and that each difference is named once, with what both sides have of it. When messages were sent,
// received and acknowledged, and whether they were refused, is a node's word: no log holds it.
package reconcile

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport"
	"sallyport/internal/ledger"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/record"
)

// Version is that of the books that this program writes and reads.
const Version = 2

// Book is what a node recorded, as it was at one moment. It says nothing of a person that the record does not say: whom a line is about is a reference
// that only the nodes can read, and what a message says a digest. It names the staff.
type Book struct {
	Head
	Events   []Event   // by Seq
	Padding  []Padding // by Index
	Sent     []Sent
	Received []Received
	Refusals []Refusal // by Seq
	End
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

// Event is a line of the record: what the log commits to, and its salt.
type Event struct {
	Seq   uint64  `json:"seq"`             // its place in the record
	Index *uint64 `json:"index,omitempty"` // the one that the log must give it; nil while it waits for a slot
	Body  string  `json:"body"`
	Salt  string  `json:"salt"` // hexadecimal

	message *link.Line // nil where it is none
	hash    tlog.Hash  // of the leaf
}

// Message returns what the line says of a message between two nodes; it is false where the line is no message's.
func (e *Event) Message() (link.Line, bool) { return link.ParseLine(e.Body) }

// Event returns what the line says that happened; the error is of one that says nothing, as a message's.
func (e *Event) Event() (sallyport.Event, error) {
	return (&store.Event{Seq: e.Seq, Body: e.Body}).Decode()
}

// Commitment is what the log of that origin holds of the line.
func (e *Event) Commitment(origin string) ([record.Size]byte, error) {
	salt, err := unsalted(e.Salt)
	return record.Commit(salt, origin, e.Body), err
}

// read works out what a line says and what the log must hold of it.
func (e *Event) read(node string) error {
	if line, ok := e.Message(); ok {
		if line.From == line.To || line.From != node && line.To != node {
			return fmt.Errorf("event.body: a message from %q to %q; the book is of %s", line.From, line.To, node)
		}
		e.message = &line
	} else if happened, err := e.Event(); err != nil || happened.Kind == "" {
		return errors.New("event.body: not a line of a record")
	}
	if _, err := unsalted(e.Salt); err != nil {
		return fmt.Errorf("event.salt: %w", err)
	}
	leaf, err := ledger.Leaf("trial.sallyport.invalid/"+node, &store.Event{Seq: e.Seq, Body: e.Body, Salt: e.Salt})
	e.hash = tlog.RecordHash(leaf)
	return err
}

// Padding is an entry of the log that stands for nothing: its commitment is to record.Padding.
type Padding struct {
	Index uint64 `json:"index"`
	Salt  string `json:"salt"` // hexadecimal
}

const saltSize = 32

// unsalted reads a salt.
func unsalted(text string) ([]byte, error) {
	salt, err := hex.DecodeString(text)
	if err != nil || len(salt) != saltSize {
		return nil, fmt.Errorf("not %d bytes in hexadecimal", saltSize)
	}
	return salt, nil
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
