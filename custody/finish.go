package custody

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// bookings hands on every booking of which all rows could be read.
func (g *gatherer) bookings(each func(*Booking) error) error {
	for _, d := range g.order {
		if d.bad {
			continue
		}
		if e := g.finish(d); e != nil {
			if err := g.report(e); err != nil {
				return err
			}
			continue
		}
		if err := each(&d.Booking); err != nil {
			return err
		}
	}
	return nil
}

// finish turns what the columns said into the booking.
func (g *gatherer) finish(d *draft) *Error {
	d.ORI = g.m.ori
	if g.unread > 0 {
		why := fmt.Sprintf("the first of %d lines that could not be read, and may be a charge of this booking", g.unread)
		d.Doubts = append(d.Doubts, Doubt{Why: why, Line: g.unreads})
	}
	eligible, column := said{}, ""
	for i := range g.m.booking {
		c, s := &g.m.booking[i], d.said[i]
		if s.value == "" {
			continue
		}
		switch c.role {
		case "tcn":
			d.TCN = s.value
		case "ori":
			d.ORI = s.value
		case "facility":
			d.Facility = s.value
		case bookedAt.Path:
			d.BookedAt = moment(s.value)
		case "":
			d.Facts = append(d.Facts, Fact{c.fact.Path, s.value, fmt.Sprintf("%s:%d (%s)", g.file, s.line, c.name)})
			if c.fact.Path == "release.eligible_at" {
				eligible, column = s, c.name
			}
		}
	}
	if eligible.value != "" && moment(eligible.value).Before(d.BookedAt) {
		return g.errorf(eligible.line, column, "booking %s: release before the booking; correct one of them", clip(d.Number))
	}
	return g.wrongNumbers(d)
}

// wrongNumbers checks what a booking is joined to its submission by.
func (g *gatherer) wrongNumbers(d *draft) *Error {
	switch {
	case d.TCN != "" && (len(d.TCN) < 10 || len(d.TCN) > 40):
		return g.errorf(d.Line, "", "booking %s: control number (TCN) of %d characters; it has 10 to 40", clip(d.Number), len(d.TCN))
	case d.ORI != "" && !oriPattern.MatchString(d.ORI):
		return g.errorf(d.Line, "", "booking %s: ORI %q; it is nine capital letters and digits", clip(d.Number), clip(d.ORI))
	}
	g.list(d)
	return nil
}

// list states the charges, where all of them are known.
func (g *gatherer) list(d *draft) {
	if d.listed && len(d.Doubts) == 0 {
		values, lines := make([]string, len(d.Charges)), make([]string, 0, len(d.Charges))
		for i, c := range d.Charges {
			values[i], lines = c.Value, append(lines, fmt.Sprint(c.Line))
		}
		if len(lines) == 0 {
			lines = []string{fmt.Sprint(d.Line)}
		}
		d.Facts = append(d.Facts, Fact{"charges", "[" + strings.Join(values, ",") + "]", g.file + ":" + strings.Join(lines, ",")})
	}
	slices.SortFunc(d.Facts, func(a, b Fact) int { return strings.Compare(a.Path, b.Path) })
}

// moment is a time that parse wrote.
func moment(value string) time.Time {
	t, _ := time.Parse(`"`+rfc3339+`"`, value)
	return t
}
