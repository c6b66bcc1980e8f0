package reconcile

import (
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
)

// account holds everything but the messages of a node's book against its log, and every commitment of the log against the book.
func (c *comparison) account(s *side) {
	if !s.usable {
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
	unknown += c.unaccounted(s)
	c.recount(s, unknown)
}

// unaccounted finds commitments of the log that are neither of an event nor padding, and says how many there are.
func (c *comparison) unaccounted(s *side) (count int) {
	for _, span := range s.held.unaccounted {
		count += int(span.Last - span.First + 1)
		detail := fmt.Sprintf("entry %d", span.First)
		if span.Last > span.First {
			detail = fmt.Sprintf("entries %d to %d", span.First, span.Last)
		}
		c.find(Finding{Kind: Unaccounted, Detail: detail, Evidence: []Evidence{s.evidence()}})
	}
	return count
}

// accounting holds the commitments of a log against its node's book, in their order.
type accounting struct {
	origin string
	end    uint64   // entries that the book speaks for
	known  []uint64 // entries that the book has something for, be it right or wrong; in order
	slots  []Slot
	spans  []tiles.Span // what is accounted for by nothing
}

func newAccounting(s *side) *accounting {
	a := &accounting{origin: s.Log.Key.Name(), end: s.Book.Leaves, slots: s.Book.Slots}
	for i := range s.Book.Events {
		if at := s.Book.Events[i].Index; at != nil {
			a.known = append(a.known, *at)
		}
	}
	for i := range s.Book.Refusals {
		if at := s.Book.Refusals[i].Index; at != nil {
			a.known = append(a.known, *at)
		}
	}
	slices.Sort(a.known)
	return a
}

// take takes a commitment that no line of a book makes.
func (a *accounting) take(index uint64, h tlog.Hash) {
	for len(a.known) > 0 && a.known[0] < index {
		a.known = a.known[1:]
	}
	for len(a.slots) > 0 && a.slots[0].First+a.slots[0].Size <= index {
		a.slots = a.slots[1:]
	}
	if index >= a.end || len(a.known) > 0 && a.known[0] == index || len(a.slots) > 0 && a.slots[0].First <= index && a.isPadding(index, h) {
		return
	}
	if n := len(a.spans); n > 0 && a.spans[n-1].Last+1 == index {
		a.spans[n-1].Last = index
		return
	}
	a.spans = append(a.spans, tiles.Span{First: index, Last: index})
}

func (a *accounting) isPadding(index uint64, h tlog.Hash) bool {
	sum := a.slots[0].Padding(a.origin, index)
	return h == tlog.RecordHash(sum[:])
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
