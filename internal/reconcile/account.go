package reconcile

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
)

// account holds everything but the messages of a node's book against its log, and every commitment of the log against the book.
func (c *comparison) account(s *side) {
	if s.Leaves == nil {
		return
	}
	runs, unknown := runs{c: c, s: s}, 0
	for i := range s.Book.Events {
		e := &s.Book.Events[i]
		kind, early := s.proof(e.Index, s.forms(e))
		if kind != "" {
			unknown++
		} else if early {
			kind = NotLogged
		}
		if e.message == nil { // of messages more is known
			runs.take(kind, e)
		}
	}
	runs.end()
	unknown += c.unaccounted(s, c.explained(s))
	c.recount(s, unknown)
}

// explained are the entries of a log that a book has something for, be it right or wrong, or that a finding is about already.
func (c *comparison) explained(s *side) map[uint64]bool {
	known := map[uint64]bool{}
	for i := range s.Book.Events {
		e := &s.Book.Events[i]
		if e.Index != nil {
			known[*e.Index] = true
		}
		for _, at := range s.where(s.forms(e)) {
			known[at] = true
		}
	}
	for i := range s.Book.Refusals {
		if at := s.Book.Refusals[i].Index; at != nil {
			known[*at] = true
		}
	}
	for _, m := range c.messages {
		for _, l := range m.lines() {
			for _, at := range s.where(l.leaves[s.n]) {
				known[at] = true
			}
		}
	}
	for h, more := range s.again {
		for _, at := range append(more, s.at[h]) {
			known[at] = true
		}
	}
	return known
}

// unaccounted finds commitments of the log that are neither of an event nor padding, and says how many there are.
func (c *comparison) unaccounted(s *side, explained map[uint64]bool) (count int) {
	for i := range s.Leaves.Published {
		explained[s.Leaves.Published[i].Index] = true
	}
	for _, span := range s.Leaves.Broken {
		for at := span.First; at <= span.Last; at++ {
			explained[at] = true
		}
	}
	slots, open := s.Book.Slots, (*tiles.Span)(nil)
	for i := range min(s.Book.Leaves, s.Signed.Size) {
		for len(slots) > 0 && slots[0].First+slots[0].Size <= i {
			slots = slots[1:]
		}
		if explained[i] || len(slots) > 0 && slots[0].First <= i && s.holds(i, slots[0].Padding(s.Log.Key.Name(), i)) {
			continue
		}
		count++
		if open != nil && open.Last+1 == i {
			open.Last = i
			continue
		}
		c.unaccountedSpan(s, open)
		open = &tiles.Span{First: i, Last: i}
	}
	c.unaccountedSpan(s, open)
	return count
}

func (c *comparison) unaccountedSpan(s *side, span *tiles.Span) {
	if span == nil {
		return
	}
	detail := fmt.Sprintf("entry %d", span.First)
	if span.Last > span.First {
		detail = fmt.Sprintf("entries %d to %d", span.First, span.Last)
	}
	c.find(Finding{Kind: Unaccounted, Detail: detail, Evidence: []Evidence{s.evidence()}})
}

// holds says whether the log holds a commitment at an index.
func (s *side) holds(index uint64, sum [32]byte) bool {
	return s.Leaves.Hashes[index] == tlog.RecordHash(sum[:])
}

// runs gathers findings about events that follow each other.
type runs struct {
	c     *comparison
	s     *side
	kind  Kind
	first *Event
	last  *Event
	count int
}

func (r *runs) take(kind Kind, e *Event) {
	if kind != r.kind {
		r.end()
	}
	if kind == "" {
		return
	}
	if r.count++; r.count == 1 {
		r.kind, r.first = kind, e
	}
	r.last = e
}

// end tells what was gathered.
func (r *runs) end() {
	if r.count > 0 {
		evidence := r.s.evidence()
		detail := fmt.Sprintf("%d events of its record, from #%d to #%d", r.count, r.first.Seq, r.last.Seq)
		if r.count == 1 {
			happened, _ := r.first.Event() // it was read before
			h := r.s.shown(r.s.forms(r.first))
			evidence.Record = []Recorded{{r.first.Seq, happened.Kind, "", h.String()}}
			evidence.Log = []Held{{h.String(), append([]uint64{}, r.s.where([]tlog.Hash{h})...)}}
			detail = fmt.Sprintf("event #%d of its record, %q", r.first.Seq, happened.Kind)
		}
		r.c.find(Finding{Kind: r.kind, Detail: detail, Evidence: []Evidence{evidence}})
	}
	r.kind, r.first, r.last, r.count = "", nil, nil, 0
}
