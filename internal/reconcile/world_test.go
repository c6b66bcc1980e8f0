package reconcile

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport"
	"sallyport/internal/link"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
	"sallyport/record"
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
	w        *world
	name     string
	key      tilestest.Key
	settings record.Settings
	events   []*event
	sent     []*Sent
	received []*Received
	notes    map[*event]Refusal // of refusals, by the event that says so
	unlogged int                // of the last events, which the log does not hold yet
	old      bool               // the log is of an earlier version, without slots and batches
	silent   string             // the day whose batch has no messages
	lines    []record.Line      // which it publishes beside those of its events
	withheld int                // of the lines of its events, of each day
	forged   bool               // the first slot's padding is none
}

// world is two nodes and a third with which the first has messages too. All times and bytes follow from what is done.
type world struct {
	t     testing.TB
	start time.Time // when both logs began
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
	w := &world{t: t, start: time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)}
	w.now = w.start
	w.nodes = [2]*fake{newFake(w, "hub"), newFake(w, "us-oh.franklin")}
	return w
}

// theJail is where everything in the world happens.
const theJail = "us-oh/franklin"

func newFake(w *world, name string) *fake {
	f := &fake{w: w, name: name, key: tilestest.NewKey(w.t, "trial.sallyport.invalid/"+name), notes: map[*event]Refusal{},
		settings: record.Settings{Node: "agency", Place: theJail, Slot: 60, Width: 2, Batch: "02:00", Volume: 1, Trial: true}}
	if name == "hub" {
		f.settings.Node, f.settings.Place = "hub", ""
	}
	return f
}

// sleep lets days pass.
func (w *world) sleep(days int) {
	w.now = time.Date(w.now.Year(), w.now.Month(), w.now.Day()+days, 9, 0, 0, 0, time.UTC)
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
func (w *world) other(f *fake) *event { return w.happen(f, "examined") }

func (w *world) happen(f *fake, kind string) *event {
	e := sallyport.Event{Submission: "s", Kind: kind, At: w.now.Add(time.Second)}
	if kind != messageRefused { // which is about no custody
		e.Place = theJail
	}
	body, err := json.Marshal(e)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.add(f, string(body), hex.EncodeToString(w.bytes()))
}

func (w *world) line(m *link.Message) (body, salt string) {
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
		c.note = w.happen(c.from, messageRefused)
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

// place is an entry of a log.
type place struct {
	event *event // nil for none
	seed  string // of the slot that begins here
	leaf  []byte
}

// seed is that of the slot of an entry.
func seed(index int) string { return fmt.Sprintf("%064x", index) }

// plan is what a log holds or is to hold at a time: slots of two, of which an event has one, and batches.
func (f *fake) plan(now time.Time) (all []place) {
	t, day := f.w.t, f.w.start
	if f.old {
		for _, e := range f.events {
			salt, err := unhex(e.inLog.salt)
			if err != nil {
				t.Fatal(err)
			}
			leaf := early(salt, e.inLog.body)
			all = append(all, place{event: e, leaf: leaf[:]})
		}
		return all
	}
	settings, err := record.Encode(f.settings)
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, place{leaf: settings})
	batches := func(until time.Time) {
		for ; day.Format(time.DateOnly) < until.Format(time.DateOnly); day = day.AddDate(0, 0, 1) {
			b := f.batch(day.Format(time.DateOnly))
			leaves, err := b.Leaves()
			if err != nil {
				t.Fatal(err)
			}
			for _, leaf := range leaves {
				all = append(all, place{leaf: leaf})
			}
		}
	}
	for _, e := range f.events {
		if e.at.After(now) {
			break
		}
		batches(e.at)
		slot := &Slot{First: uint64(len(all)), Size: 2, Seed: seed(len(all))}
		if err := slot.read(); err != nil {
			t.Fatal(err)
		}
		events := Event{Body: e.inLog.body, Salt: e.inLog.salt}
		if err := events.read(f.name); err != nil {
			t.Fatal(err)
		}
		mine := events.Commitment(f.key.Name())
		padding := slot.Padding(f.key.Name(), slot.First+1-slot.First/2%2)
		if f.forged && len(all) == 1 {
			padding[0] ^= 1
		}
		pair := []place{{event: e, leaf: mine[:]}, {leaf: padding[:]}}
		if slot.First/2%2 == 1 {
			slices.Reverse(pair)
		}
		pair[0].seed = slot.Seed
		all = append(all, pair...)
	}
	batches(now)
	return all
}

// batch is what is published of a day.
func (f *fake) batch(day string) record.Batch {
	b := record.Batch{Day: day, Need: 1, Room: 1}
	sums := map[[record.Size]byte]bool{}
	left := f.withheld
	for _, e := range f.events {
		if e.at.Format(time.DateOnly) != day {
			continue
		}
		one := Event{Body: e.inLog.body, Salt: e.inLog.salt}
		if err := one.read(f.name); err != nil {
			f.w.t.Fatal(err)
		}
		if one.message != nil {
			sums[record.Shared(one.salt, one.Body)] = true
			continue
		}
		happened, err := one.Event()
		if err != nil {
			f.w.t.Fatal(err)
		}
		if line, ok := record.LineOf(happened, cmp.Or(f.settings.Place, happened.Place, "us")); ok {
			if left--; left < 0 {
				b.Lines = append(b.Lines, line)
			}
		}
	}
	for _, line := range f.lines {
		if line.Day == day {
			b.Lines = append(b.Lines, line)
		}
	}
	if f.silent != day {
		b.Sums = slices.Collect(maps.Keys(sums))
	}
	return b
}

// log is what the log holds now.
func (f *fake) log() (leaves [][]byte) {
	all := f.plan(f.w.now)
	if f.unlogged > 0 {
		first := f.events[max(0, len(f.events)-f.unlogged)]
		at := slices.IndexFunc(all, func(p place) bool { return p.event == first })
		all = all[:at-(1-len(all[at].seed)/64)]
	}
	for _, p := range all {
		leaves = append(leaves, p.leaf)
	}
	return leaves
}

func hashes(leaves [][]byte) (all []tlog.Hash) {
	for _, leaf := range leaves {
		all = append(all, tlog.RecordHash(leaf))
	}
	return all
}

// book is what a node had at a time, as an auditor reads it.
func (f *fake) book(t testing.TB, at time.Time) *Book {
	t.Helper()
	b := &Book{Head: Head{Version: Version, Log: f.key.Vkey, At: at}}
	plan := f.plan(at)
	b.Leaves = uint64(len(plan))
	indices := map[*event]uint64{}
	for i, p := range plan {
		if p.event != nil {
			indices[p.event] = uint64(i)
		}
		if p.seed != "" {
			b.Slots = append(b.Slots, Slot{First: uint64(i), Size: 2, Seed: p.seed})
		}
	}
	for i, e := range f.events {
		if e.at.After(at) {
			break
		}
		b.Record = uint64(i) + 1
		if e.record == nil {
			continue
		}
		index := indices[e]
		if r, ok := f.notes[e]; ok {
			r.Seq, r.Index = uint64(i), &index
			b.Refusals = append(b.Refusals, r)
			continue
		}
		b.Events = append(b.Events, Event{Seq: uint64(i), Index: &index, Old: f.old, Body: e.record.body, Salt: e.record.salt})
	}
	logged := hashes(f.log())
	b.Checkpoint = f.key.Checkpoint(t, logged[:min(len(logged), len(plan))])
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
	leaves := f.log()
	signed, err := log.Parse(f.key.Checkpoint(t, hashes(leaves)))
	if err != nil {
		t.Fatal(err)
	}
	return &Node{Name: f.name, Log: log, Signed: signed, entries: func(context.Context) iter.Seq2[tiles.Entry, error] {
		return func(yield func(tiles.Entry, error) bool) {
			for i, leaf := range leaves {
				if !yield(tiles.Entry{Index: uint64(i), Hash: tlog.RecordHash(leaf), Leaf: leaf}, nil) {
					return
				}
			}
		}
	}}
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
	return compared(w.t, w.nodes[0].withBook(w.t, w.now), w.nodes[1].withBook(w.t, w.now))
}

func compared(t testing.TB, a, b *Node) *Report {
	t.Helper()
	r, err := Compare(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// broken is a log that leads nowhere.
func broken(context.Context) iter.Seq2[tiles.Entry, error] {
	return func(yield func(tiles.Entry, error) bool) { yield(tiles.Entry{}, tiles.ErrBroken) }
}

func checked(t testing.TB, n *Node) *Report {
	t.Helper()
	r, err := Check(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
