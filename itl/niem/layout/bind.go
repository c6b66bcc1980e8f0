package layout

import (
	"encoding/xml"
	"errors"
	"slices"
	"strings"
)

// What Open and Text find wrong.
var (
	ErrUnknown = errors.New("has no traditional field")
	ErrTwice   = errors.New("occurs more than once")
	ErrValue   = errors.New("cannot be converted")
)

// Binder gathers the fields of one record from its elements.
type Binder struct {
	fields map[int][][]cell
	stack  []frame
	again  []repeated
	beside map[*Node]int // how often each element that walks subfields beside another has been opened
}

// repeated is a value that other fields have too.
type repeated struct {
	place place
	text  string
}

// frame is one open element.
type frame struct {
	node  *Node
	scope scope
}

// NewBinder begins the record of a node.
func NewBinder(record *Node) *Binder {
	return &Binder{fields: map[int][][]cell{}, beside: map[*Node]int{}, stack: []frame{{node: record}}}
}

// Open enters the element called name; ErrUnknown where the table does not have it here.
func (b *Binder) Open(name xml.Name) (*Node, error) {
	top := b.stack[len(b.stack)-1]
	var found *Node
	for _, kid := range top.node.kids {
		if !kid.Is(name) {
			continue
		}
		if found == nil || b.taken(found, top.scope) {
			found = kid
		}
	}
	if found == nil {
		return nil, ErrUnknown
	}
	b.enter(found)
	return found, nil
}

// enter opens a node below the current one.
func (b *Binder) enter(n *Node) {
	b.stack = append(b.stack, frame{n, b.inner(n, b.stack[len(b.stack)-1].scope)})
}

// Close leaves the current element.
func (b *Binder) Close() { b.stack = b.stack[:len(b.stack)-1] }

// taken says whether a node that may occur once has its value already.
func (b *Binder) taken(n *Node, sc scope) bool {
	if n.rep.kind != once || len(n.kids) > 0 || n.fixed || n.IsData() {
		return false
	}
	p, _ := sc.at(n.leaf())
	c := b.cell(p)
	return c != nil && c.set
}

// inner is the scope inside the next repetition of n.
func (b *Binder) inner(n *Node, sc scope) scope {
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

// Text gives the current element its text. The error is ErrUnknown, ErrTwice or ErrValue.
func (b *Binder) Text(text string) error {
	top := b.stack[len(b.stack)-1]
	n := top.node
	switch {
	case n.IsData():
		return nil
	case n.fixed:
		got, _ := short(text)
		if want, _ := short(n.literal); got != want {
			return ErrValue
		}
		return nil
	case len(n.kids) > 0:
		if text != "" {
			return ErrUnknown
		}
		return nil
	case n.conv.fromXML != nil:
		var ok bool
		if text, ok = n.conv.fromXML(text); !ok {
			return ErrValue
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

// Finish gives the fields that are there the values that an element holds for several. These fields say
// themselves what each subfield is about, so subfields that nothing was said of are left out.
func (b *Binder) Finish() {
	for _, r := range b.again {
		if subs := b.fields[r.place.field]; r.place.sub < len(subs) && len(subs[r.place.sub]) > 0 {
			_ = b.set(r.place, r.text)
		}
	}
	for _, r := range b.again {
		if subs, ok := b.fields[r.place.field]; ok {
			b.fields[r.place.field] = slices.DeleteFunc(subs, func(row []cell) bool { return len(row) == 0 })
		}
	}
	b.again = nil
}

// Replay binds elements that were just made, to see what a reader will make of them.
func (b *Binder) Replay(elements []Element) {
	for _, e := range elements {
		if e.Node.here {
			continue
		}
		b.enter(e.Node)
		if len(e.Kids) > 0 {
			b.Replay(e.Kids)
		} else {
			_ = b.Text(strings.TrimSpace(e.Text)) // what does not bind goes into the extension
		}
		b.Close()
	}
}

// Current is the node of the current element, and the field that its text goes to; 0 where it has none.
func (b *Binder) Current() (n *Node, field int) {
	top := b.stack[len(b.stack)-1]
	if len(top.node.kids) > 0 || top.node.fixed {
		return top.node, 0
	}
	p, _ := top.scope.at(top.node.leaf())
	return top.node, p.field
}

// Depth is the number of open elements below the record.
func (b *Binder) Depth() int { return len(b.stack) - 1 }
