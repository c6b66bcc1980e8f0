package custody

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth bounds how deep objects stand within objects.
const maxDepth = 16

// JSON reads an export that is a list of objects, or objects one after the other, each a booking with the list of its
// charges. A member within a member is named with a dot: person.dob. It calls each as CSV does; what is no longer JSON ends the file.
func JSON(name string, in io.Reader, m *Mapping, each func(*Booking, error) error) error {
	if m.list == "" && len(m.charge) > 0 {
		return &Error{File: name, What: "the mapping has columns of charges; name the member that lists them, as in list: charges"}
	}
	text, err := io.ReadAll(&limit{in, MaxFile})
	if err != nil {
		return &Error{File: name, What: err.Error()}
	}
	if !utf8.Valid(text) {
		return &Error{File: name, What: "not UTF-8, as JSON is"}
	}
	g := newGatherer(m, name, func(e *Error) error { return each(nil, e) })
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	r := &objects{gatherer: g, from: json.NewDecoder(bytes.NewReader(text)), text: text, line: 1}
	r.from.UseNumber()
	if err := r.all(); err != nil {
		return err
	}
	return g.bookings(func(b *Booking) error { return each(b, nil) })
}

// objects reads the bookings of a JSON file.
type objects struct {
	*gatherer
	from   *json.Decoder
	text   []byte
	line   int // of the byte at offset
	offset int
}

// here is the line that the decoder has reached.
func (r *objects) here() int {
	now := int(r.from.InputOffset())
	r.line += bytes.Count(r.text[r.offset:now], []byte("\n"))
	r.offset = now
	return r.line
}

// broken says that the file ends being JSON.
func (r *objects) broken(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &Error{File: r.file, Line: r.here(), What: "not JSON: " + err.Error()}
}

// all reads every booking. Nothing of a file that ends too early is handed on.
func (r *objects) all() error {
	inList := false
	for n := 0; ; {
		token, err := r.from.Token()
		switch {
		case errors.Is(err, io.EOF) && !inList:
			return nil
		case err != nil:
			return r.broken(err)
		case token == json.Delim('[') && !inList:
			inList = true
		case token == json.Delim(']'):
			inList = false
		case token != json.Delim('{'):
			return &Error{File: r.file, Line: r.here(), What: "expected a booking, an object"}
		default:
			if n++; n > MaxRows {
				return &Error{File: r.file, What: fmt.Sprintf("more than %d bookings; send it in parts", MaxRows)}
			}
			if err := r.booking(); err != nil {
				return err
			}
		}
	}
}

// object is what the members of an object say, by their names.
type object struct {
	line  int
	cells map[string]cell
	list  []*object // of charges; nil where there is none
	given bool      // the list is there
	wrong *Error    // the first thing that is wrong
}

func (r *objects) booking() error {
	o := &object{line: r.here(), cells: map[string]cell{}}
	if err := r.members(o, "", 1, r.m.list); err != nil {
		return err
	}
	if o.wrong != nil {
		return r.report(o.wrong) // whole in itself: the other bookings have lost nothing
	}
	before := len(r.order)
	d, err := r.add(r.row(o, r.m.booking))
	if err != nil || d == nil {
		return err
	}
	if len(r.order) == before {
		return r.spoil(d, r.errorf(o.line, "", "booking %s came on line %d already; neither is taken", clip(d.Number), d.Line))
	}
	d.listed = o.given
	for _, charge := range o.list {
		if err := r.addCharge(d, r.row(charge, r.m.charge)); err != nil {
			return err
		}
	}
	return nil
}

// row takes the mapping's columns of an object.
func (r *objects) row(o *object, columns []column) row {
	taken := row{line: o.line, cells: make([]cell, len(columns))}
	for i, c := range columns {
		at, ok := o.cells[c.name]
		if !ok {
			at.line = o.line
		}
		taken.cells[i] = cell{r.m.join(at.text, o.cells[c.time].text, c.time != ""), at.line}
	}
	return taken
}

// members reads an object up to its end; list names the member that holds the charges, "" for none.
func (r *objects) members(o *object, prefix string, depth int, list string) error {
	for r.from.More() {
		key, err := r.from.Token()
		if err != nil {
			return r.broken(err)
		}
		name := prefix + key.(string) // in an object, every other token is one
		if err := r.member(o, name, depth, list); err != nil {
			return err
		}
	}
	_, err := r.from.Token()
	if err != nil {
		return r.broken(err)
	}
	return nil
}

func (r *objects) member(o *object, name string, depth int, list string) error {
	token, err := r.from.Token()
	if err != nil {
		return r.broken(err)
	}
	text := ""
	switch t := token.(type) {
	case json.Delim:
		switch {
		case depth >= maxDepth:
			return &Error{File: r.file, Line: r.here(), What: fmt.Sprintf("nested deeper than %d levels", maxDepth)}
		case t == '{':
			return r.members(o, name+".", depth+1, list)
		case name == list && list != "" && !o.given:
			return r.charges(o, depth+1)
		}
		if r.m.names(name) || name == list {
			r.fault(o, name, "a list, where one value is read")
		}
		return r.skip(depth + 1)
	case string:
		text = t
	case json.Number:
		text = t.String()
	case bool:
		text = strconv.FormatBool(t)
	}
	if name == list && list != "" && token != nil {
		r.fault(o, name, "expected a list of charges")
	}
	if _, twice := o.cells[name]; twice {
		r.fault(o, name, "given twice")
	}
	if r.m.names(name) {
		o.cells[name] = cell{strings.TrimSpace(text), r.here()}
	}
	return nil
}

func (r *objects) fault(o *object, column, what string) {
	if o.wrong == nil {
		o.wrong = r.errorf(r.here(), column, "%s", what)
	}
}

// charges reads the list of charges up to its end.
func (r *objects) charges(o *object, depth int) error {
	o.given = true
	for r.from.More() {
		token, err := r.from.Token()
		if err != nil {
			return r.broken(err)
		}
		if token != json.Delim('{') || len(o.list) >= MaxCharges {
			return &Error{File: r.file, Line: r.here(), What: fmt.Sprintf("expected a list of at most %d charges, each an object", MaxCharges)}
		}
		charge := &object{line: r.here(), cells: map[string]cell{}}
		if err := r.members(charge, "", depth+1, ""); err != nil {
			return err
		}
		if o.wrong == nil {
			o.wrong = charge.wrong
		}
		o.list = append(o.list, charge)
	}
	if _, err := r.from.Token(); err != nil {
		return r.broken(err)
	}
	return nil
}

// skip reads a list that the mapping does not name.
func (r *objects) skip(depth int) error {
	for open := 1; open > 0; {
		token, err := r.from.Token()
		switch {
		case err != nil:
			return r.broken(err)
		case token == json.Delim('[') || token == json.Delim('{'):
			open++
		case token == json.Delim(']') || token == json.Delim('}'):
			open--
		}
		if open+depth > maxDepth {
			return &Error{File: r.file, Line: r.here(), What: fmt.Sprintf("nested deeper than %d levels", maxDepth)}
		}
	}
	return nil
}
