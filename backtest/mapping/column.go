package mapping

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"sallyport"
	"sallyport/backtest/cell"
)

// Place is how a place is written.
var Place = regexp.MustCompile(`^us(-[a-z]{2})?(/[a-z0-9][a-z0-9-]*)*$`)

// column reads one column: a role, the path of a fact, or keys.
func (r *mappingReader) column(name string, k, v *yaml.Node) error {
	if cell.PlainName(name) == "" || r.dups[cell.PlainName(name)] {
		return r.errorf(k, "columns: %q: empty, or given twice", name)
	}
	r.dups[cell.PlainName(name)] = true
	c := Column{Name: name, List: -1}
	if v.Kind == yaml.ScalarNode {
		if err := r.target(&c, v); err != nil {
			return err
		}
	} else if err := r.columnKeys(&c, v); err != nil {
		return err
	}
	if c.Fact != nil && c.Values == nil && (c.Fact.Kind == sallyport.Set || c.Fact.Kind == sallyport.Object) {
		return r.errorf(v, "columns: %s: needs values:, which say what its cells mean", name)
	}
	r.m.Columns = append(r.m.Columns, c)
	return nil
}

// columnKeys reads fact, values and blank.
func (r *mappingReader) columnKeys(c *Column, n *yaml.Node) error {
	err := r.each(n, func(key string, k, v *yaml.Node) error { // what it is comes first
		if key == "fact" {
			return r.target(c, v)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if c.Fact == nil {
		return r.errorf(n, "columns: %s: needs fact:, the path of a fact", c.Name)
	}
	return r.each(n, func(key string, k, v *yaml.Node) error {
		switch key {
		case "fact":
			return nil
		case "values":
			c.Values = map[string]sallyport.Value{}
			return r.each(v, func(cell string, _, said *yaml.Node) error {
				value, err := r.m.valueOf(c.Fact, said)
				if err != nil {
					return r.errorf(said, "columns: %s: values: %s: %v", c.Name, cell, err)
				}
				c.Values[strings.TrimSpace(cell)] = value
				return nil
			})
		case "blank":
			if v.Value == "unknown" {
				return nil
			}
			value, err := r.m.valueOf(c.Fact, v)
			if err != nil {
				return r.errorf(v, "columns: %s: blank: %v; or write unknown", c.Name, err)
			}
			c.Blank = value
			return nil
		}
		return r.errorf(k, "columns: %s: %s: unknown key", c.Name, key)
	})
}

// target finds the role or the fact that a column is.
func (r *mappingReader) target(c *Column, n *yaml.Node) error {
	if slices.Contains(roles, n.Value) && n.Kind == yaml.ScalarNode {
		if n.Value != "extra" && slices.ContainsFunc(r.m.Columns, func(o Column) bool { return o.Role == n.Value }) {
			return r.errorf(n, "columns: %s: another column is %s already", c.Name, n.Value)
		}
		c.Role = n.Value
		return nil
	}
	if list, entry, path, ok := offencePath(n.Value); ok {
		return r.offence(c, n, list, entry, path)
	}
	i := sallyport.CaseFact(n.Value)
	if i < 0 {
		return r.errorf(n, "columns: %s: %q is neither a fact nor one of %s", c.Name, n.Value, strings.Join(roles, ", "))
	}
	c.Fact, c.Index = &sallyport.CaseFacts[i], i
	return nil
}

func (r *mappingReader) offence(c *Column, n *yaml.Node, list, entry int, path string) error {
	i := sallyport.OffenceFact(path)
	switch {
	case i < 0 || sallyport.OffenceFacts[i].Charge && list == 0:
		return r.errorf(n, "columns: %s: %q is no fact of %s", c.Name, path, Lists[list])
	case entry >= MaxEntries:
		return r.errorf(n, "columns: %s: entry %d; at most %d are read", c.Name, entry, MaxEntries)
	case !r.m.Complete[list]:
		return r.errorf(n, "columns: %s: a list that is given is complete; write complete: [%s] if the file has every one of them, or map the column as extra", c.Name, Lists[list])
	}
	c.Fact, c.Index, c.List, c.Entry = &sallyport.OffenceFacts[i], i, list, entry
	return nil
}

// valueOf reads a value of the mapping itself: a scalar or, for a set, a list.
func (m *Mapping) valueOf(f *sallyport.Fact, n *yaml.Node) (sallyport.Value, error) {
	if f.Kind == sallyport.Set {
		if n.Kind != yaml.SequenceNode {
			return sallyport.Value{}, fmt.Errorf("expected a list of %s; [] means none", strings.Join(f.Values, ", "))
		}
		set := sallyport.IntValue(0)
		for _, member := range n.Content {
			v, err := f.EnumValue(member.Value)
			if err != nil {
				return set, err
			}
			set.N |= 1 << v.N
		}
		return set, nil
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return sallyport.Value{}, errors.New("expected a value")
	}
	return m.Parse(f, n.Value)
}

// Parse reads a cell, or a scalar of the mapping, as a value of the fact.
func (m *Mapping) Parse(f *sallyport.Fact, s string) (sallyport.Value, error) {
	if s == "none" && f.None && f.Parent == "" {
		return sallyport.NoneValue, nil
	}
	switch f.Kind {
	case sallyport.Bool:
		switch strings.ToLower(s) {
		case "true", "yes":
			return sallyport.BoolValue(true), nil
		case "false", "no":
			return sallyport.BoolValue(false), nil
		}
		return sallyport.Value{}, fmt.Errorf("%q is not true, false, yes or no", cell.Clip(s, 60))
	case sallyport.Int:
		n, err := strconv.ParseInt(s, 10, 32)
		if err != nil || n < 0 {
			return sallyport.Value{}, fmt.Errorf("%q is not a whole number from 0", cell.Clip(s, 60))
		}
		return sallyport.IntValue(n), nil
	case sallyport.Enum:
		return f.EnumValue(s)
	case sallyport.Date:
		d, err := m.Day(s)
		return d.Value(), err
	case sallyport.Time:
		t, err := time.Parse(time.RFC3339, s)
		if err != nil || t.Year() < 1900 || t.Year() > 2200 {
			return sallyport.Value{}, fmt.Errorf("%q is not a time with offset as in 2015-05-06T10:00:00-07:00", cell.Clip(s, 60))
		}
		return sallyport.TimeValue(t), nil
	case sallyport.Object:
		return sallyport.Value{}, fmt.Errorf("%q; write none, or map the facts below it", cell.Clip(s, 60))
	}
	if len(s) > 500 {
		return sallyport.Value{}, errors.New("longer than 500 bytes")
	}
	return sallyport.TextValue(s), nil
}

// Day reads a date in one of the mapping's formats.
func (m *Mapping) Day(s string) (cell.Day, error) {
	d, err := cell.ReadDayAs(s, m.layouts)
	if err != nil {
		return cell.Day{}, fmt.Errorf("%q is not a date in one of the formats under dates:", cell.Clip(s, 60))
	}
	return d, nil
}
