package source

import (
	"slices"
	"strings"

	"sallyport"
	"sallyport/backtest/cell"
	"sallyport/backtest/mapping"
	"sallyport/backtest/place"
)

// mappedRows reads rows by a mapping.
type mappedRows struct {
	requests
	m     *mapping.Mapping
	wants []wanted
}

func newMapped(m *mapping.Mapping, places *place.Table, action Action) *mappedRows {
	r := &mappedRows{requests: requests{places, action}, m: m}
	for _, c := range m.Columns {
		r.wants = append(r.wants, wanted{[]string{cell.PlainName(c.Name)}, true})
	}
	return r
}

func (r *mappedRows) columns() []wanted { return r.wants }

func (r *mappedRows) extras() []string {
	var all []string
	for _, c := range r.m.Columns {
		if c.Role == "extra" {
			all = append(all, c.Name)
		}
	}
	return all
}

// said is the cell of a column, or "" where the mapping, or the law of redaction, takes it for blank.
func (r *mappedRows) said(text string) string {
	s := cell.Given(text)
	if slices.Contains(r.m.Blank, s) {
		return ""
	}
	return s
}

func (r *mappedRows) row(b *Batch, cells []string, pos position) {
	row, c := b.add()
	row.Line, row.Sheet = pos.line, pos.sheet
	from := len(b.extras)
	date := ""
	for i, column := range r.m.Columns {
		switch s := r.said(cells[i]); column.Role {
		case "id":
			c.ID = strings.Clone(s)
		case "at":
			date = s
		case "agency":
			c.Agency = s
		case "program":
			c.Program = s
		case "facility":
			row.Facility = s
		case "city":
			row.City = s
		case "state":
			row.State = s
		case "form":
			row.Form = s
		case "lift":
			row.Lift = s
		case "extra":
			b.extras = append(b.extras, s)
		}
	}
	row.Extra = b.extras[from:len(b.extras):len(b.extras)]
	if bad := r.complete(row, c, date); bad != "" {
		b.drop()
		b.problem(pos, "%s", bad)
		return
	}
	r.facts(b, row, c, cells, pos)
}

// complete fills where and when, and says what a row lacks.
func (r *mappedRows) complete(row *Row, c *sallyport.Case, date string) string {
	if c.Agency == "" {
		c.Agency = r.m.Agency
	}
	switch {
	case c.Agency == "":
		row.Custodian = r.places.Custodian(row.Facility, row.City, row.State)
		c.Agency = row.Custodian.Agency
	case !mapping.Place.MatchString(c.Agency):
		return "agency: \"" + cell.Clip(c.Agency, 60) + "\" is not a place; write it as in us-ca/san-francisco"
	}
	if c.Program != "" && !mapping.Place.MatchString(c.Program) {
		return "program: \"" + cell.Clip(c.Program, 60) + "\" is no programme"
	}
	if date == "" {
		return "the moment of the request is blank; without it a request cannot be judged"
	}
	d, err := r.m.Day(date)
	if err != nil {
		return err.Error()
	}
	r.when(row, c, d)
	return ""
}

// facts fills the facts: those of every row, those of the columns, the form, the kind of custodian that the facility is.
func (r *mappedRows) facts(b *Batch, row *Row, c *sallyport.Case, cells []string, pos position) {
	for _, constant := range r.m.Facts {
		c.Facts[constant.Index] = constant.Value
	}
	r.columnFacts(b, c, cells, pos)
	action, form := c.Facts[factAction], c.Facts[factForm]
	if row.Form == "" && form.State == sallyport.Known {
		row.Form = sallyport.CaseFacts[factForm].Format(form)
	}
	if !r.form(row, c) {
		b.note(pos, "form: %q names no form that is known", cell.Clip(row.Form, 100))
	}
	if action.State != sallyport.Unknown && r.action == ByForm {
		c.Facts[factAction] = action // what the file says of the action stands
	}
	c.SettleObjects()
	if row.Custodian.Agency == "" {
		nativeRow(row, c, r.places)
	} else if c.Facts[factKind].State == sallyport.Unknown && row.Custodian.Kind != "" {
		c.Facts[factKind] = enum(factKind, row.Custodian.Kind)
	}
}

// columnFacts fills the facts of the columns.
func (r *mappedRows) columnFacts(b *Batch, c *sallyport.Case, cells []string, pos position) {
	var used [2][mapping.MaxEntries]bool
	var entries [2][mapping.MaxEntries]sallyport.Offence
	for i := range r.m.Columns {
		column := &r.m.Columns[i]
		if column.Fact == nil {
			continue
		}
		s := r.said(cells[i])
		v := r.value(b, column, s, pos)
		if column.List < 0 {
			c.Facts[column.Index] = v
			continue
		}
		used[column.List][column.Entry] = used[column.List][column.Entry] || s != ""
		entries[column.List][column.Entry][column.Index] = v
	}
	for i, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		list.Known = r.m.Complete[i]
		for k := range used[i] {
			if used[i][k] {
				list.List = append(list.List, entries[i][k])
			}
		}
	}
}

// value reads a cell of a fact. One that cannot be read leaves the fact unknown, and is noted.
func (r *mappedRows) value(b *Batch, c *mapping.Column, s string, pos position) sallyport.Value {
	if s == "" {
		return c.Blank
	}
	if c.Values != nil {
		v, ok := c.Values[s]
		if !ok {
			b.note(pos, "%s: %q is not among its values", c.Name, cell.Clip(s, 60))
		}
		return v
	}
	v, err := r.m.Parse(c.Fact, s)
	if err != nil {
		b.note(pos, "%s: %v", c.Name, err)
		return sallyport.Value{}
	}
	return v
}
