package reconcile

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/record"
)

// key names a message.
type key struct {
	from, to string
	number   int64
}

// message is what both books have of one.
type message struct {
	key
	sent, got []*line // in the sender's record, in the receiver's
	out       *Sent
	in        *Received
	comes     Kind // what it comes to
}

func (m *message) lines() []*line { return slices.Concat(m.sent, m.got) }

// line is a message's line in a book.
type line struct {
	*Event
	shared [record.Size]byte // what both nodes publish of it: alike only where body and salt are
	leaves [][]tlog.Hash     // of each side: how its log can commit to it
}

// comparison is a comparison at work.
type comparison struct {
	sides    []*side
	messages map[key]*message
	named    map[tlog.Hash]key // leaves that a book's line is about
	told     map[string]key    // what batches have of messages that a book's line is about
	notes    map[noteKey]int   // refusals noted at a sender, not yet told to belong to a message
	report   *Report
}

// noteKey is what a note of a refusal has in common with its message.
type noteKey struct {
	from, by, about string
	at              time.Time
}

// Compare reads the logs of two nodes, of different names, and compares them: by the logs alone, or by the books of one or both too. It keeps what is
// published and what the books have, and not what is padding: logs may be as long as tiles.MaxEntries.
func Compare(ctx context.Context, a, b *Node) (*Report, error) {
	c, err := newComparison(ctx, a, b)
	if err != nil {
		return nil, err
	}
	c.common(c.sides[0], c.sides[1])
	c.batches(c.sides[0], c.sides[1])
	return c.report, nil
}

// Check reads one node's log and holds its book against it.
func Check(ctx context.Context, n *Node) (*Report, error) {
	c, err := newComparison(ctx, n)
	if err != nil {
		return nil, err
	}
	return c.report, nil
}

func newComparison(ctx context.Context, nodes ...*Node) (*comparison, error) {
	c := &comparison{
		messages: map[key]*message{}, named: map[tlog.Hash]key{}, told: map[string]key{}, notes: map[noteKey]int{},
		report: &Report{Common: []Common{}, Streams: []Stream{}, Differences: []Finding{}, Pending: []Finding{}},
	}
	for i, n := range nodes {
		c.sides = append(c.sides, newSide(i, n))
	}
	for _, s := range c.sides {
		if err := s.read(ctx, c.sides); err != nil {
			return nil, err
		}
	}
	for _, s := range c.sides {
		c.report.Nodes = append(c.report.Nodes, s.summary())
		c.find(s.logFaults()...)
		if s.Book != nil {
			c.collect(s)
		}
	}
	c.streams()
	c.leftNotes()
	for _, s := range c.sides {
		c.repeated(s)
		if s.Book != nil {
			c.account(s)
		}
	}
	return c, nil
}

// streams compares the messages of each direction.
func (c *comparison) streams() {
	sorted := slices.SortedFunc(maps.Values(c.messages), func(m, n *message) int {
		return cmp.Or(cmp.Compare(m.from, n.from), cmp.Compare(m.to, n.to), cmp.Compare(m.number, n.number))
	})
	for len(sorted) > 0 {
		end := slices.IndexFunc(sorted, func(m *message) bool { return m.from != sorted[0].from || m.to != sorted[0].to })
		if end < 0 {
			end = len(sorted)
		}
		c.stream(sorted[:end])
		sorted = sorted[end:]
	}
}

func (c *comparison) find(found ...Finding) {
	for _, f := range found {
		f.Words = f.Kind.String()
		if f.Kind.pending() {
			c.report.Pending = append(c.report.Pending, f)
			continue
		}
		c.report.Differences = append(c.report.Differences, f)
	}
}

func (c *comparison) message(k key) *message {
	if c.messages[k] == nil {
		c.messages[k] = &message{key: k}
	}
	return c.messages[k]
}

// collect takes what a book has.
func (c *comparison) collect(s *side) {
	for i := range s.Book.Events {
		if s.Book.Events[i].message != nil {
			c.collectLine(s, &s.Book.Events[i])
		}
	}
	for i := range s.Book.Sent {
		out := &s.Book.Sent[i]
		c.message(key{s.Name, out.To, out.Number}).out = out
	}
	for i := range s.Book.Received {
		in := &s.Book.Received[i]
		c.message(key{in.From, s.Name, in.Number}).in = in
	}
	for _, r := range s.Book.Refusals {
		c.notes[noteKey{s.Name, r.By, r.Case, r.At}]++
	}
}

func (c *comparison) collectLine(s *side, e *Event) {
	k := key{e.message.From, e.message.To, e.message.Number}
	l := &line{Event: e, shared: record.Shared(e.salt, e.Body)}
	c.told[encoded(l.shared)] = k
	for _, of := range c.sides {
		l.leaves = append(l.leaves, of.forms(e))
		for _, h := range l.leaves[of.n] {
			c.named[h] = k
		}
	}
	m := c.message(k)
	if k.from == s.Name {
		m.sent = append(m.sent, l)
		return
	}
	m.got = append(m.got, l)
}

func (c *comparison) side(name string) *side {
	for _, s := range c.sides {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// common lists what both logs hold alike, as logs did at first, and finds what a book ought to know of it.
func (c *comparison) common(a, b *side) {
	if !a.usable || !b.usable {
		return
	}
	alike := slices.DeleteFunc(slices.Collect(maps.Keys(a.at)), func(h tlog.Hash) bool { _, both := b.at[h]; return !both })
	slices.SortFunc(alike, func(x, y tlog.Hash) int { return cmp.Compare(a.at[x], a.at[y]) })
	for _, h := range alike {
		i, j := a.at[h], b.at[h]
		k, named := c.named[h]
		c.report.Common = append(c.report.Common, Common{h.String(), []uint64{i, j}, k.from, k.to, k.number})
		if !named && a.Book != nil && b.Book != nil && (i < a.knows || j < b.knows) {
			c.find(Finding{Kind: NotInBook, Detail: "both logs hold a message that no book has", Evidence: c.evidence(nil, []tlog.Hash{h})})
		}
	}
}

// repeated finds commitments that a log of an earlier version holds twice and that no book explains. Of another log it takes the books: what they do not name
// is not kept, and what is neither theirs nor padding is unaccounted for.
func (c *comparison) repeated(s *side) {
	hashes := slices.SortedFunc(maps.Keys(s.again), func(x, y tlog.Hash) int { return bytes.Compare(x[:], y[:]) })
	for _, h := range hashes {
		if _, named := c.named[h]; !named {
			c.find(Finding{Kind: Twice, Detail: "one commitment twice in the log of " + s.Name, Evidence: c.evidence(nil, []tlog.Hash{h})})
		}
	}
}
