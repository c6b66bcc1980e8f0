package layout

import (
	"encoding/xml"
	"strconv"
)

// Table is one edition of an encoding: an element tree for each type of record.
type Table struct {
	Spaces   map[string]string // prefix to namespace
	Prefixes []string          // those that a document declares at its root, in order
	Records  map[int]*Node     // by type; 0 is the element of the types that have none
	blocks   map[string]*Node
}

// Node is one element of a record's tree.
type Node struct {
	Name     string     // with its prefix, as written
	names    []xml.Name // the first is written, all are read
	kids     []*Node
	rep      repeat
	src      source
	also     []source // where the value stands a second time, in fields that are there
	conv     conversion
	literal  string
	fixed    bool // the text is literal, whatever the record says
	readOnly bool
	here     bool // stands where the extension element goes
	when     condition
}

// kind of repetition: an element for each subfield, each group of items, or each part of an item.
type kind int

const (
	once kind = iota
	subfields
	items
	points
)

// repeat says for what a node is repeated.
type repeat struct {
	kind   kind
	fields []int // subfields: the fields whose subfields stand side by side
	from   int   // subfields: the first, counted from 0
	beside bool  // subfields: another element has already walked them
	src    source
	step   int // items in a group
}

// source is the address of one value in a record; the zero source is a node that only holds others.
type source struct {
	field int // 0: the field that the surrounding repetition walks
	item  int // counted from 1; 0 where the node has no value
	part  int // part of an item, counted from 1; 0 for the whole item
	split splitter
}

// condition restricts on which records, or which subfields, a node is written; reading ignores it.
type condition struct {
	src    source
	values []string
	not    bool
}

// Is says whether name is one of the node's.
func (n *Node) Is(name xml.Name) bool {
	for _, one := range n.names {
		if one == name {
			return true
		}
	}
	return false
}

// IsData says whether the node holds the image of a record.
func (n *Node) IsData() bool { return n.conv.name == "data" }

// keepsEmpty says whether the node's element may be empty.
func (n *Node) keepsEmpty() bool { return n.conv.name == "kept" }

// IsExtension says whether the node is no element, but the place of what the elements do not hold.
func (n *Node) IsExtension() bool { return n.here }

// Field is the field whose image a data node holds.
func (n *Node) Field() int { return n.src.field }

// Expected says what the text of the node's element must be, after an ErrValue.
func (n *Node) Expected() string {
	if n.fixed {
		return strconv.Quote(n.literal)
	}
	return n.conv.expected
}
