package compile

import (
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
	lines     lines
}

type termFile struct {
	Name  string   `yaml:"name"`
	Of    string   `yaml:"of"` // offence, or empty for the case
	Says  string   `yaml:"says"`
	Cite  string   `yaml:"cite"`
	Is    fragment `yaml:"is"`
	lines lines
}

type questionFile struct {
	ID       string   `yaml:"id"`
	Asks     string   `yaml:"asks"`
	Readings []string `yaml:"readings"`
	Default  string   `yaml:"default"`
	lines    lines
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
	Narrows    []string          `yaml:"narrows"`
	lines      lines
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
	lines    lines
}

type clockFile struct {
	Hours   int    `yaml:"hours"`
	Count   string `yaml:"count"` // running, weekdays
	SameDay bool   `yaml:"same_day"`
}

type neverFile struct {
	Says  string   `yaml:"says"`
	When  fragment `yaml:"when"`
	lines lines
}

// lines says where the keys of a mapping stand.
type lines struct {
	first int
	keys  map[string]int
}

func linesOf(n *yaml.Node) lines {
	l := lines{n.Line, map[string]int{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		l.keys[n.Content[i].Value] = n.Content[i].Line
	}
	return l
}

// of is the line of the key or, where it is not given, of the mapping.
func (l lines) of(key string) int {
	if line, ok := l.keys[key]; ok {
		return line
	}
	return l.first
}

func (f *packFile) UnmarshalYAML(n *yaml.Node) error {
	type plain packFile
	f.lines = linesOf(n)
	return n.Decode((*plain)(f))
}

func (t *termFile) UnmarshalYAML(n *yaml.Node) error {
	type plain termFile
	t.lines = linesOf(n)
	return n.Decode((*plain)(t))
}

func (q *questionFile) UnmarshalYAML(n *yaml.Node) error {
	type plain questionFile
	q.lines = linesOf(n)
	return n.Decode((*plain)(q))
}

func (v *versionFile) UnmarshalYAML(n *yaml.Node) error {
	type plain versionFile
	v.lines = linesOf(n)
	return n.Decode((*plain)(v))
}

func (r *ruleFile) UnmarshalYAML(n *yaml.Node) error {
	type plain ruleFile
	r.lines = linesOf(n)
	return n.Decode((*plain)(r))
}

func (n *neverFile) UnmarshalYAML(node *yaml.Node) error {
	type plain neverFile
	n.lines = linesOf(node)
	return node.Decode((*plain)(n))
}

// fragment is a condition, its words joined by single spaces, and where it begins.
type fragment struct {
	text         string
	line, column int
	block        bool // written below its key, as after > or |
}

func (f *fragment) UnmarshalYAML(n *yaml.Node) error {
	*f = fragment{text: strings.Join(strings.Fields(n.Value), " "), line: n.Line, column: n.Column}
	f.block = n.Style&(yaml.FoldedStyle|yaml.LiteralStyle) != 0
	return nil
}

// lineOf is the line of the pack file on which a column of the condition stands, counted from 0: the file has the same
// words in the same order.
func (f fragment) lineOf(column int, file []string) int {
	word := max(0, len(strings.Fields(f.text[:min(column+1, len(f.text))]))-1)
	line := f.line
	if f.block {
		line++
	} else if line <= len(file) {
		word += len(strings.Fields(file[line-1][:min(f.column-1, len(file[line-1]))]))
	}
	for ; line <= len(file); line++ {
		n := len(strings.Fields(file[line-1]))
		if word < n {
			return line
		}
		word -= n
	}
	return f.line
}
