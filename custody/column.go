package custody

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"sallyport"
)

// column is what one column of the export is.
type column struct {
	name   string // of the column; for JSON of the member, with a dot for each level: person.dob
	time   string // another column, which has the time of day
	role   string // booking, tcn, ori, facility, booked_at, charge, agency; "" for a fact
	fact   *sallyport.Fact
	values map[string]string // what its cells stand for, as JSON, "" for unknown; nil where they are read as the fact is written
	others bool              // a cell that is not among values says nothing
}

// bookedAt reads the cells of the role booked_at.
var bookedAt = &sallyport.Fact{Path: "booked_at", Kind: sallyport.Time}

// bookingRoles and chargeRoles are what a column can be beside a fact.
var (
	bookingRoles = []string{"booking", "tcn", "ori", "facility", "booked_at"}
	chargeRoles  = []string{"charge", "agency"}
)

// bookingFacts are the facts that a jail's system can know of a booking. Others are for people to enter.
var bookingFacts = []string{"release.eligible_at", "release.basis", "release.info_public", "person.born", indicated}

// indicated is read one way: a system may show an indication of citizenship, never that there is none.
const indicated = "person.citizenship_indicated"

// path of a column, as the mapping writes it.
func (c *column) path(ofCharge bool) string {
	switch {
	case c.role != "":
		return c.role
	case ofCharge:
		return "charges." + c.fact.Path
	}
	return c.fact.Path
}

// columns reads what the columns mean.
func (r *mappingReader) columns(key string, _, v *yaml.Node) error {
	if key != "columns" {
		return nil
	}
	return r.each(v, func(name string, k, v *yaml.Node) error {
		if strings.TrimSpace(name) == "" {
			return r.errorf(k, "columns: one has no name")
		}
		if v.Kind != yaml.SequenceNode {
			return r.column(name, v)
		}
		for _, one := range v.Content { // a column that says two things
			if err := r.column(name, one); err != nil {
				return err
			}
		}
		return nil
	})
}

// column reads one thing that a column is: a word, the path of a fact, or keys.
func (r *mappingReader) column(name string, n *yaml.Node) error {
	c, target := column{name: name}, n
	if n.Kind == yaml.MappingNode {
		target = nil
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "fact" {
				target = n.Content[i+1]
			}
		}
	}
	if target == nil || target.Kind != yaml.ScalarNode {
		return r.errorf(n, "columns: %s: needs fact:, what it is", name)
	}
	ofCharge, err := r.target(&c, target)
	if err != nil {
		return err
	}
	if n.Kind == yaml.MappingNode {
		if err := r.each(n, func(key string, k, v *yaml.Node) error { return r.columnKey(&c, key, k, v) }); err != nil {
			return err
		}
	}
	if c.fact != nil && c.fact.Path == indicated && c.values == nil {
		return r.errorf(n, "columns: %s: %s needs values:, which say which cells are true", name, indicated)
	}
	path := c.path(ofCharge)
	if r.roles[path] {
		return r.errorf(n, "columns: %s: another column is %s already", name, path)
	}
	r.roles[path] = true
	if ofCharge {
		r.m.charge = append(r.m.charge, c)
	} else {
		r.m.booking = append(r.m.booking, c)
	}
	return nil
}

// target finds what a column is, and whether it is of a charge.
func (r *mappingReader) target(c *column, n *yaml.Node) (ofCharge bool, err error) {
	switch name, charge := strings.CutPrefix(n.Value, "charges."); {
	case slices.Contains(chargeRoles, n.Value):
		c.role = n.Value
		return true, nil
	case slices.Contains(bookingRoles, n.Value):
		if c.role = n.Value; c.role == bookedAt.Path {
			c.fact = bookedAt
		}
	case charge && sallyport.OffenceFact(name) >= 0:
		c.fact = &sallyport.OffenceFacts[sallyport.OffenceFact(name)]
		return true, nil
	case slices.Contains(bookingFacts, n.Value):
		c.fact = &sallyport.CaseFacts[sallyport.CaseFact(n.Value)]
	default:
		return false, r.errorf(n, "columns: %s: %q is none of %s, nor charges. and a fact of a charge", c.name, n.Value,
			strings.Join(slices.Concat(bookingRoles, chargeRoles, bookingFacts), ", "))
	}
	return false, nil
}

func (r *mappingReader) columnKey(c *column, key string, k, v *yaml.Node) error {
	switch {
	case key == "fact":
		return nil
	case key == "time" && c.fact != nil && c.fact.Kind == sallyport.Time && v.Value != "":
		c.time = v.Value
		return nil
	case key == "values" && c.fact != nil && c.role == "":
		c.values = map[string]string{}
		return r.each(v, func(cell string, _, said *yaml.Node) error {
			value, err := r.value(c, said)
			if err != nil {
				return r.errorf(said, "columns: %s: values: %s: %v", c.name, cell, err)
			}
			c.values[strings.TrimSpace(cell)] = value
			return nil
		})
	case key == "others" && c.fact != nil && c.fact.Path == indicated && v.Value == "unknown":
		c.others = true
		return nil
	}
	return r.errorf(k, "columns: %s: %s: unknown key here", c.name, key)
}

// value reads what a cell stands for.
func (r *mappingReader) value(c *column, n *yaml.Node) (string, error) {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return "", errors.New("expected a value; write unknown where the cell says nothing")
	}
	if n.Value == "unknown" {
		return "", nil
	}
	if c.fact.Path == indicated && n.Value != "true" {
		return "", fmt.Errorf("%q; an export shows an indication of citizenship (true) or says nothing (unknown)", n.Value)
	}
	return r.m.parse(c.fact, n.Value)
}

// read gives what a cell says, as JSON: "" for unknown.
func (m *Mapping) read(c *column, cell string) (string, error) {
	switch {
	case cell == "" || slices.Contains(m.blank, cell):
		return "", nil
	case len(cell) > MaxCell:
		return "", fmt.Errorf("longer than %d bytes", MaxCell)
	case c.values == nil && c.fact == nil:
		return cell, nil
	case c.values == nil:
		return m.parse(c.fact, cell)
	}
	value, known := c.values[cell]
	if !known && !c.others {
		return "", fmt.Errorf("%q is not among the values that the mapping lists; add it there, or correct the export", clip(cell))
	}
	return value, nil
}

// parse reads a text as a value of the fact, and gives it as JSON.
func (m *Mapping) parse(f *sallyport.Fact, s string) (string, error) {
	if s == "none" && f.None && f.Parent == "" {
		return `"none"`, nil
	}
	switch f.Kind {
	case sallyport.Bool:
		switch strings.ToLower(s) {
		case "true", "yes":
			return "true", nil
		case "false", "no":
			return "false", nil
		}
		return "", fmt.Errorf("%q is not true, false, yes or no; list what its cells stand for under values:", clip(s))
	case sallyport.Int:
		n, err := strconv.ParseUint(s, 10, 31)
		if err != nil {
			return "", fmt.Errorf("%q is not a whole number from 0", clip(s))
		}
		return strconv.FormatUint(n, 10), nil
	case sallyport.Enum:
		if !slices.Contains(f.Values, s) {
			return "", fmt.Errorf("%q is not one of %s; list what its cells stand for under values:", clip(s), strings.Join(f.Values, ", "))
		}
	case sallyport.Date:
		day, err := m.day(s)
		return quote(day), err
	case sallyport.Time:
		t, err := m.instant(s)
		return quote(t.Format(rfc3339)), err
	}
	return quote(s), nil
}

func quote(s string) string {
	text, _ := json.Marshal(s) // a string always can be
	return string(text)
}
