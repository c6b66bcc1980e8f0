package niem

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"sallyport/itl"
	"sallyport/itl/niem/layout"
)

// fixes are the fields and the order that an extension element gives.
type fixes struct {
	values map[int][][]byte // by number, then in the order in which they stand
	order  []string         // tags
}

// value is the n-th value of a field; nil where the extension does not give it.
func (f fixes) value(number, n int) []byte {
	if n < len(f.values[number]) {
		return f.values[number][n]
	}
	return nil
}

// extension reads tr:TraditionalFields, which has just been opened.
func (r *recordParser) extension() error {
	return r.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Order":
			if r.fixed.order != nil {
				return r.fault(layout.ErrTwice.Error(), "remove all but one")
			}
			text, err := r.text()
			r.fixed.order = append([]string{}, strings.Fields(text)...)
			return err
		case "Field":
			return r.field(e)
		}
		return r.fault(layout.ErrUnknown.Error(), "remove it")
	})
}

// each calls read for every element below the current one, all of which are the extension's.
func (p *parser) each(read func(xml.StartElement) error) error {
	for depth := len(p.path); ; {
		token, err := p.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case nil:
			return p.broken(io.ErrUnexpectedEOF)
		case xml.StartElement:
			if token.Name.Space != Extension {
				return p.fault(layout.ErrUnknown.Error(), "remove it")
			}
			if err := read(token); err != nil {
				return err
			}
		case xml.CharData:
			if layout.Trim(string(token)) != "" {
				return p.fault("text between elements", "remove it")
			}
		case xml.EndElement:
			if len(p.path) < depth {
				return nil
			}
		}
	}
}

// text reads the text of the current element exactly, up to its end tag.
func (p *parser) text() (string, error) {
	var text strings.Builder
	for {
		token, err := p.next()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case nil:
			return "", p.broken(io.ErrUnexpectedEOF)
		case xml.StartElement:
			return "", p.fault(layout.ErrUnknown.Error(), "remove it")
		case xml.CharData:
			if text.Len()+len(token) > MaxText {
				return "", p.fault(errLongText.Error(), "split the transaction")
			}
			text.Write(token)
		case xml.EndElement:
			return text.String(), nil
		}
	}
}

// field reads one tr:Field.
func (r *recordParser) field(e xml.StartElement) error {
	number := 0
	for _, a := range e.Attr {
		if a.Name.Local == "number" && a.Name.Space == "" {
			number, _ = strconv.Atoi(a.Value)
		}
	}
	if number < 1 || number > 999999999 {
		return r.fault("has no number of a field", "write number=\"1\" to number=\"999999999\"")
	}
	value := []byte{} // not nil: the field is there
	subfields := 0
	err := r.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Bytes":
			var err error
			value, err = r.base64(value)
			return err
		case "Subfield":
			if subfields++; subfields > 1 {
				value = append(value, itl.RS)
			}
			var err error
			value, err = r.items(value)
			return err
		}
		return r.fault(layout.ErrUnknown.Error(), "remove it")
	})
	if err != nil {
		return err
	}
	if r.fixed.values == nil {
		r.fixed.values = map[int][][]byte{}
	}
	r.fixed.values[number] = append(r.fixed.values[number], value)
	return nil
}

// items appends the items of one tr:Subfield.
func (r *recordParser) items(value []byte) ([]byte, error) {
	count := 0
	err := r.each(func(e xml.StartElement) error {
		if e.Name.Local != "Item" {
			return r.fault(layout.ErrUnknown.Error(), "remove it")
		}
		if count++; count > 1 {
			value = append(value, itl.US)
		}
		text, err := r.text()
		value = append(value, text...)
		return err
	})
	return value, err
}
