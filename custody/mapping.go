package custody

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Mapping says what the columns of an export, or the members of its JSON objects, mean.
type Mapping struct {
	separator rune   // ',' where 0
	latin     bool   // the file is Windows-1252, of which Latin-1 is a part
	list      string // JSON: the member that holds the charges
	complete  bool   // the export has every charge of a booking
	ori       string // of every booking; "" where a column says it
	zone      *time.Location
	formats   []string // of days and times, as package time writes them
	blank     []string // cells that say nothing, beside empty ones
	words     map[string]string
	booking   []column
	charge    []column
}

// mappingReader reads a mapping file.
type mappingReader struct {
	file  string
	m     Mapping
	roles map[string]bool
}

// ReadMapping reads a mapping, YAML or JSON; name stands in errors, each of which is an *Error and names a line.
func ReadMapping(name string, in io.Reader) (*Mapping, error) {
	text, err := io.ReadAll(io.LimitReader(in, MaxMapping+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > MaxMapping {
		return nil, &Error{File: name, What: fmt.Sprintf("larger than %d bytes", MaxMapping)}
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, yamlError(name, err)
	}
	if len(document.Content) == 0 {
		return nil, &Error{File: name, Line: 1, What: "empty; a mapping begins with v: 1"}
	}
	root := document.Content[0]
	r := &mappingReader{file: name, roles: map[string]bool{}, m: Mapping{words: map[string]string{}}}
	for _, pass := range []func(string, *yaml.Node, *yaml.Node) error{r.settings, r.columns} { // how cells are read comes first
		if err := r.each(root, pass); err != nil {
			return nil, err
		}
	}
	if err := r.check(root); err != nil {
		return nil, err
	}
	return &r.m, nil
}

// yamlError turns "yaml: line N: message" into an error of the file.
func yamlError(name string, err error) error {
	message, line := strings.TrimPrefix(err.Error(), "yaml: "), 1
	if _, scanErr := fmt.Sscanf(message, "line %d:", &line); scanErr == nil {
		_, message, _ = strings.Cut(message, ": ")
	}
	return &Error{File: name, Line: line, What: "not YAML: " + strings.Join(strings.Fields(message), " ")}
}

func (r *mappingReader) errorf(n *yaml.Node, format string, args ...any) error {
	return &Error{File: r.file, Line: n.Line, What: fmt.Sprintf(format, args...)}
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

// texts calls do for every text of a list.
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

var oriPattern = regexp.MustCompile(`^[A-Z0-9]{9}$`)

// settings reads how the export is written, and refuses unknown keys.
func (r *mappingReader) settings(key string, k, v *yaml.Node) error {
	switch key {
	case "v":
		if v.Value != "1" {
			return r.errorf(v, "v: %q; this program reads version 1", v.Value)
		}
	case "separator":
		separator := []rune(v.Value)
		if len(separator) != 1 || strings.ContainsAny(v.Value, "\"\r\n\ufffd") {
			return r.errorf(v, "separator: %q; write one character", v.Value)
		}
		r.m.separator = separator[0]
	case "encoding":
		if !slices.Contains([]string{"utf-8", "windows-1252", "latin-1"}, v.Value) {
			return r.errorf(v, "encoding: %q is not utf-8, latin-1 or windows-1252", v.Value)
		}
		r.m.latin = v.Value != "utf-8"
	case "list":
		r.m.list = v.Value
	case "ori":
		if r.m.ori = v.Value; !oriPattern.MatchString(v.Value) {
			return r.errorf(v, "ori: %q; an ORI is nine capital letters and digits", v.Value)
		}
	case "zone":
		return r.zone(v)
	case "formats":
		return r.formats(v)
	case "blank":
		return r.texts(v, key, func(_ *yaml.Node, s string) error {
			r.m.blank = append(r.m.blank, strings.TrimSpace(s))
			return nil
		})
	case "complete":
		return r.texts(v, key, func(n *yaml.Node, s string) error {
			if r.m.complete = s == "charges"; !r.m.complete {
				return r.errorf(n, "complete: %q; only charges can be", s)
			}
			return nil
		})
	case "words":
		return r.each(v, r.word)
	case "columns":
	default:
		return r.errorf(k, "%s: unknown key", key)
	}
	return nil
}

func (r *mappingReader) zone(v *yaml.Node) (err error) {
	if v.Value == "" || v.Value == "Local" {
		return r.errorf(v, "zone: %q; name it as in America/Chicago", v.Value)
	}
	if r.m.zone, err = time.LoadLocation(v.Value); err != nil {
		return r.errorf(v, "zone: %q is not known; name it as in America/Chicago", v.Value)
	}
	return nil
}

func (r *mappingReader) formats(v *yaml.Node) error {
	return r.texts(v, "formats", func(n *yaml.Node, s string) error {
		layout, err := layoutOf(s)
		if err != nil {
			return r.errorf(n, "formats: %q: %v", s, err)
		}
		r.m.formats = append(r.m.formats, layout)
		return nil
	})
}

// word reads what the keeper of the export says a row of these words is.
func (r *mappingReader) word(text string, k, v *yaml.Node) error {
	if plain(text) == "" {
		return r.errorf(k, "words: %q has no word", text)
	}
	if v.Value != isCharge && !slices.Contains(HoldKinds, v.Value) {
		return r.errorf(v, "words: %s: %q is not charge, %s", text, v.Value, strings.Join(HoldKinds, ", "))
	}
	r.m.words[plain(text)] = v.Value
	return nil
}
