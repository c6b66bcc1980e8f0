package custody

import (
	"fmt"
	"slices"
	"strings"
)

// row is what one row of CSV, or one object of JSON, says in the mapping's columns.
type row struct {
	line  int
	cells []cell
}

// cell is one of them; JSON spreads an object over lines.
type cell struct {
	text string
	line int
}

// gatherer puts the rows of bookings together. Bookings are handed on at the end only: a list of charges that is given is
// complete, and the last row of a file may be another charge of the first booking.
type gatherer struct {
	m       *Mapping
	file    string
	report  func(*Error) error // stops the reading where it returns an error
	drafts  map[string]*draft
	order   []*draft
	strewn  bool // the charges of a booking may stand on any line
	unread  int  // how many lines that may be a charge of any booking could not be read
	unreads int  // the first of them
}

// draft is a booking on its way.
type draft struct {
	Booking
	said   []said // by booking column
	listed bool   // at least one row says something of a charge, or the list is there and empty
	bad    bool
}

// said is the value that a column has for a booking, and where it was first given.
type said struct {
	value string // JSON of a fact, the text of a role; "" for unknown
	line  int
}

func newGatherer(m *Mapping, file string, report func(*Error) error) *gatherer {
	return &gatherer{m: m, file: file, report: report, drafts: map[string]*draft{}}
}

func (g *gatherer) errorf(line int, column, format string, args ...any) *Error {
	return &Error{File: g.file, Line: line, Column: column, What: fmt.Sprintf(format, args...)}
}

// lost reports a line that cannot be told whose it is.
func (g *gatherer) lost(e *Error) error {
	if g.strewn {
		if g.unread++; g.unread == 1 {
			g.unreads = e.Line
		}
	}
	return g.report(e)
}

// spoil reports what is wrong with a booking, of which nothing is handed on then.
func (g *gatherer) spoil(d *draft, e *Error) error {
	d.bad = true
	return g.report(e)
}

// add takes the booking columns of a row; the draft is nil where the row is nobody's.
func (g *gatherer) add(r row) (*draft, error) {
	values := make([]said, len(g.m.booking))
	var wrong []*Error
	number := ""
	for i := range g.m.booking {
		c := &g.m.booking[i]
		value, err := g.m.read(c, r.cells[i].text)
		if err != nil {
			wrong = append(wrong, g.errorf(r.cells[i].line, c.name, "%v", err))
		}
		if err == nil && c.role == "booking" {
			number = value
		}
		values[i] = said{value, r.cells[i].line}
	}
	if number == "" {
		if len(wrong) == 0 {
			wrong = append(wrong, g.errorf(r.line, "", "no booking number, so it cannot be told whose row this is"))
		}
		return nil, g.lost(wrong[0])
	}
	d := g.drafts[number]
	if d == nil {
		d = &draft{Booking: Booking{Number: number, Line: r.line}, said: values}
		g.drafts[number] = d
		g.order = append(g.order, d)
	}
	for _, e := range wrong {
		if err := g.spoil(d, e); err != nil {
			return nil, err
		}
	}
	return d, g.agree(d, values)
}

// agree holds a further row of a booking to what its other rows say. An empty cell says nothing.
func (g *gatherer) agree(d *draft, values []said) error {
	for i, v := range values {
		was := &d.said[i]
		switch {
		case v.value == "" || v.value == was.value:
		case was.value == "":
			*was = v
		default:
			e := g.errorf(v.line, g.m.booking[i].name, "booking %s: another value than on line %d; the rows of a booking agree", clip(d.Number), was.line)
			if err := g.spoil(d, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// silent says whether a row says nothing.
func (g *gatherer) silent(r row) bool {
	return !slices.ContainsFunc(r.cells, func(c cell) bool { return c.text != "" && !slices.Contains(g.m.blank, c.text) })
}

// addCharge takes the charge columns of a row.
func (g *gatherer) addCharge(d *draft, r row) error {
	if d.listed = true; len(d.Charges)+len(d.Holds)+len(d.Doubts) >= MaxCharges {
		if d.bad {
			return nil
		}
		return g.spoil(d, g.errorf(r.line, "", "booking %s: more than %d rows", clip(d.Number), MaxCharges))
	}
	text, statute, agency := g.text(r, "charge"), g.text(r, "charges.statute"), g.text(r, "agency")
	wrote := text
	if wrote == "" {
		wrote = statute
	}
	if len(wrote) > MaxCell || len(agency) > MaxCell || len(statute) > MaxCell {
		return g.spoil(d, g.errorf(r.line, "", "a cell is longer than %d bytes", MaxCell))
	}
	switch is := g.m.judge(text, statute); is.kind {
	case isCharge:
		return g.charge(d, r)
	case "":
		d.Doubts = append(d.Doubts, Doubt{wrote, is.why, r.line})
	default:
		if is.agency != "" && agency == "" {
			agency = is.agency
		}
		d.Holds = append(d.Holds, Hold{is.kind, wrote, agency, r.line})
	}
	return nil
}

// text is the cell of a charge column as it stands.
func (g *gatherer) text(r row, path string) string {
	for i := range g.m.charge {
		if g.m.charge[i].path(true) == path && !slices.Contains(g.m.blank, r.cells[i].text) {
			return r.cells[i].text
		}
	}
	return ""
}

// charge reads the facts of a row that is a charge.
func (g *gatherer) charge(d *draft, r row) error {
	var facts []string
	for i := range g.m.charge {
		c := &g.m.charge[i]
		if c.fact == nil {
			continue
		}
		value, err := g.m.read(c, r.cells[i].text)
		if err != nil {
			if err := g.spoil(d, g.errorf(r.cells[i].line, c.name, "%v", err)); err != nil {
				return err
			}
		}
		if value != "" {
			facts = append(facts, quote(c.fact.Path)+":"+value)
		}
	}
	d.Charges = append(d.Charges, Charge{"{" + strings.Join(facts, ",") + "}", r.line})
	return nil
}
