package reconcile

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/ledger"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
)

// text is an event as a record or a log has it.
type text struct{ body, salt string }

// event is one place of a record and of its log. What is in neither is not there at all.
type event struct {
	at            time.Time
	record, inLog *text
}

// fake is a node whose record, rows and log a test can change one by one.
type fake struct {
	name     string
	key      tilestest.Key
	events   []*event
	sent     []*Sent
	received []*Received
	notes    map[*event]Refusal // of refusals, by the event that says so
	unlogged int                // of the last events, which the log does not hold yet
}

// world is two nodes and a third with which the first has messages too. All times and bytes follow from what is done.
type world struct {
	t     testing.TB
	now   time.Time
	drawn int
	nodes [2]*fake
}

// told is a message of the world, and where it is on record.
type told struct {
	m          *link.Message
	from, to   *fake
	sent       *Sent
	received   *Received
	line, copy *event // at the sender, at the receiver
	note       *event // of the refusal, at the sender
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, now: time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)}
	for i, name := range []string{"hub", "us-oh.franklin"} {
		w.nodes[i] = &fake{name: name, key: tilestest.NewKey(t, "trial.sallyport.invalid/"+name), notes: map[*event]Refusal{}}
	}
	return w
}

func (w *world) bytes() []byte {
	w.drawn++
	sum := sha256.Sum256(fmt.Append(nil, w.drawn))
	return sum[:]
}

func (w *world) tick() time.Time { w.now = w.now.Add(time.Second); return w.now }

// add puts an event on a node's record and into its log.
func (w *world) add(f *fake, body, salt string) *event {
	e := &event{w.tick(), &text{body, salt}, &text{body, salt}}
	f.events = append(f.events, e)
	return e
}

// other is an event of a node's own.
func (w *world) other(f *fake) *event {
	return w.add(f, fmt.Sprintf(`{"submission":"s","kind":"examined","rules":["%d"]}`, w.drawn), fmt.Sprintf("%x", w.bytes()))
}

func (w *world) line(m *link.Message) (body, salt string) {
	w.t.Helper()
	body, salt, err := m.Line()
	if err != nil {
		w.t.Fatal(err)
	}
	return body, salt
}

// queue is a message that its sender has.
func (w *world) queue(from, to *fake) *told {
	number := int64(1)
	for _, s := range from.sent {
		if s.To == to.name {
			number = s.Number + 1
		}
	}
	m := &link.Message{From: from.name, To: to.name, Number: number, Case: fmt.Sprintf("case-%d", w.drawn), Kind: "facts-recorded",
		At: w.now, Salt: w.bytes(), Body: []byte(`{"n":1}`)}
	body, salt := w.line(m)
	c := &told{m: m, from: from, to: to, line: w.add(from, body, salt)}
	line, _ := link.ParseLine(body)
	c.sent = &Sent{To: to.name, Number: number, Case: m.Case, Digest: line.Digest, Queued: w.now}
	from.sent = append(from.sent, c.sent)
	return c
}

// take has the receiver take a message.
func (w *world) take(c *told, refused bool) {
	body, salt := w.line(c.m)
	c.copy = w.add(c.to, body, salt)
	c.received = &Received{From: c.from.name, Number: c.m.Number, Case: c.m.Case, Digest: c.sent.Digest, At: w.now, Refused: refused}
	c.to.received = append(c.to.received, c.received)
}

// settle has the sender learn of it.
func (w *world) settle(c *told) {
	c.sent.Acknowledged = w.tick()
	if c.received.Refused {
		c.note = w.other(c.from)
		c.note.at, w.now = c.sent.Acknowledged, c.sent.Acknowledged
		c.from.notes[c.note] = Refusal{By: c.to.name, Case: c.m.Case, At: c.sent.Acknowledged}
	}
}

func (w *world) tell(from, to *fake, refused bool) *told {
	c := w.queue(from, to)
	w.take(c, refused)
	w.settle(c)
	return c
}

// drop takes an event out of the record and out of the log, as if it had never been.
func (f *fake) drop(e *event) {
	f.events = slices.DeleteFunc(f.events, func(known *event) bool { return known == e })
}

func (f *fake) dropSent(s *Sent) {
	f.sent = slices.DeleteFunc(f.sent, func(known *Sent) bool { return known == s })
}

func (f *fake) dropReceived(r *Received) {
	f.received = slices.DeleteFunc(f.received, func(known *Received) bool { return known == r })
}

func (f *fake) leaves(t testing.TB) (leaves [][]byte) {
	t.Helper()
	for i, e := range f.events {
		leaf, err := ledger.Leaf("trial.sallyport.invalid/"+f.name, &store.Event{Seq: uint64(i), Body: e.inLog.body, Salt: e.inLog.salt})
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leaf)
	}
	return leaves
}

// logged are the hashes of what the log holds.
func (f *fake) logged(t testing.TB) (hashes []tlog.Hash) {
	t.Helper()
	leaves := f.leaves(t)
	for _, leaf := range leaves[:max(0, len(leaves)-f.unlogged)] {
		hashes = append(hashes, tlog.RecordHash(leaf))
	}
	return hashes
}

// book is what a node had at a time, as an auditor reads it.
func (f *fake) book(t testing.TB, at time.Time) *Book {
	t.Helper()
	b := &Book{Head: Head{Version: Version, Log: f.key.Vkey, At: at}}
	for i, e := range f.events {
		if e.at.After(at) {
			break
		}
		seq := uint64(i)
		b.Record, b.Leaves = seq+1, seq+1
		if e.record == nil {
			continue
		}
		if r, ok := f.notes[e]; ok {
			r.Seq, r.Index = seq, &seq
			b.Refusals = append(b.Refusals, r)
			continue
		}
		b.Events = append(b.Events, Event{Seq: seq, Index: &seq, Body: e.record.body, Salt: e.record.salt})
	}
	logged := f.logged(t)
	b.Checkpoint = f.key.Checkpoint(t, logged[:min(len(logged), int(b.Leaves))])
	for _, s := range f.sent {
		row := *s
		if row.Acknowledged.After(at) {
			row.Acknowledged = time.Time{}
		}
		if !row.Queued.After(at) {
			b.Sent = append(b.Sent, row)
		}
	}
	for _, r := range f.received {
		if !r.At.After(at) {
			b.Received = append(b.Received, *r)
		}
	}
	slices.SortStableFunc(b.Sent, func(x, y Sent) int { return cmp.Compare(x.To, y.To) })
	slices.SortStableFunc(b.Received, func(x, y Received) int { return cmp.Compare(x.From, y.From) })
	return written(t, b)
}

// written is a book that went through its file.
func written(t testing.TB, b *Book) *Book {
	t.Helper()
	var file bytes.Buffer
	if err := b.Write(&file); err != nil {
		t.Fatal(err)
	}
	again, err := ReadBook(&file, "a.book")
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// node is one side without a book.
func (f *fake) node(t testing.TB) *Node {
	t.Helper()
	log := &tiles.Log{Source: f.name + "/log", Key: verifier(t, f.key.Vkey), Vkey: f.key.Vkey}
	leaves := f.logged(t)
	signed, err := log.Parse(f.key.Checkpoint(t, leaves))
	if err != nil {
		t.Fatal(err)
	}
	return &Node{Name: f.name, Log: log, Signed: signed, Leaves: &tiles.Leaves{Hashes: leaves}}
}

// withBook is one side with the book of a time.
func (f *fake) withBook(t testing.TB, at time.Time) *Node {
	t.Helper()
	n := f.node(t)
	if err := n.Take(f.book(t, at)); err != nil {
		t.Fatal(err)
	}
	return n
}

// compare compares both nodes as they are now.
func (w *world) compare() *Report {
	w.t.Helper()
	return Compare(w.nodes[0].withBook(w.t, w.now), w.nodes[1].withBook(w.t, w.now))
}
