package layout

import "slices"

// Element is one element to be written.
type Element struct {
	Node *Node
	Text string
	Kids []Element
}

// Fields are a record's: subfields and items of each number. An image is a number without subfields.
type Fields map[int][][]string

// Fill makes the elements of a record below its own.
func (n *Node) Fill(fields Fields) []Element {
	f := filler{fields}
	var made []Element
	for _, kid := range n.kids {
		made = append(made, f.fill(kid, scope{})...)
	}
	return made
}

// filler makes the elements of one record.
type filler struct{ fields Fields }

// fill makes a node's elements, as often as the record repeats it.
func (f *filler) fill(n *Node, sc scope) []Element {
	var made []Element
	add := func(sc scope) {
		if e, ok := f.element(n, sc); ok {
			made = append(made, e)
		}
	}
	switch n.rep.kind {
	case once:
		add(sc)
	case subfields:
		f.eachSubfield(n, sc, add)
	case items:
		f.eachGroup(n, sc, add)
	case points:
		f.eachPoint(n, sc, add)
	}
	return made
}

func (f *filler) eachSubfield(n *Node, sc scope, add func(scope)) {
	count := n.rep.from + 1 // once even without subfields: it may hold other fields
	for _, field := range n.rep.fields {
		count = max(count, len(f.fields[field]))
	}
	for sub := n.rep.from; sub < count; sub++ {
		add(scope{fields: n.rep.fields, field: n.rep.fields[0], sub: sub, later: sc.later || sub > n.rep.from})
	}
}

func (f *filler) eachGroup(n *Node, sc scope, add func(scope)) {
	p, ok := sc.at(n.rep.src)
	if !ok || p.sub >= len(f.fields[p.field]) {
		return
	}
	inner := sc
	inner.field, inner.sub = p.field, p.sub
	if !slices.Contains(sc.fields, p.field) {
		inner.fields = []int{p.field}
	}
	for inner.item = p.item; inner.item < len(f.fields[p.field][p.sub]); inner.item += n.rep.step {
		add(inner)
	}
}

func (f *filler) eachPoint(n *Node, sc scope, add func(scope)) {
	p, ok := sc.at(n.rep.src)
	item := f.item(p)
	if !ok || item == "" {
		return
	}
	parts, _ := p.split.split(item)
	inner := sc
	inner.field, inner.sub, inner.item = p.field, p.sub, p.item
	for inner.part = range parts {
		add(inner)
	}
}

// item is the text at a place, "" where there is none.
func (f *filler) item(p place) string {
	subs := f.fields[p.field]
	if p.sub >= len(subs) || p.item >= len(subs[p.sub]) {
		return ""
	}
	return subs[p.sub][p.item]
}

// exists says whether there is an item at an address, if an empty one.
func (f *filler) exists(s source, sc scope) bool {
	p, ok := sc.at(s)
	subs := f.fields[p.field]
	return ok && p.sub < len(subs) && p.item < len(subs[p.sub])
}

// text is the value at an address, a part of an item where the address names one.
func (f *filler) text(s source, sc scope) string {
	p, ok := sc.at(s)
	if !ok {
		return ""
	}
	item := f.item(p)
	if s.part == 0 || item == "" {
		return item
	}
	split := s.split
	if split.split == nil {
		split = splitters["points"]
	}
	parts, ok := split.split(item)
	if !ok || p.point >= len(parts) || s.part > len(parts[p.point]) {
		return ""
	}
	return parts[p.point][s.part-1]
}

// element makes one element; ok is false where the record has nothing for it.
func (f *filler) element(n *Node, sc scope) (e Element, ok bool) {
	e.Node = n
	switch {
	case n.here:
		return e, true
	case n.readOnly || !f.holds(n.when, sc):
		return e, false
	case n.fixed:
		e.Text = n.literal
		return e, true
	case n.IsData():
		_, ok := f.fields[n.src.field]
		return e, ok
	case len(n.kids) == 0:
		item := f.text(n.leaf(), sc)
		if item == "" && n.keepsEmpty() {
			return e, f.exists(n.leaf(), sc)
		}
		for i := 0; item == "" && i < len(n.also); i++ {
			item = f.text(n.also[i], sc)
		}
		e.Text, ok = n.toXML(item)
		return e, ok
	}
	for _, kid := range n.kids {
		e.Kids = append(e.Kids, f.fill(kid, sc)...)
	}
	for _, kid := range e.Kids {
		ok = ok || !kid.Node.fixed
	}
	return e, ok
}

// leaf is the address of a node's own value: what it is repeated for where the table gives none.
func (n *Node) leaf() source {
	switch {
	case n.src.item > 0:
		return n.src
	case n.rep.kind == points:
		return source{item: 1, part: 1, split: n.rep.src.split}
	}
	return source{item: 1}
}

// toXML converts an item; ok is false where no element can hold it as it stands.
func (n *Node) toXML(item string) (text string, ok bool) {
	text, ok = item, true
	if n.conv.toXML != nil {
		text, ok = n.conv.toXML(item)
	}
	return text, ok && text != "" && text == Trim(text) && IsText(text)
}

// holds says whether a condition is met.
func (f *filler) holds(c condition, sc scope) bool {
	if len(c.values) == 0 {
		return true
	}
	sc.later = false
	value, _ := short(f.text(c.src, sc))
	if value == "" {
		value = "none"
	}
	return slices.Contains(c.values, value) != c.not
}
