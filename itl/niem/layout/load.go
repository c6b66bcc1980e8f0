package layout

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// Load reads tables, each of which may use what those before it declare.
func Load(texts ...string) (*Table, error) {
	t := &Table{Spaces: map[string]string{}, Records: map[int]*Node{}, blocks: map[string]*Node{}}
	for i, text := range texts {
		if err := t.load(text); err != nil {
			return nil, fmt.Errorf("table %d: %w", i+1, err)
		}
	}
	return t, nil
}

// load adds the lines of one table.
func (t *Table) load(text string) error {
	var open []*Node // the nodes that enclose the next line, by depth
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, " #")
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		depth := len(line) - len(strings.TrimLeft(line, "\t"))
		var err error
		if depth == 0 {
			var top *Node
			top, err = t.top(words)
			open = []*Node{top}
		} else if depth > len(open) {
			err = fmt.Errorf("indented too far")
		} else {
			open = open[:depth]
			var kid *Node
			kid, err = t.line(open[depth-1], words)
			open = append(open, kid)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return nil
}

// top reads "namespace PREFIX NAME [local]", "record TYPE ELEMENT" or "block NAME".
func (t *Table) top(words []string) (*Node, error) {
	switch {
	case words[0] == "namespace" && len(words) >= 3:
		if len(words) == 3 {
			t.Prefixes = append(t.Prefixes, words[1])
		}
		t.Spaces[words[1]] = words[2]
		return nil, nil
	case words[0] == "block" && len(words) == 2:
		n := &Node{}
		t.blocks[words[1]] = n
		return n, nil
	case words[0] == "record" && len(words) == 3:
		recordType, err := strconv.Atoi(words[1])
		if err != nil {
			return nil, err
		}
		n := &Node{}
		t.Records[recordType] = n
		return n, t.name(n, words[2])
	}
	return nil, fmt.Errorf("%q is not namespace, record or block", words)
}

// line reads one element under parent, or the inclusion of a block.
func (t *Table) line(parent *Node, words []string) (*Node, error) {
	switch words[0] {
	case "use":
		block := t.blocks[words[1]]
		if block == nil {
			return nil, fmt.Errorf("no block %s", words[1])
		}
		parent.kids = append(parent.kids, block.kids...)
		return nil, nil
	case "extension":
		parent.kids = append(parent.kids, &Node{here: true})
		return nil, nil
	}
	readOnly := words[0] == "-"
	if readOnly {
		words = words[1:]
	}
	steps := strings.Split(words[0], "/")
	n := &Node{readOnly: readOnly}
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
			parent, n = n, &Node{}
		}
	}
	return n, n.value(words[1:])
}

// name sets the names of a node from "prefix:Local|prefix:Other".
func (t *Table) name(n *Node, text string) error {
	for i, one := range strings.Split(text, "|") {
		prefix, local, _ := strings.Cut(one, ":")
		space, ok := t.Spaces[prefix]
		if !ok || local == "" {
			return fmt.Errorf("%q is not prefix:Name with a declared prefix", one)
		}
		n.names = append(n.names, xml.Name{Space: space, Local: local})
		if i == 0 {
			n.Name = one
		}
	}
	return nil
}
