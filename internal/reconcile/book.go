// Package reconcile compares what two nodes recorded of the messages between them. Both logs hold the same commitment of
// each message; a book is what a node gives to an auditor of its own record, so that the commitments can be told apart.
// It promises that nothing a book says of a message's line counts before the node's own log is shown to hold it, and that
// each difference is named once, with what both sides have of it. Times, acknowledgements and refusals are a node's
// word: no log holds them.
package reconcile

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/ledger"
	"sallyport/internal/link"
	"sallyport/internal/store"
)

// Book is what a node recorded of messages, as it was at one moment. It says nothing of a person: whom a message is about
// is a reference that only the nodes can read, and what it says a digest.
type Book struct {
	Head
	Lines    []Line
	Sent     []Sent
	Received []Received
	Refusals []Refusal
	Events   uint64 // lines of every kind that the record has
}

// Head is the first line of a book.
type Head struct {
	Version    int       `json:"version"`    // 1
	Log        string    `json:"log"`        // public key of the node's log, as golang.org/x/mod/sumdb/note has it
	Checkpoint string    `json:"checkpoint"` // of the log when the book was written, as signed
	At         time.Time `json:"at"`         // everything that the node had by then is in the book
}

// Node is the name of the node whose book it is: what its log is called, behind the place where that is published.
func (h *Head) Node() string {
	key, err := note.NewVerifier(h.Log)
	if err != nil {
		return ""
	}
	return nodeOf(key.Name())
}

// nodeOf is the node's name in the origin of its log.
func nodeOf(origin string) string {
	_, name, _ := strings.Cut(origin, "/")
	return name
}

// Line is a message's line of the record: what the log commits to, and its salt.
type Line struct {
	Seq  uint64 `json:"seq"` // its place in the record, and the index that its log must give it
	Body string `json:"body"`
	Salt string `json:"salt"` // hexadecimal

	message link.Line
	hash    tlog.Hash // of the leaf
}

// read works out what a line says and what the log must hold of it.
func (l *Line) read(node string) error {
	message, ok := link.ParseLine(l.Body)
	if !ok {
		return fmt.Errorf("line.body: not the line of a message")
	}
	if message.From == message.To || message.From != node && message.To != node {
		return fmt.Errorf("line.body: a message from %q to %q; the book is of %s", message.From, message.To, node)
	}
	leaf, err := ledger.Leaf(&store.Event{Seq: l.Seq, Body: l.Body, Salt: l.Salt})
	if err != nil || len(l.Salt) != hex.EncodedLen(saltSize) {
		return fmt.Errorf("line.salt: not %d bytes in hexadecimal", saltSize)
	}
	l.message, l.hash = message, tlog.RecordHash(leaf)
	return nil
}

const saltSize = 32

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

// Refusal is the node's note that a message of its own was refused at the other. The record names the case and the time of
// the acknowledgement, not the number.
type Refusal struct {
	Seq  uint64    `json:"seq"`
	By   string    `json:"by"` // node
	Case string    `json:"case,omitempty"`
	At   time.Time `json:"at"`
}

// End is the last line of a book, so that one cut short is known.
type End struct {
	Events uint64 `json:"events"` // lines of every kind that the record has
	Lines  int    `json:"lines"`  // of the book, before this one
}
