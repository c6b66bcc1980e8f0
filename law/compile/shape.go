package compile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// readPack decodes a pack file as far as it goes, and lists where its shape is wrong.
func readPack(s Source) (*packFile, []Problem) {
	var document yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(s.Text))
	if err := d.Decode(&document); err != nil {
		return nil, []Problem{notYAML(s.Name, err)}
	}
	shape := &shape{file: s.Name}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		shape.problem(1, "", "more than one document; write one pack per file", NotAPack)
		return nil, shape.problems
	}
	root := document.Content[0]
	if !looksLikeAPack(root) {
		shape.problem(root.Line, "", "not a pack; it begins with pack: PLACE/INSTRUMENT and has versions", NotAPack)
		return nil, shape.problems
	}
	var f packFile
	shape.node(root, reflect.TypeOf(f), "")
	if err := root.Decode(&f); err != nil && len(shape.problems) == 0 {
		shape.problems = append(shape.problems, notYAML(s.Name, err))
	}
	return &f, shape.problems
}

func looksLikeAPack(root *yaml.Node) bool {
	keys := linesOf(root).keys
	return root.Kind == yaml.MappingNode && (keys["pack"] > 0 || keys["versions"] > 0)
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// notYAML turns a complaint of the YAML reader into a problem with its line.
func notYAML(file string, err error) Problem {
	message := strings.Join(strings.Fields(strings.TrimPrefix(err.Error(), "yaml: ")), " ")
	line := 1
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = strings.Replace(message, m[0], "", 1)
	}
	if errors.Is(err, io.EOF) {
		message = "the file is empty"
	}
	return Problem{file, line, "", "not YAML: " + message + "; see docs/law for a pack", NotAPack}
}

// shape compares a file's nodes with the types that read them.
type shape struct {
	file     string
	problems []Problem
}

func (s *shape) problem(line int, what, wrong string, grade Grade) {
	s.problems = append(s.problems, Problem{s.file, line, what, wrong, grade})
}

// node lists the unknown keys and the misplaced kinds of value at and below n, which stands at key.
func (s *shape) node(n *yaml.Node, t reflect.Type, key string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	want, ok := wantedKind(t)
	switch {
	case n.Kind == yaml.AliasNode:
		s.problem(n.Line, key, "aliases are not read; write the value out", Wrong)
	case n.Kind != want:
		s.problem(n.Line, key, "expected "+kindNames[want]+"; found "+kindNames[n.Kind], Wrong)
	case !ok(n):
		s.problem(n.Line, key, fmt.Sprintf("%q; write %s", n.Value, scalarNames[t.Kind()]), Wrong)
	case t == reflect.TypeFor[fragment]():
	case t.Kind() == reflect.Slice:
		for _, element := range n.Content {
			s.node(element, t.Elem(), key)
		}
	case t.Kind() == reflect.Struct:
		s.mapping(n, t)
	case t.Kind() == reflect.Map:
		for i := 0; i+1 < len(n.Content); i += 2 {
			s.node(n.Content[i+1], t.Elem(), n.Content[i].Value)
		}
	}
}

func (s *shape) mapping(n *yaml.Node, t reflect.Type) {
	fields, names := fieldsOf(t)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		field, ok := fields[key.Value]
		switch {
		case seen[key.Value]:
			s.problem(key.Line, key.Value, "given twice; keep one", Wrong)
		case !ok:
			s.problem(key.Line, key.Value, "unknown key"+oneOf(key.Value, names), Wrong)
		default:
			s.node(n.Content[i+1], field, key.Value)
		}
		seen[key.Value] = true
	}
}

// fieldsOf lists the keys that a type reads.
func fieldsOf(t reflect.Type) (map[string]reflect.Type, []string) {
	fields := map[string]reflect.Type{}
	var names []string
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("yaml"); tag != "" {
			fields[tag] = t.Field(i).Type
			names = append(names, tag)
		}
	}
	return fields, names
}

// wantedKind is the kind of node a type is read from, and what a scalar must pass beside.
func wantedKind(t reflect.Type) (yaml.Kind, func(*yaml.Node) bool) {
	any := func(*yaml.Node) bool { return true }
	switch {
	case t == reflect.TypeFor[fragment](), t.Kind() == reflect.String:
		return yaml.ScalarNode, func(n *yaml.Node) bool { return n.Tag != "!!null" }
	case t.Kind() == reflect.Int:
		return yaml.ScalarNode, func(n *yaml.Node) bool { return n.Tag == "!!int" }
	case t.Kind() == reflect.Bool:
		return yaml.ScalarNode, func(n *yaml.Node) bool { return n.Tag == "!!bool" }
	case t.Kind() == reflect.Slice:
		return yaml.SequenceNode, any
	}
	return yaml.MappingNode, any
}

var kindNames = map[yaml.Kind]string{
	yaml.ScalarNode: "a text", yaml.SequenceNode: "a list", yaml.MappingNode: "keys and values", yaml.AliasNode: "an alias",
}

var scalarNames = map[reflect.Kind]string{
	reflect.Int: "a whole number", reflect.Bool: "true or false", reflect.String: "a text", reflect.Struct: "a condition",
}
