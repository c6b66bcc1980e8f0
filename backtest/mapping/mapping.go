// Package mapping reads the file that says what the columns of any CSV file of requests mean: which column is which fact of a
// case, what its cells stand for, how dates are written, what an empty cell says. It is strict: what it does not know is an
// error that names its line. docs/backtest/mapping.md describes it, with an example that runs.
package mapping

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"sallyport"
	"sallyport/backtest/cell"
)

// Mapping says what the columns of a file mean.
type Mapping struct {
	Separator rune     // ',' where 0
	Latin     bool     // the file is Windows-1252, of which Latin-1 is a part
	Blank     []string // cells that say nothing, beside empty and redacted ones
	Agency    string   // of every row; "" where columns say it
	Facts     []Constant
	Complete  [2]bool // the convictions, the charges, are given in full
	Columns   []Column
	layouts   []string // of dates, as package time writes them
}

// Constant is a fact that is the same in every row.
type Constant struct {
	Index int // of the fact
	Value sallyport.Value
}

// Column is one column: what it is, and how its cells are read.
type Column struct {
	Name   string
	Role   string // id, at, agency, facility, city, state, form, lift, program, extra; "" for a fact
	Fact   *sallyport.Fact
	Index  int                        // of the fact
	List   int                        // -1 for a fact of the case, 0 convictions, 1 charges
	Entry  int                        // of the list
	Values map[string]sallyport.Value // what its cells stand for; nil where they are read as the fact is written
	Blank  sallyport.Value            // what an empty cell says: unknown, unless the mapping says otherwise
}

var roles = []string{"id", "at", "agency", "facility", "city", "state", "form", "lift", "program", "extra"}

// Lists are the lists that a column may be of, by Column.List.
var Lists = []string{"convictions", "charges"}

// MaxEntries bounds the entries of a list that columns may name, maxMapping the file itself.
const (
	MaxEntries = 50
	maxMapping = 1 << 20
)

// mappingReader reads a mapping file.
type mappingReader struct {
	file string
	m    Mapping
	dups map[string]bool
}

// Read reads a mapping file; name stands in errors, each of which names a line.
func Read(name string, in io.Reader) (*Mapping, error) {
	r := &mappingReader{file: name, dups: map[string]bool{}, m: Mapping{layouts: []string{"2006-01-02"}}}
	text, err := io.ReadAll(io.LimitReader(in, maxMapping+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > maxMapping {
		return nil, &cell.Error{File: name, Line: 1, What: fmt.Sprintf("larger than %d bytes", maxMapping)}
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, yamlError(name, err)
	}
	if len(document.Content) == 0 {
		return nil, &cell.Error{File: name, Line: 1, What: "empty; a mapping begins with v: 1"}
	}
	root := document.Content[0]
	for _, pass := range []func(string, *yaml.Node, *yaml.Node) error{r.settings, r.content} { // how values are read comes first
		if err := r.each(root, pass); err != nil {
			return nil, err
		}
	}
	return &r.m, r.check(root)
}

// yamlError turns "yaml: line N: message" into an error of the file.
func yamlError(name string, err error) error {
	message, line := strings.TrimPrefix(err.Error(), "yaml: "), 1
	if _, scanErr := fmt.Sscanf(message, "line %d:", &line); scanErr == nil {
		_, message, _ = strings.Cut(message, ": ")
	}
	return &cell.Error{File: name, Line: line, What: "not YAML: " + strings.Join(strings.Fields(message), " ")}
}

func (r *mappingReader) errorf(n *yaml.Node, format string, args ...any) error {
	return &cell.Error{File: r.file, Line: n.Line, What: fmt.Sprintf(format, args...)}
}

// each calls do for every key of a mapping.
func (r *mappingReader) each(n *yaml.Node, do func(key string, k, v *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return r.errorf(n, "expected keys and values")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode || v.Kind == yaml.AliasNode {
			return r.errorf(k, "aliases and composite keys are not read; write the value out")
		}
		if seen[k.Value] {
			return r.errorf(k, "%s: given twice", k.Value)
		}
		seen[k.Value] = true
		if err := do(k.Value, k, v); err != nil {
			return err
		}
	}
	return nil
}

// settings reads how the file is written, and refuses unknown keys.
func (r *mappingReader) settings(key string, k, v *yaml.Node) error {
	switch key {
	case "v":
		if v.Value != "1" {
			return r.errorf(v, "v: %q; this program reads version 1", v.Value)
		}
	case "separator":
		separator := []rune(v.Value)
		if len(separator) != 1 || strings.ContainsAny(v.Value, "\"\r\n") {
			return r.errorf(v, "separator: %q; write one character", v.Value)
		}
		r.m.Separator = separator[0]
	case "encoding":
		if v.Value != "utf-8" && v.Value != "windows-1252" && v.Value != "latin-1" {
			return r.errorf(v, "encoding: %q is not utf-8, latin-1 or windows-1252", v.Value)
		}
		r.m.Latin = v.Value != "utf-8"
	case "dates":
		return r.dates(v)
	case "blank":
		return r.texts(v, "blank", func(_ *yaml.Node, s string) error {
			r.m.Blank = append(r.m.Blank, strings.TrimSpace(s))
			return nil
		})
	case "complete":
		return r.texts(v, "complete", func(n *yaml.Node, s string) error {
			i := slices.Index(Lists, s)
			if i < 0 {
				return r.errorf(n, "complete: %q is not convictions or charges", s)
			}
			r.m.Complete[i] = true
			return nil
		})
	case "agency", "facts", "columns":
	default:
		return r.errorf(k, "%s: unknown key", key)
	}
	return nil
}

// content reads what the columns mean.
func (r *mappingReader) content(key string, _, v *yaml.Node) error {
	switch key {
	case "agency":
		if !Place.MatchString(v.Value) {
			return r.errorf(v, "agency: %q is not a place; write it as in us-ca/san-francisco", v.Value)
		}
		r.m.Agency = v.Value
	case "facts":
		return r.each(v, r.constant)
	case "columns":
		return r.each(v, r.column)
	}
	return nil
}

func (r *mappingReader) texts(n *yaml.Node, key string, do func(*yaml.Node, string) error) error {
	if n.Kind != yaml.SequenceNode {
		return r.errorf(n, "%s: expected a list", key)
	}
	for _, member := range n.Content {
		if member.Kind != yaml.ScalarNode {
			return r.errorf(member, "%s: expected a list of texts", key)
		}
		if err := do(member, member.Value); err != nil {
			return err
		}
	}
	return nil
}

func (r *mappingReader) dates(n *yaml.Node) error {
	r.m.layouts = nil
	return r.texts(n, "dates", func(n *yaml.Node, s string) error {
		layout, err := layoutOf(s)
		if err != nil {
			return r.errorf(n, "dates: %q: %v", s, err)
		}
		r.m.layouts = append(r.m.layouts, layout)
		return nil
	})
}

// layoutOf turns M/D/YYYY HH:mm into package time's way of saying it.
func layoutOf(s string) (string, error) {
	var b strings.Builder
	have := map[byte]bool{}
	for rest := s; rest != ""; {
		token := rest[:1]
		for len(token) < len(rest) && rest[len(token)] == rest[0] {
			token = rest[:len(token)+1]
		}
		rest = rest[len(token):]
		layout, ok := map[string]string{"YYYY": "2006", "MM": "01", "M": "1", "DD": "02", "D": "2", "HH": "15", "mm": "04", "ss": "05"}[token]
		switch {
		case ok:
			have[token[0]] = true
		case strings.Trim(token, "-/. :T") == "":
			layout = token
		default:
			return "", fmt.Errorf("%q is none of YYYY, MM, M, DD, D, HH, mm, ss", token)
		}
		b.WriteString(layout)
	}
	if !have['Y'] || !have['M'] || !have['D'] {
		return "", errors.New("needs a year (YYYY), a month and a day")
	}
	return b.String(), nil
}

// constant reads a fact of every row.
func (r *mappingReader) constant(path string, k, v *yaml.Node) error {
	i := sallyport.CaseFact(path)
	if i < 0 || slices.Contains([]string{"at", "agency", "state"}, path) {
		return r.errorf(k, "facts: %s: no fact of a case", path)
	}
	value, err := r.m.valueOf(&sallyport.CaseFacts[i], v)
	if err != nil {
		return r.errorf(v, "facts: %s: %v", path, err)
	}
	r.m.Facts = append(r.m.Facts, Constant{i, value})
	return nil
}

// check holds the mapping as a whole to what a row needs.
func (r *mappingReader) check(root *yaml.Node) error {
	has := func(role string) bool {
		return slices.ContainsFunc(r.m.Columns, func(c Column) bool { return c.Role == role })
	}
	if !has("at") {
		return r.errorf(root, "columns: none is at, the moment of the request, which every row has")
	}
	if r.m.Agency == "" && !has("agency") && !has("state") {
		return r.errorf(root, "columns: none says where; name one as agency or state, or write agency: for all rows")
	}
	for i, name := range Lists {
		if r.m.Complete[i] && !slices.ContainsFunc(r.m.Columns, func(c Column) bool { return c.List == i }) {
			return r.errorf(root, "complete: %s: no column is one of its facts; every person would be taken to have none", name)
		}
	}
	return nil
}

// offencePath splits convictions[2].grade.
func offencePath(path string) (list, entry int, fact string, ok bool) {
	name, rest, found := strings.Cut(path, "[")
	number, fact, dotted := strings.Cut(rest, "].")
	entry, err := strconv.Atoi(number)
	list = slices.Index(Lists, name)
	return list, entry, fact, found && dotted && err == nil && list >= 0 && entry >= 0
}
