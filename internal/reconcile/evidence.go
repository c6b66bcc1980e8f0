package reconcile

import (
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// evidence is what both sides have of a message, and of the leaves that it could be; a third node has none.
func (c *comparison) evidence(m *message, leaves []tlog.Hash) (all []Evidence) {
	for _, s := range c.sides {
		e := s.evidence()
		if m != nil {
			e.add(s, m)
		}
		for _, h := range leaves {
			e.hold(s, []tlog.Hash{h})
		}
		if m == nil || s.Name == m.from || s.Name == m.to {
			all = append(all, e)
		}
	}
	return all
}

func (s *side) evidence() Evidence {
	return Evidence{Node: s.Name, Size: s.Signed.Size, Root: s.Signed.Root.String(), Given: s.Book != nil, Record: []Recorded{}, Log: []Held{}}
}

func (e *Evidence) add(s *side, m *message) {
	lines := m.got
	e.Got = m.in
	if s.Name == m.from {
		lines, e.Sent, e.Got = m.sent, m.out, nil
	}
	for _, l := range lines {
		h := s.shown(l.leaves[s.n])
		e.Record = append(e.Record, Recorded{l.Seq, l.message.Kind, l.message.Digest, h.String()})
	}
	for _, l := range contents(m) {
		e.hold(s, l.leaves[s.n])
	}
}

// hold says where the log has a leaf of one of these forms.
func (e *Evidence) hold(s *side, forms []tlog.Hash) {
	h := s.shown(forms)
	e.Log = append(e.Log, Held{h.String(), append([]uint64{}, s.where(forms)...)})
}

func (s *side) summary() Summary {
	sum := Summary{Node: s.Name, Source: s.Log.Source, Log: s.Log.Vkey, Size: s.Signed.Size, Root: s.Signed.Root.String(), Batches: s.inBatches()}
	if s.Book == nil {
		return sum
	}
	sum.Book = &InBrief{At: s.Book.At}
	if s.then != nil {
		sum.Book.Size = s.then.Size
	}
	for i := range s.Book.Events {
		e := &s.Book.Events[i]
		sum.Book.Lines++
		if e.message != nil {
			sum.Book.Messages++
		}
		if e.Index != nil && slices.Contains(s.where(s.forms(e)), *e.Index) {
			sum.Book.Proved++
		}
	}
	return sum
}

// inBatches is what a log has published, in brief.
func (s *side) inBatches() *Published {
	if s.public.settings == nil {
		return nil
	}
	p := &Published{Until: s.public.until(), Messages: len(s.public.days()), Place: s.public.settings.Place, Volume: s.public.settings.Volume}
	if len(s.public.batches) > 0 {
		p.From = s.public.batches[0].day
	}
	return p
}
