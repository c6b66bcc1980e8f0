package niem

import (
	"encoding/xml"
	"errors"
	"slices"
	"strings"

	"sallyport/itl"
)

var (
	errUnknown = errors.New("has no traditional field")
	errTwice   = errors.New("occurs more than once")
	errValue   = errors.New("cannot be converted")
)

// cell is one item as it is gathered, whole or in parts.
type cell struct {
	text  string
	set   bool
	parts [][]string
	split splitter
}

// binder gathers the fields of one record from its elements.
type binder struct {
	fields map[int][][]cell
	stack  []frame
	again  []repeated
	beside map[*node]int // how often each element that walks subfields beside another has been opened
}

// repeated is a value that other fields have too.
type repeated struct {
	place place
	text  string
}

// frame is one open element.
type frame struct {
	node  *node
	scope scope
}

func newBinder(record *node) *binder {
	return &binder{fields: map[int][][]cell{}, beside: map[*node]int{}, stack: []frame{{node: record}}}
}

// open enters the element called name; errUnknown where the table does not have it here.
func (b *binder) open(name xml.Name) (*node, error) {
	top := b.stack[len(b.stack)-1]
	var found *node
	for _, kid := range top.node.kids {
		if !kid.has(name) {
			continue
		}
		if found == nil || b.taken(found, top.scope) {
			found = kid
		}
	}
	if found == nil {
		return nil, errUnknown
	}
	b.enter(found)
	return found, nil
}

// enter opens a node below the current one.
func (b *binder) enter(n *node) {
	b.stack = append(b.stack, frame{n, b.inner(n, b.stack[len(b.stack)-1].scope)})
}

// close leaves the current element.
func (b *binder) close() { b.stack = b.stack[:len(b.stack)-1] }

// taken says whether a node that may occur once has its value already.
func (b *binder) taken(n *node, sc scope) bool {
	if n.rep.kind != once || len(n.kids) > 0 || n.fixed || n.isData() {
		return false
	}
	p, _ := sc.at(n.leaf())
	c := b.cell(p)
	return c != nil && c.set
}

// inner is the scope inside the next repetition of n.
func (b *binder) inner(n *node, sc scope) scope {
	switch n.rep.kind {
	case subfields:
		next := n.rep.from
		if n.rep.beside {
			next += b.beside[n]
			b.beside[n]++
			return scope{fields: n.rep.fields, field: n.rep.fields[0], sub: next}
		}
		for _, field := range n.rep.fields {
			next = max(next, len(b.fields[field]))
		}
		return scope{fields: n.rep.fields, field: n.rep.fields[0], sub: next}
	case items:
		p, _ := sc.at(n.rep.src)
		if !slices.Contains(sc.fields, p.field) {
			sc.fields = []int{p.field}
		}
		sc.field, sc.sub, sc.item = p.field, p.sub, p.item
		if subs := b.fields[p.field]; p.sub < len(subs) {
			if have := len(subs[p.sub]) - p.item; have > 0 {
				sc.item += (have + n.rep.step - 1) / n.rep.step * n.rep.step
			}
		}
	case points:
		p, _ := sc.at(n.rep.src)
		sc.field, sc.sub, sc.item, sc.part = p.field, p.sub, p.item, 0
		if c := b.cell(p); c != nil {
			sc.part = len(c.parts)
		}
	}
	return sc
}

// cell returns the cell at a place, nil where there is none yet.
func (b *binder) cell(p place) *cell {
	subs := b.fields[p.field]
	if p.sub >= len(subs) || p.item >= len(subs[p.sub]) {
		return nil
	}
	return &subs[p.sub][p.item]
}

// text gives the current element its text.
func (b *binder) text(text string) error {
	top := b.stack[len(b.stack)-1]
	n := top.node
	switch {
	case n.isData():
		return nil
	case n.fixed:
		if got, _ := codeToXML(text); got != strings.TrimLeft(n.literal, "0") {
			return errValue
		}
		return nil
	case len(n.kids) > 0:
		if text != "" {
			return errUnknown
		}
		return nil
	case n.conv.fromXML != nil:
		var ok bool
		if text, ok = n.conv.fromXML(text); !ok {
			return errValue
		}
	}
	if text == "" && !n.keepsEmpty() {
		return nil
	}
	for _, also := range n.also {
		p, _ := top.scope.at(also)
		b.again = append(b.again, repeated{p, text})
	}
	p, _ := top.scope.at(n.leaf())
	return b.set(p, text)
}

// finish gives the fields that are there the values that an element holds for several.
func (b *binder) finish() {
	for _, r := range b.again {
		if subs := b.fields[r.place.field]; r.place.sub < len(subs) && len(subs[r.place.sub]) > 0 {
			_ = b.set(r.place, r.text)
		}
	}
	b.again = nil
}

// set stores a value; lists grow by what one element can add, so memory stays within that of the input.
func (b *binder) set(p place, text string) error {
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
			return errTwice
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
		return errTwice
	}
	(*point)[p.part-1] = text
	return nil
}

// value joins a field's subfields and items.
func (b *binder) value(number int) (value []byte, ok bool) {
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

// replay binds elements that were just made, to see what a reader will make of them.
func (b *binder) replay(elements []element) {
	for _, e := range elements {
		if e.node.here {
			continue
		}
		b.enter(e.node)
		if len(e.kids) > 0 {
			b.replay(e.kids)
		} else {
			_ = b.text(strings.TrimSpace(e.text)) // what does not bind goes into the extension
		}
		b.close()
	}
}
