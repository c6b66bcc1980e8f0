package niem

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"sallyport/itl"
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
				return r.fault(errTwice.Error(), "remove all but one")
			}
			text, err := r.text()
			r.fixed.order = append([]string{}, strings.Fields(text)...)
			return err
		case "Field":
			return r.field(e)
		}
		return r.fault(errUnknown.Error(), "remove it")
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
				return p.fault(errUnknown.Error(), "remove it")
			}
			if err := read(token); err != nil {
				return err
			}
		case xml.CharData:
			if trim(string(token)) != "" {
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
			return "", p.fault(errUnknown.Error(), "remove it")
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
		return r.fault(errUnknown.Error(), "remove it")
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
			return r.fault(errUnknown.Error(), "remove it")
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

// fields puts the record's fields in order: those of the elements by number, unless the extension says otherwise.
func (r *recordParser) fields() ([]itl.Field, error) {
	if r.fixed.order != nil {
		return r.ordered()
	}
	numbers := []int{1}
	for number := range r.binder.fields {
		numbers = append(numbers, number)
	}
	for number := range r.fixed.values {
		numbers = append(numbers, number)
	}
	if r.hasImage {
		numbers = append(numbers, 999)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	fields := make([]itl.Field, 0, len(numbers))
	for _, number := range numbers {
		fields = append(fields, r.named(number, 0))
	}
	return fields, nil
}

// ordered makes the fields that tr:Order lists.
func (r *recordParser) ordered() ([]itl.Field, error) {
	if len(r.fixed.order) > itl.MaxFields {
		return nil, r.unfit(fmt.Errorf("more than %d fields", itl.MaxFields))
	}
	var fields []itl.Field
	seen := map[int]int{}
	for i, tag := range r.fixed.order {
		_, digits, ok := strings.Cut(tag, ".")
		number, err := strconv.Atoi(digits)
		if !ok || err != nil || number < 1 || len(digits) > 9 || i == 0 != (number == 1 && seen[1] == 0) {
			return nil, r.unfit(fmt.Errorf("%q in %s is no tag there", clip(tag), orderElement))
		}
		f := r.named(number, seen[number])
		if tag != canonical(r.recordType, number) {
			f.Tag = []byte(tag)
		}
		seen[number]++
		fields = append(fields, f)
	}
	if len(fields) == 0 {
		return nil, r.unfit(fmt.Errorf("%s lists no fields", orderElement))
	}
	return fields, nil
}

// named is the n-th field of a number: the extension's value before that of the elements.
func (r *recordParser) named(number, n int) itl.Field {
	f := itl.Field{Number: number, Offset: int(r.offsets[number])}
	switch fixed := r.fixed.value(number, n); {
	case fixed != nil:
		f.Value = fixed
	case number == 999 && r.hasImage && n == 0:
		f.Value = r.image
	case n == 0:
		f.Value, _ = r.binder.value(number)
	}
	return f
}
