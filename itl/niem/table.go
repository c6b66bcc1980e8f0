package niem

import (
	"embed"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// The tables say which field, subfield and item each element holds; map/README.md describes their form.
//
//go:embed map/*.map
var maps embed.FS

// table is one edition of the encoding: an element tree for each type of record.
type table struct {
	spaces   map[string]string // prefix to namespace, as written
	prefixes []string          // in the order in which they are declared
	records  map[int]*node
	blocks   map[string]*node
}

// node is one element of a record's tree.
type node struct {
	names    []xml.Name // the first is written, all are read
	prefixed string     // the first name, as written
	kids     []*node
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

var tables = map[Edition]func() *table{
	ITL2011: sync.OnceValue(func() *table { return mustLoad("itl2011.map", "type2.map", "type9.map") }),
	ITL2008: sync.OnceValue(func() *table { return mustLoad("itl2008.map") }),
}

// mustLoad reads embedded tables; a test holds that they are right.
func mustLoad(names ...string) *table {
	t := &table{spaces: map[string]string{}, records: map[int]*node{}, blocks: map[string]*node{}}
	for _, name := range names {
		text, err := maps.ReadFile("map/" + name)
		if err == nil {
			err = t.load(string(text))
		}
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
	}
	return t
}

// load adds the lines of one table.
func (t *table) load(text string) error {
	var open []*node // the nodes that enclose the next line, by depth
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, " #")
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		depth := len(line) - len(strings.TrimLeft(line, "\t"))
		var err error
		if depth == 0 {
			var top *node
			top, err = t.top(words)
			open = []*node{top}
		} else if depth > len(open) {
			err = fmt.Errorf("indented too far")
		} else {
			open = open[:depth]
			var kid *node
			kid, err = t.line(open[depth-1], words)
			open = append(open, kid)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return nil
}

// top reads "namespace PREFIX NAME", "record TYPE ELEMENT" or "block NAME".
func (t *table) top(words []string) (*node, error) {
	switch {
	case words[0] == "namespace" && len(words) == 3:
		if t.spaces[words[1]] == "" {
			t.prefixes = append(t.prefixes, words[1])
		}
		t.spaces[words[1]] = words[2]
		return nil, nil
	case words[0] == "block" && len(words) == 2:
		n := &node{}
		t.blocks[words[1]] = n
		return n, nil
	case words[0] == "record" && len(words) == 3:
		recordType, err := strconv.Atoi(words[1])
		if err != nil {
			return nil, err
		}
		n := &node{}
		t.records[recordType] = n
		return n, t.name(n, words[2])
	}
	return nil, fmt.Errorf("%q is not namespace, record or block", words)
}

// line reads one element under parent, or the inclusion of a block.
func (t *table) line(parent *node, words []string) (*node, error) {
	switch words[0] {
	case "use":
		block := t.blocks[words[1]]
		if block == nil {
			return nil, fmt.Errorf("no block %s", words[1])
		}
		parent.kids = append(parent.kids, block.kids...)
		return nil, nil
	case "extension":
		parent.kids = append(parent.kids, &node{here: true})
		return nil, nil
	}
	readOnly := words[0] == "-"
	if readOnly {
		words = words[1:]
	}
	steps := strings.Split(words[0], "/")
	n := &node{readOnly: readOnly}
	for i, step := range steps {
		if err := t.name(n, step); err != nil {
			return nil, err
		}
		parent.kids = append(parent.kids, n)
		if i == 0 {
			if err := n.repetition(&words); err != nil {
				return nil, err
			}
		}
		if i < len(steps)-1 {
			parent, n = n, &node{}
		}
	}
	return n, n.value(words[1:])
}

// name sets the names of a node from "prefix:Local|prefix:Other".
func (t *table) name(n *node, text string) error {
	for i, one := range strings.Split(text, "|") {
		prefix, local, _ := strings.Cut(one, ":")
		space, ok := t.spaces[prefix]
		if !ok || local == "" {
			return fmt.Errorf("%q is not prefix:Name with a declared prefix", one)
		}
		n.names = append(n.names, xml.Name{Space: space, Local: local})
		if i == 0 {
			n.prefixed = one
		}
	}
	return nil
}

// has says whether name is one of the node's.
func (n *node) has(name xml.Name) bool {
	for _, one := range n.names {
		if one == name {
			return true
		}
	}
	return false
}

// isData says whether the node holds the image of a record.
func (n *node) isData() bool { return n.conv.name == "data" }

// keepsEmpty says whether the node's element may be empty.
func (n *node) keepsEmpty() bool { return n.conv.name == "kept" }
