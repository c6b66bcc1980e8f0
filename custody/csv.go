package custody

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// CSV reads an export whose rows are bookings or, where a booking has several, its charges. It calls each with every
// booking, and with an *Error for every line or booking that is wrong, and goes on; the bookings come after the last line.
// What it returns is an error of each, or says why the file as a whole cannot be read.
func CSV(name string, in io.Reader, m *Mapping, each func(*Booking, error) error) error {
	if m.list != "" {
		return &Error{File: name, What: "the mapping has list:, which is for JSON; leave it out for CSV"}
	}
	g := newGatherer(m, name, func(e *Error) error { return each(nil, e) })
	g.strewn = len(m.charge) > 0
	t, err := openTable(g, in)
	if err == nil {
		err = t.rows()
	}
	if err != nil {
		return err
	}
	return g.bookings(func(b *Booking) error { return each(b, nil) })
}

// table reads the rows of a CSV file.
type table struct {
	*gatherer
	from            *csv.Reader
	width           int
	booking, charge []place
}

// place is where a column stands: its index, and that of the time of day, or -1.
type place struct{ cell, time int }

func openTable(g *gatherer, in io.Reader) (*table, error) {
	limited := &limit{in, MaxFile}
	var text io.Reader = limited
	if g.m.latin {
		text = charmap.Windows1252.NewDecoder().Reader(limited)
	}
	start := bufio.NewReader(text)
	if mark, _ := start.Peek(3); string(mark) == "\ufeff" {
		_, _ = start.Discard(3)
	}
	t := &table{gatherer: g, from: csv.NewReader(start)}
	t.from.ReuseRecord, t.from.FieldsPerRecord = true, -1
	if g.m.separator != 0 {
		t.from.Comma = g.m.separator
	}
	heading, err := t.from.Read()
	if err != nil {
		return nil, headless(g.file, err)
	}
	return t, t.find(heading)
}

// limit is a reader that fails past its last byte.
type limit struct {
	in   io.Reader
	left int
}

var errTooLarge = fmt.Errorf("larger than %d MiB; send it in parts, each booking whole", MaxFile>>20)

func (l *limit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.in.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// headless says why there is no heading.
func headless(file string, err error) error {
	var broken *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return &Error{File: file, Line: 1, What: "empty; the first line names the columns"}
	case errors.As(err, &broken):
		return &Error{File: file, Line: broken.StartLine, What: "not CSV: " + broken.Err.Error()}
	}
	return &Error{File: file, What: err.Error()}
}

// find finds the mapping's columns in the heading.
func (t *table) find(heading []string) error {
	if len(heading) > MaxColumns {
		return t.errorf(1, "", "more than %d columns", MaxColumns)
	}
	at := map[string]int{}
	for i, name := range heading {
		name = strings.TrimSpace(name)
		if _, twice := at[name]; twice && t.m.names(name) {
			return t.errorf(1, name, "two columns have this name")
		}
		at[name] = i
	}
	t.width = len(heading)
	for _, list := range []struct {
		columns []column
		places  *[]place
	}{{t.m.booking, &t.booking}, {t.m.charge, &t.charge}} {
		for _, c := range list.columns {
			p := place{time: -1}
			for name, to := range map[string]*int{c.name: &p.cell, c.time: &p.time} {
				i, ok := at[name]
				if !ok && name != "" {
					return t.errorf(1, "", "no column %q; the mapping names it, and this file has %s", name, clip(strings.Join(heading, ", ")))
				}
				if name != "" {
					*to = i
				}
			}
			*list.places = append(*list.places, p)
		}
	}
	return nil
}

// names says whether the mapping reads a column of this name.
func (m *Mapping) names(name string) bool {
	named := func(c column) bool { return c.name == name || c.time == name }
	return slices.ContainsFunc(m.booking, named) || slices.ContainsFunc(m.charge, named)
}

// rows reads every row there is.
func (t *table) rows() error {
	for n := 1; ; n++ {
		cells, err := t.from.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			if err := t.lost(t.errorf(broken.StartLine, "", "not CSV: %v", broken.Err)); err != nil {
				return err
			}
			continue
		case err != nil:
			return &Error{File: t.file, What: err.Error()}
		case n > MaxRows:
			return &Error{File: t.file, What: fmt.Sprintf("more than %d rows; send it in parts, each booking whole", MaxRows)}
		}
		if err := t.row(cells); err != nil {
			return err
		}
	}
}

func (t *table) row(cells []string) error {
	line, _ := t.from.FieldPos(0)
	switch {
	case len(cells) != t.width:
		return t.lost(t.errorf(line, "", "%d cells, and the heading has %d", len(cells), t.width))
	case slices.ContainsFunc(cells, func(s string) bool { return !utf8.ValidString(s) }):
		return t.lost(t.errorf(line, "", "not UTF-8; name its encoding in the mapping, as in encoding: windows-1252"))
	}
	d, err := t.add(t.take(cells, line, t.booking))
	if err != nil || d == nil {
		return err
	}
	charge := t.take(cells, line, t.charge)
	if t.silent(charge) {
		return nil
	}
	return t.addCharge(d, charge)
}

// take takes the mapping's columns of a row.
func (t *table) take(cells []string, line int, places []place) row {
	r := row{line: line, cells: make([]cell, len(places))}
	for i, p := range places {
		at, _ := t.from.FieldPos(p.cell)
		clock := ""
		if p.time >= 0 {
			clock = cells[p.time]
		}
		r.cells[i] = cell{t.m.join(cells[p.cell], clock, p.time >= 0), at}
	}
	return r
}

// join puts a date and the time of day of another cell together. Without one of them the moment is unknown.
func (m *Mapping) join(date, clock string, apart bool) string {
	date, clock = strings.Clone(strings.TrimSpace(date)), strings.TrimSpace(clock) // a clone: it outlives the row
	switch {
	case !apart:
		return date
	case date == "" || clock == "" || slices.Contains(m.blank, date) || slices.Contains(m.blank, clock):
		return ""
	}
	return date + " " + clock
}
