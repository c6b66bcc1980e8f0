package casefile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"sallyport"
)

// caseReader fills a case from the node of its document.
type caseReader struct {
	file string
	c    *sallyport.Case
	seen map[string]bool
}

func (r *caseReader) errorf(n *yaml.Node, key, format string, args ...any) error {
	return &Error{File: r.file, Line: n.Line, Key: key, What: fmt.Sprintf(format, args...)}
}

// entries calls each for every key of a mapping, refusing other nodes, aliases and keys given twice.
func (r *caseReader) entries(n *yaml.Node, path string, each func(key string, keyNode, value *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return r.errorf(n, path, "expected keys and values")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if value.Kind == yaml.AliasNode || key.Kind != yaml.ScalarNode {
			return r.errorf(key, join(path, key.Value), "aliases and composite keys are not read; write the value out")
		}
		if seen[key.Value] {
			return r.errorf(key, join(path, key.Value), "given twice")
		}
		seen[key.Value] = true
		if err := each(key.Value, key, value); err != nil {
			return err
		}
	}
	return nil
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (r *caseReader) read(n *yaml.Node) error {
	r.seen = map[string]bool{}
	if err := r.entries(n, "", r.top); err != nil {
		return err
	}
	for _, key := range []string{"v", "at", "agency"} {
		if !r.seen[key] {
			return r.errorf(n, key, "missing; every case has it")
		}
	}
	return nil
}

// top reads one key of the case itself.
func (r *caseReader) top(key string, keyNode, value *yaml.Node) (err error) {
	r.seen[key] = true
	switch key {
	case "v":
		if value.Value != "1" {
			return r.errorf(value, key, "%q; this program reads version 1", value.Value)
		}
	case "id":
		r.c.ID, err = r.scalar(value, key)
	case "at":
		r.c.At, err = r.instant(value, key)
	case "agency":
		r.c.Agency, err = r.place(value, key)
	case "program":
		r.c.Program, err = r.place(value, key)
	case "convictions":
		err = r.offences(&r.c.Convictions, value, key)
	case "charges":
		err = r.offences(&r.c.Charges, value, key)
	case "agency_kind":
		err = r.fact(key, value)
	case "request", "officer", "agreement", "local_policy", "release", "consent", "person":
		err = r.group(key, value)
	default:
		err = r.errorf(keyNode, key, "unknown key")
	}
	return err
}

// group reads a mapping of facts below a path: request.…, or an object such as request.warrant.
func (r *caseReader) group(path string, n *yaml.Node) error {
	return r.entries(n, path, func(key string, keyNode, value *yaml.Node) error {
		full := join(path, key)
		if sallyport.CaseFact(full) < 0 {
			return r.errorf(keyNode, full, "unknown key")
		}
		return r.fact(full, value)
	})
}

// fact reads the value of one fact of the case.
func (r *caseReader) fact(path string, n *yaml.Node) error {
	i := sallyport.CaseFact(path)
	f := &sallyport.CaseFacts[i]
	if f.Kind == sallyport.Object {
		return r.object(i, path, n)
	}
	v, err := r.value(f, path, n)
	r.c.Facts[i] = v
	return err
}

// object reads `none` or the facts below the path; `none` makes each of them none.
func (r *caseReader) object(i int, path string, n *yaml.Node) error {
	if n.Kind == yaml.MappingNode {
		r.c.Facts[i] = sallyport.IntValue(1)
		return r.group(path, n)
	}
	if n.Value != "none" {
		return r.errorf(n, path, "%q; write none, or its keys", n.Value)
	}
	r.c.Facts[i] = sallyport.NoneValue
	for j := range sallyport.CaseFacts {
		if sallyport.CaseFacts[j].Parent == path {
			r.c.Facts[j] = sallyport.NoneValue
		}
	}
	return nil
}

func (r *caseReader) offences(list *sallyport.Offences, n *yaml.Node, path string) error {
	if n.Kind != yaml.SequenceNode {
		return r.errorf(n, path, "expected a list; [] means that there are none")
	}
	if len(n.Content) > MaxOffences {
		return r.errorf(n, path, "more than %d entries", MaxOffences)
	}
	list.Known = true
	list.List = make([]sallyport.Offence, len(n.Content))
	for i, entry := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		if err := r.offence(&list.List[i], entry, at, path == "charges"); err != nil {
			return err
		}
	}
	return nil
}

func (r *caseReader) offence(o *sallyport.Offence, n *yaml.Node, at string, charge bool) error {
	return r.entries(n, at, func(key string, keyNode, value *yaml.Node) error {
		i := sallyport.OffenceFact(key)
		if i < 0 {
			return r.errorf(keyNode, join(at, key), "unknown key")
		}
		if sallyport.OffenceFacts[i].Charge && !charge {
			return r.errorf(keyNode, join(at, key), "belongs to a charge, not to a conviction")
		}
		v, err := r.value(&sallyport.OffenceFacts[i], join(at, key), value)
		o[i] = v
		return err
	})
}

var placePattern = regexp.MustCompile(`^us(-[a-z]{2})?(/[a-z0-9][a-z0-9-]*)*$`)

func (r *caseReader) place(n *yaml.Node, key string) (string, error) {
	s, err := r.scalar(n, key)
	if err == nil && !placePattern.MatchString(s) {
		return "", r.errorf(n, key, "%q is not a place; write it as in us-ca/san-francisco", s)
	}
	return s, err
}

func (r *caseReader) scalar(n *yaml.Node, key string) (string, error) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return "", r.errorf(n, key, "expected a value; leave the key out where it is not known")
	}
	return n.Value, nil
}

func (r *caseReader) instant(n *yaml.Node, key string) (time.Time, error) {
	s, err := r.scalar(n, key)
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, r.errorf(n, key, "%q is not a time with offset; write 2015-05-06T10:00:00-07:00", s)
	}
	if t.Year() < 1900 || t.Year() > 2200 {
		return t, r.errorf(n, key, "%q: years 1900 to 2200 are read", s)
	}
	return t, nil
}

// value reads one fact.
func (r *caseReader) value(f *sallyport.Fact, key string, n *yaml.Node) (sallyport.Value, error) {
	if f.Kind == sallyport.Set {
		return r.set(f, key, n)
	}
	s, err := r.scalar(n, key)
	if err != nil {
		return sallyport.Value{}, err
	}
	if s == "none" && f.None && f.Parent == "" {
		return sallyport.NoneValue, nil
	}
	switch f.Kind {
	case sallyport.Bool:
		return r.boolean(n, key, s)
	case sallyport.Int:
		return r.integer(n, key, s)
	case sallyport.Enum:
		v, err := f.EnumValue(s)
		if err != nil {
			return v, r.errorf(n, key, "%v%s", err, orNone(f))
		}
		return v, nil
	case sallyport.Date:
		t, err := time.Parse(time.DateOnly, s)
		if err != nil || t.Year() < 1850 || t.Year() > 2200 {
			return sallyport.Value{}, r.errorf(n, key, "%q is not a day; write 2015-05-06%s", s, orNone(f))
		}
		return sallyport.DateValue(t), nil
	case sallyport.Time:
		t, err := r.instant(n, key)
		return sallyport.TimeValue(t), err
	}
	if len(s) > 500 {
		return sallyport.Value{}, r.errorf(n, key, "longer than 500 bytes")
	}
	return sallyport.TextValue(s), nil
}

func orNone(f *sallyport.Fact) string {
	if f.None {
		return ", or none"
	}
	return ""
}

func (r *caseReader) boolean(n *yaml.Node, key, s string) (sallyport.Value, error) {
	if n.Tag != "!!bool" || s != "true" && s != "false" {
		return sallyport.Value{}, r.errorf(n, key, "%q; write true or false, or leave the key out where it is not known", s)
	}
	return sallyport.BoolValue(s == "true"), nil
}

func (r *caseReader) integer(n *yaml.Node, key, s string) (sallyport.Value, error) {
	i, err := strconv.ParseInt(s, 10, 32)
	if err != nil || i < 0 || n.Tag != "!!int" {
		return sallyport.Value{}, r.errorf(n, key, "%q is not a whole number from 0", s)
	}
	return sallyport.IntValue(i), nil
}

func (r *caseReader) set(f *sallyport.Fact, key string, n *yaml.Node) (sallyport.Value, error) {
	if n.Kind != yaml.SequenceNode {
		return sallyport.Value{}, r.errorf(n, key, "expected a list of %s; [] means none", strings.Join(f.Values, ", "))
	}
	set := sallyport.IntValue(0)
	for _, member := range n.Content {
		v, err := f.EnumValue(member.Value)
		if err != nil {
			return set, r.errorf(member, key, "%v", err)
		}
		set.N |= 1 << v.N
	}
	return set, nil
}
