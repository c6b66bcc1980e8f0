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
			e.add(s.Name, m)
		}
		for _, h := range leaves {
			e.Log = append(e.Log, Held{h.String(), append([]uint64{}, s.where(h)...)})
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

func (e *Evidence) add(node string, m *message) {
	lines := m.got
	e.Got = m.in
	if node == m.from {
		lines, e.Sent, e.Got = m.sent, m.out, nil
	}
	for _, l := range lines {
		e.Record = append(e.Record, Recorded{l.Seq, l.message.Kind, l.message.Digest, l.hash.String()})
	}
}

func (s *side) summary() Summary {
	sum := Summary{Node: s.Name, Source: s.Log.Source, Log: s.Log.Vkey, Size: s.Signed.Size, Root: s.Signed.Root.String()}
	if s.Book == nil {
		return sum
	}
	sum.Book = &InBrief{At: s.Book.At}
	if s.then != nil {
		sum.Book.Size = s.then.Size
	}
	for i := range s.Book.Events {
		l := &s.Book.Events[i]
		if l.message == nil {
			continue
		}
		sum.Book.Lines++
		if l.Index != nil && slices.Contains(s.where(l.hash), *l.Index) {
			sum.Book.Proved++
		}
	}
	return sum
}
