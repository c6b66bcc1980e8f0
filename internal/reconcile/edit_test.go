package reconcile

import (
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sallyport/internal/link"
)

func verifier(t testing.TB, vkey string) note.Verifier {
	t.Helper()
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// found is what a test compares of a finding.
type found struct {
	Kind     Kind
	From, To string
	Number   int64
}

func (c *told) found(k Kind) found { return found{k, c.from.name, c.to.name, c.m.Number} }

func (r *Report) found() (all []found) {
	for _, f := range r.Differences {
		all = append(all, found{f.Kind, f.From, f.To, f.Number})
	}
	return all
}

// another is a message in the place of one.
func (w *world) another(c *told) (t *text, digest string) {
	m := *c.m
	m.Salt, m.Body = w.bytes(), []byte(`{"n":2}`)
	body, salt := w.line(&m)
	line, _ := link.ParseLine(body)
	return &text{body, salt}, line.Digest
}

// edit changes one message, or what is recorded of it, and says what has to be found. fit says of which messages it is one.
type edit struct {
	fit func(c *told) bool
	do  func(w *world, c *told) found
}

func every(*told) bool         { return true }
func refused(c *told) bool     { return c.received.Refused }
func notRefused(c *told) bool  { return !c.received.Refused }
func (c *told) deleteCopy()    { c.copy.record = nil }
func (w *world) zeros() string { return hex.EncodeToString(make([]byte, 32)) }

// edits are everything that a node's keeper, or a fault, could do to one message.
var edits = map[string]edit{
	"the sender's line deleted": {every, func(_ *world, c *told) found { c.line.record = nil; return c.found(NotInBook) }},
	"the sender's line and row deleted": {notRefused, func(_ *world, c *told) found {
		c.line.record = nil
		c.from.dropSent(c.sent)
		return c.found(NotInBook)
	}},
	"the receiver's line deleted": {every, func(_ *world, c *told) found { c.deleteCopy(); return c.found(NotInBook) }},
	"the receiver's line and row deleted": {every, func(_ *world, c *told) found {
		c.deleteCopy()
		c.to.dropReceived(c.received)
		return c.found(NotInBook)
	}},
	"the sender's line changed": {every, func(w *world, c *told) found { c.line.record, _ = w.another(c); return c.found(NotInLog) }},
	"the receiver's kind changed": {every, func(_ *world, c *told) found {
		c.copy.record = &text{strings.Replace(c.copy.record.body, "facts-recorded", "answered", 1), c.copy.record.salt}
		return c.found(NotInLog)
	}},
	"the receiver's salt changed": {every, func(w *world, c *told) found {
		c.copy.record = &text{c.copy.record.body, w.zeros()}
		return c.found(NotInLog)
	}},
	"dropped and acknowledged": {every, func(_ *world, c *told) found {
		c.to.drop(c.copy)
		c.to.dropReceived(c.received)
		return c.found(Lost)
	}},
	"dropped, and its row left": {every, func(_ *world, c *told) found {
		c.to.drop(c.copy)
		return c.found(Contradicts)
	}},
	"queued without a line": {every, func(_ *world, c *told) found {
		c.from.drop(c.line)
		return c.found(Contradicts)
	}},
	"received and never sent": {notRefused, func(_ *world, c *told) found {
		c.from.drop(c.line)
		c.from.dropSent(c.sent)
		return c.found(NeverSent)
	}},
	"another recorded than sent": {every, func(w *world, c *told) found {
		t, digest := w.another(c)
		c.line.record, c.line.inLog, c.sent.Digest = t, t, digest
		return c.found(Equivocation)
	}},
	"two sent under one number": {every, func(w *world, c *told) found {
		t, _ := w.another(c)
		w.add(c.from, t.body, t.salt)
		return c.found(Equivocation)
	}},
	"recorded twice": {every, func(w *world, c *told) found {
		w.add(c.to, c.copy.record.body, c.copy.record.salt)
		return c.found(Twice)
	}},
	"logged twice": {every, func(w *world, c *told) found {
		e := w.other(c.from)
		e.inLog, e.record = c.line.inLog, nil
		return c.found(Twice)
	}},
	"logged at another index": {every, func(w *world, c *told) found {
		e := w.other(c.to)
		e.inLog, c.copy.inLog, e.record = c.copy.inLog, e.inLog, nil
		return c.found(OtherIndex)
	}},
	"the refusal not noted": {refused, func(_ *world, c *told) found {
		delete(c.from.notes, c.note)
		return c.found(RefusalNotNoted)
	}},
	"the refusal taken back": {refused, func(_ *world, c *told) found {
		c.received.Refused = false
		return found{RefusalNotMade, c.from.name, c.to.name, 0}
	}},
	"the outbox changed": {every, func(w *world, c *told) found { c.sent.Digest = w.zeros(); return c.found(Contradicts) }},
	"the inbox changed":  {every, func(w *world, c *told) found { c.received.Digest = w.zeros(); return c.found(Contradicts) }},
	"the inbox emptied": {every, func(_ *world, c *told) found {
		c.to.dropReceived(c.received)
		return c.found(Contradicts)
	}},
	"never received nor acknowledged, and later ones were": {notRefused, func(_ *world, c *told) found {
		c.to.drop(c.copy)
		c.to.dropReceived(c.received)
		c.sent.Acknowledged = time.Time{}
		return c.found(Overtaken)
	}},
	"another line added under its number": {every, func(w *world, c *told) found {
		w.other(c.to).record, _ = w.another(c)
		return c.found(NotInLog)
	}},
	"as if it had never been": {notRefused, func(_ *world, c *told) found {
		c.from.drop(c.line)
		c.from.dropSent(c.sent)
		c.to.drop(c.copy)
		c.to.dropReceived(c.received)
		return c.found(Gap)
	}},
}
