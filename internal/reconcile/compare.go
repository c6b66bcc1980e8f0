package reconcile

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// key names a message.
type key struct {
	from, to string
	number   int64
}

// message is what both books have of one.
type message struct {
	key
	sent, got []*Event // in the sender's record, in the receiver's
	out       *Sent
	in        *Received
}

func (m *message) lines() []*Event { return slices.Concat(m.sent, m.got) }

// comparison is a comparison at work.
type comparison struct {
	sides    []*side
	messages map[key]*message
	named    map[tlog.Hash]key // leaves that a book's line is about
	notes    map[noteKey]int   // refusals noted at a sender, not yet told to belong to a message
	report   *Report
}

// noteKey is what a note of a refusal has in common with its message.
type noteKey struct {
	from, by, about string
	at              time.Time
}

// Compare compares two nodes, of different names: by their logs alone, or by the books of one or both too.
func Compare(a, b *Node) *Report {
	c := newComparison(a, b)
	c.common(c.sides[0], c.sides[1])
	return c.report
}

// Check holds one node's book against its own log.
func Check(n *Node) *Report { return newComparison(n).report }

func newComparison(nodes ...*Node) *comparison {
	c := &comparison{
		messages: map[key]*message{}, named: map[tlog.Hash]key{}, notes: map[noteKey]int{},
		report: &Report{Common: []Common{}, Streams: []Stream{}, Differences: []Finding{}, Pending: []Finding{}},
	}
	for _, n := range nodes {
		s := newSide(n)
		c.sides = append(c.sides, s)
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
	}
	return c
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
		l := &s.Book.Events[i]
		if l.message == nil {
			continue
		}
		k := key{l.message.From, l.message.To, l.message.Number}
		m := c.message(k)
		if c.named[l.hash] = k; k.from == s.Name {
			m.sent = append(m.sent, l)
		} else {
			m.got = append(m.got, l)
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

func (c *comparison) side(name string) *side {
	for _, s := range c.sides {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// common lists what both logs hold, and finds what a book ought to know of it.
func (c *comparison) common(a, b *side) {
	for i, h := range a.hashes() {
		j, both := b.at[h]
		if !both || a.at[h] != uint64(i) {
			continue
		}
		k, named := c.named[h]
		c.report.Common = append(c.report.Common, Common{h.String(), []uint64{uint64(i), j}, k.from, k.to, k.number})
		if !named && (uint64(i) < a.knows || j < b.knows) {
			c.find(Finding{Kind: NotInBook, Detail: "both logs hold a message that no book has", Evidence: c.evidence(nil, []tlog.Hash{h})})
		}
	}
}

// repeated finds commitments that a log holds twice and that no book explains.
func (c *comparison) repeated(s *side) {
	hashes := slices.SortedFunc(maps.Keys(s.again), func(x, y tlog.Hash) int { return bytes.Compare(x[:], y[:]) })
	for _, h := range hashes {
		if _, named := c.named[h]; !named {
			c.find(Finding{Kind: Twice, Detail: "one commitment twice in the log of " + s.Name, Evidence: c.evidence(nil, []tlog.Hash{h})})
		}
	}
}
