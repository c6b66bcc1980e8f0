package compile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// packFile is pack.yaml as written; docs/law says how to write one.
type packFile struct {
	Pack      string         `yaml:"pack"`
	Title     string         `yaml:"title"`
	Door      string         `yaml:"door"`
	Summary   string         `yaml:"summary"`
	Binds     []string       `yaml:"binds"`
	Terms     []termFile     `yaml:"terms"`
	Questions []questionFile `yaml:"questions"`
	Versions  []versionFile  `yaml:"versions"`
}

type termFile struct {
	Name string   `yaml:"name"`
	Of   string   `yaml:"of"` // offence, or empty for the case
	Says string   `yaml:"says"`
	Cite string   `yaml:"cite"`
	Is   fragment `yaml:"is"`
}

type questionFile struct {
	ID       string   `yaml:"id"`
	Asks     string   `yaml:"asks"`
	Readings []string `yaml:"readings"`
	Default  string   `yaml:"default"`
}

type versionFile struct {
	From       string            `yaml:"from"`
	Until      string            `yaml:"until"`
	Instrument string            `yaml:"instrument"`
	Binds      []string          `yaml:"binds"`
	Silent     map[string]string `yaml:"silent"`
	Also       []string          `yaml:"also"`
	Keeps      []string          `yaml:"keeps"`
	Rules      []ruleFile        `yaml:"rules"`
	Never      []neverFile       `yaml:"never"`
	line       int
}

type ruleFile struct {
	ID       string     `yaml:"id"`
	For      []string   `yaml:"for"`
	Says     string     `yaml:"says"`
	Cite     string     `yaml:"cite"`
	Sure     string     `yaml:"sure"`
	Reading  string     `yaml:"reading"`
	Needs    fragment   `yaml:"needs"`
	Bars     fragment   `yaml:"bars"`
	Opens    string     `yaml:"opens"`
	Closes   string     `yaml:"closes"`
	When     fragment   `yaml:"when"`
	Where    fragment   `yaml:"where"`
	Owes     string     `yaml:"owes"`
	Requires string     `yaml:"requires"`
	Clock    *clockFile `yaml:"clock"`
	Waits    bool       `yaml:"waits"`
	line     int
}

type clockFile struct {
	Hours   int    `yaml:"hours"`
	Count   string `yaml:"count"` // running, weekdays
	SameDay bool   `yaml:"same_day"`
}

type neverFile struct {
	Says string   `yaml:"says"`
	When fragment `yaml:"when"`
}

// fragment is a condition and the line it stands on.
type fragment struct {
	text string
	line int
}

func (f *fragment) UnmarshalYAML(n *yaml.Node) error {
	f.text, f.line = strings.Join(strings.Fields(n.Value), " "), n.Line
	return nil
}

func (r *ruleFile) UnmarshalYAML(n *yaml.Node) error {
	type plain ruleFile
	r.line = n.Line
	return n.Decode((*plain)(r))
}

func (v *versionFile) UnmarshalYAML(n *yaml.Node) error {
	type plain versionFile
	v.line = n.Line
	return n.Decode((*plain)(v))
}

// readPack decodes a pack file; errors name the file and the line.
func readPack(name string, text []byte) (*packFile, error) {
	var document yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&document); err != nil {
		return nil, fmt.Errorf("%s: %s", name, oneLine(err))
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: one pack per file", name)
	}
	var f packFile
	root := document.Content[0]
	if key := unknownKey(root, reflect.TypeOf(f)); key != nil {
		return nil, fmt.Errorf("%s:%d: %s: unknown key", name, key.Line, key.Value)
	}
	if err := root.Decode(&f); err != nil {
		return nil, fmt.Errorf("%s: %s", name, oneLine(err))
	}
	return &f, nil
}

// unknownKey finds a key below n that no field of the type reads, or nil.
func unknownKey(n *yaml.Node, t reflect.Type) *yaml.Node {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		for _, element := range n.Content {
			if key := unknownKey(element, t.Elem()); key != nil {
				return key
			}
		}
	case t.Kind() == reflect.Struct && n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			field, ok := fieldNamed(t, n.Content[i].Value)
			if !ok {
				return n.Content[i]
			}
			if key := unknownKey(n.Content[i+1], field); key != nil {
				return key
			}
		}
	}
	return nil
}

func fieldNamed(t reflect.Type, key string) (reflect.Type, bool) {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("yaml") == key {
			return t.Field(i).Type, true
		}
	}
	return nil, false
}

func oneLine(err error) string {
	return strings.Join(strings.Fields(strings.TrimPrefix(err.Error(), "yaml: ")), " ")
}
