package itl

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Check lists what in a parsed transaction does not comply with the standard, by offset. It says
// nothing of an application profile's own rules; package ebts has those of the FBI.
func Check(t *Transaction) []Finding {
	c := checker{t: t}
	if len(t.Records) == 0 {
		return nil
	}
	c.characters()
	c.counted()
	for i := range t.Records {
		c.record = i
		r := &t.Records[i]
		if r.Binary == nil {
			c.tags(r)
			c.values(r)
		}
		c.rules(r)
		c.image(r)
	}
	c.fingers()
	slices.SortStableFunc(c.found, func(a, b Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	return c.found
}

// checker gathers findings about one transaction.
type checker struct {
	t      *Transaction
	record int // index of the record under check
	utf8   bool
	found  []Finding
}

func (c *checker) add(offset, number int, code, problem, remedy string) {
	f := Finding{Offset: offset, Record: c.record + 1, Code: code, Problem: problem, Remedy: remedy}
	if number > 0 {
		f.Field = name(c.t.Records[c.record].Type, number)
	}
	c.found = append(c.found, f)
}

// characters learns from field 1.015 (DCS) whether the transaction is in UTF-8.
func (c *checker) characters() {
	for _, items := range c.t.First().Items(15) {
		c.utf8 = c.utf8 || items[0] == "003"
	}
}

// counted compares CNT with the records.
func (c *checker) counted() {
	first := c.t.First()
	f, ok := first.Field(3)
	if !ok {
		c.add(first.Offset, 3, CodeMissing, "the list of records (CNT) is missing", fixCount)
		return
	}
	list := f.Items()
	if n, _ := number([]byte(last(list[0]))); n != len(c.t.Records)-1 || len(list) != len(c.t.Records) {
		c.add(f.Offset, 3, CodeRecord, fmt.Sprintf("CNT says %s records and lists %d; there are %d", last(list[0]), len(list)-1, len(c.t.Records)-1), fixCount)
		return
	}
	padded := true
	for i, items := range list[1:] {
		r := &c.t.Records[i+1]
		padded = padded && len(last(items)) == 2
		listed, _ := number([]byte(last(items)))
		if idc, ok := r.IDC(); !ok || idc != listed {
			c.record = i + 1
			c.add(r.Offset, 2, CodeRecord, fmt.Sprintf("the IDC is %d and CNT lists this record with %s", idc, last(items)), fixCount)
			c.record = 0
		}
	}
	if !padded {
		c.add(f.Offset, 3, CodeInvalid, "an IDC in CNT is not of two digits", "write IDCs as 00 to 99")
	}
}

func last(items []string) string { return items[len(items)-1] }

// tags checks the tags of a tagged record and their order.
func (c *checker) tags(r *Record) {
	short := c.t.First().Text(2) >= "0400" // from the 2007 standard on, field numbers have three digits
	seen := map[int]bool{}
	previous := 0
	for i, f := range r.Fields {
		recordType, _, n := readTag(append(f.Tag[:len(f.Tag):len(f.Tag)], ':'))
		switch {
		case n > 0 && recordType != r.Type:
			c.add(f.Offset, f.Number, CodeUnparsable, fmt.Sprintf("tag %s stands in a Type-%d record", f.Tag, r.Type), "write the record's own type before the point")
		case short && n > 0 && len(f.Tag)-bytes.IndexByte(f.Tag, '.') < 4:
			c.add(f.Offset, f.Number, CodeUnparsable, fmt.Sprintf("field number in tag %s has fewer than three digits", f.Tag), "rewrite with three digits: itl rewrite --normalize")
			short = false // once a record is enough
		}
		if seen[f.Number] {
			c.add(f.Offset, f.Number, CodeInvalid, "the field occurs twice in its record", "join the two as subfields, or remove one")
		}
		seen[f.Number] = true
		c.order(r, i, previous)
		previous = max(previous, f.Number)
	}
}

// order: LEN is first, IDC second, data last; Type-1 and Type-9 are ascending.
func (c *checker) order(r *Record, i, previous int) {
	f := r.Fields[i]
	switch {
	case i == 1 && f.Number != 2:
		c.add(f.Offset, f.Number, CodeInvalid, fmt.Sprintf("field %s stands second", name(r.Type, f.Number)), "put "+name(r.Type, 2)+" there")
	case r.IsData(f.Number) && i != len(r.Fields)-1:
		c.add(f.Offset, f.Number, CodeInvalid, "the data field is not the last", "put it last")
	case (r.Type == 1 || r.Type == 9) && f.Number < previous:
		c.add(f.Offset, f.Number, CodeInvalid, "fields are not in ascending order", "sort the record's fields by number")
	}
	if f.Number == 1 && len(f.Value) > 1 && f.Value[0] == '0' {
		c.add(f.Offset, 1, CodeLength, "LEN has leading zeros", "write LEN without them: itl rewrite --normalize")
	}
}

// values checks what any text field may hold.
func (c *checker) values(r *Record) {
	for _, f := range r.Fields {
		if r.IsData(f.Number) || len(f.Value) == 0 {
			continue
		}
		if end := f.Value[len(f.Value)-1]; end == RS {
			c.add(f.Offset, f.Number, CodeUnparsable, "an empty subfield at the end of the field", "remove the last RS")
		} else if end == US && (r.Type != 1 || f.Number != 13) { // 1.013 may leave its version item empty
			c.add(f.Offset, f.Number, CodeUnparsable, "an empty item at the end of the field", "remove the last US, unless the item is meant to be empty")
		}
		c.bytes(r, f)
	}
}

// bytes: Type-1 is ASCII; other records are what DCS says; no text holds control characters.
func (c *checker) bytes(r *Record, f Field) {
	ascii := true
	for i, b := range f.Value {
		if b >= 0x80 {
			ascii = false
		}
		if b == FS || b < FS && b != '\t' && b != '\n' && b != '\r' && b != 0x02 && b != 0x03 {
			c.add(f.Offset+len(f.Tag)+1+i, f.Number, CodeUnparsable, fmt.Sprintf("control character %02X in text", b), "remove it")
			break
		}
		if b == '\n' && r.Type == 1 {
			c.add(f.Offset+len(f.Tag)+1+i, f.Number, CodeUnparsable, "a line end in text", "transfer files in binary mode")
			break
		}
	}
	switch {
	case ascii:
	case r.Type == 1:
		c.add(f.Offset, f.Number, CodeUnparsable, "Type-1 holds characters other than ASCII", "write Type-1 in 7-bit ASCII")
	case !c.utf8:
		c.add(f.Offset, f.Number, CodeUnparsable, "characters other than ASCII, and no character set is declared", "declare 003 (UTF-8) in 1.015")
	case !utf8.Valid(f.Value):
		c.add(f.Offset, f.Number, CodeUnparsable, "the text is not valid UTF-8, which 1.015 declares", "encode it as UTF-8")
	}
}
