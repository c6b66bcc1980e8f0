package layout

import "slices"

// scope is where in a record the current element stands.
type scope struct {
	fields []int // that the surrounding repetition walks
	field  int   // the one that an address without a field means
	sub    int   // the current subfield, counted from 0
	item   int   // the first item of the current group, counted from 0
	part   int   // the current point, counted from 0
	later  bool  // in the second or a later repetition, where other fields are not written again
}

// place is a value's place in a record; all but field counted from 0, part from 1.
type place struct {
	field, sub, item, point, part int
	split                         splitter
}

// at resolves an address. ok is false for a field that does not belong to a later repetition.
func (sc scope) at(s source) (p place, ok bool) {
	p = place{field: s.field, item: s.item - 1, point: sc.part, part: s.part, split: s.split}
	switch {
	case s.field == 0:
		p.field, p.sub, p.item = sc.field, sc.sub, sc.item+s.item-1
	case slices.Contains(sc.fields, s.field):
		p.sub = sc.sub
	case sc.later:
		return p, false
	}
	return p, true
}
