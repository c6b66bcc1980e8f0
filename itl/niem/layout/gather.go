package layout

import (
	"maps"
	"slices"

	"sallyport/itl"
)

// cell is one item as it is gathered, whole or in parts.
type cell struct {
	text  string
	set   bool
	parts [][]string
	split splitter
}

// cell returns the cell at a place, nil where there is none yet.
func (b *Binder) cell(p place) *cell {
	subs := b.fields[p.field]
	if p.sub >= len(subs) || p.item >= len(subs[p.sub]) {
		return nil
	}
	return &subs[p.sub][p.item]
}

// set stores a value; lists grow by what one element can add, so memory stays within that of the input.
func (b *Binder) set(p place, text string) error {
	subs := b.fields[p.field]
	for len(subs) <= p.sub {
		subs = append(subs, nil)
	}
	for len(subs[p.sub]) <= p.item {
		subs[p.sub] = append(subs[p.sub], cell{})
	}
	b.fields[p.field] = subs
	c := &subs[p.sub][p.item]
	if p.part == 0 {
		if c.set {
			return ErrTwice
		}
		c.text, c.set = text, true
		return nil
	}
	if c.split = p.split; c.split.join == nil {
		c.split = splitters["points"]
	}
	for len(c.parts) <= p.point {
		c.parts = append(c.parts, nil)
	}
	point := &c.parts[p.point]
	for len(*point) < p.part {
		*point = append(*point, "")
	}
	if (*point)[p.part-1] != "" {
		return ErrTwice
	}
	(*point)[p.part-1] = text
	return nil
}

// Value joins a field's subfields and items.
func (b *Binder) Value(number int) (value []byte, ok bool) {
	subs, ok := b.fields[number]
	for i, row := range subs {
		if i > 0 {
			value = append(value, itl.RS)
		}
		for j, c := range row {
			if j > 0 {
				value = append(value, itl.US)
			}
			text := c.text
			if c.parts != nil {
				text = c.split.join(c.parts)
				if c.set { // whole and in parts: a name and its address
					text = c.text + ", " + text
				}
			}
			value = append(value, text...)
		}
	}
	return value, ok
}

// Has says whether any element gave the field a value.
func (b *Binder) Has(number int) bool { _, ok := b.fields[number]; return ok }

// Numbers are those of the fields that have values, in order.
func (b *Binder) Numbers() []int { return slices.Sorted(maps.Keys(b.fields)) }
