// Package itl reads, explains and writes biometric transactions in the traditional encoding of
// ANSI/NIST-ITL 1 (2000 to 2015) and of its FBI application profile, EBTS.
//
// It promises that a transaction which Parse accepts is written back byte for byte, whatever digit
// widths, field orders, unknown fields and separators it came with; that every error names the
// byte, the record, the field, the FBI's error code, why it matters and what to do; that limits hold before
// anything is allocated; and that images are slices of the input, never copies. It holds structure and meaning
// for Types 1, 4, 9, 10, 13 to 15 and 17, and structure alone for all others; package ebts has the meaning of
// Type-2 by the FBI's rules, and package niem the XML encoding. It decodes no JPEG 2000.
package itl

import (
	"strconv"
	"strings"
)

// Separators of the traditional encoding (ANSI/NIST-ITL 1-2011, clause 7.1 and annex B).
const (
	FS = 0x1c // ends a record
	GS = 0x1d // between fields
	RS = 0x1e // between subfields
	US = 0x1f // between information items
)

// Limits that hold before anything is allocated.
const (
	MaxBytes   = 256 << 20 // a whole transaction
	MaxRecords = 4096
	MaxFields  = 1 << 18 // in all tagged records together
	MaxItems   = 1 << 20 // in all text fields together
)

// Transaction is one file: a Type-1 record and those it lists, in order.
type Transaction struct {
	Records []Record
}

// Record is one logical record. A tagged record has Fields; a binary record (Types 3 to 8) has Binary.
type Record struct {
	Type   int
	Offset int     // of the record's first byte in the input; 0 in a record not read
	Fields []Field // in the order they stand
	Binary []byte  // the whole binary record, header included
}

// Field is one tagged field.
type Field struct {
	Number int    // 3 in "1.003"
	Tag    []byte // as written, such as "1.003" or "1.03"; nil: three digits
	Value  []byte // everything between the colon and the separator that ends the field
	Offset int    // of the tag in the input
}

// First returns the Type-1 record, or nil in an empty transaction.
func (t *Transaction) First() *Record {
	if len(t.Records) == 0 {
		return nil
	}
	return &t.Records[0]
}

// TOT is the type of transaction, field 1.004.
func (t *Transaction) TOT() string { return t.text(4) }

// TCN is the transaction control number, field 1.009.
func (t *Transaction) TCN() string { return t.text(9) }

// TCR is the control number of the transaction that this one answers, field 1.010.
func (t *Transaction) TCR() string { return t.text(10) }

// ORI is the originating agency, field 1.008.
func (t *Transaction) ORI() string { return t.text(8) }

func (t *Transaction) text(number int) string {
	if first := t.First(); first != nil {
		return first.Text(number)
	}
	return ""
}

// OfType returns the records of one type, in order.
func (t *Transaction) OfType(recordType int) []*Record {
	var found []*Record
	for i := range t.Records {
		if t.Records[i].Type == recordType {
			found = append(found, &t.Records[i])
		}
	}
	return found
}

// IDC is the information designation character that links the record to CNT; ok is false in
// Type-1, which has none, and where field x.002 is not a number.
func (r *Record) IDC() (idc int, ok bool) {
	switch {
	case r.Type == 1:
		return 0, false
	case len(r.Binary) > 4:
		return int(r.Binary[4]), true
	}
	f, found := r.Field(2)
	if !found {
		return 0, false
	}
	return number(f.Value)
}

// Field returns the first tagged field with that number.
func (r *Record) Field(number int) (Field, bool) {
	for _, f := range r.Fields {
		if f.Number == number {
			return f, true
		}
	}
	return Field{}, false
}

// Text is a field's whole value as a string; "" where the record has no such field.
func (r *Record) Text(number int) string {
	f, _ := r.Field(number)
	return string(f.Value)
}

// Items splits a field into subfields and these into information items; nil where there is no such field.
func (r *Record) Items(number int) [][]string {
	f, ok := r.Field(number)
	if !ok {
		return nil
	}
	return f.Items()
}

// Items splits the value into subfields and these into information items. An empty value is one empty item.
func (f Field) Items() [][]string {
	text := string(f.Value)
	subfields := 1 + strings.Count(text, rs)
	all := make([][]string, 0, subfields)
	items := make([]string, 0, subfields+strings.Count(text, us)) // of all subfields, so that a list costs three allocations
	for subfield := range strings.SplitSeq(text, rs) {
		first := len(items)
		for item := range strings.SplitSeq(subfield, us) {
			items = append(items, item)
		}
		all = append(all, items[first:len(items):len(items)])
	}
	return all
}

const rs, us = string(rune(RS)), string(rune(US))

// Tag is the field's tag for people: type, point and at least three digits.
func Tag(recordType, number int) string {
	digits := strconv.Itoa(number)
	for len(digits) < 3 {
		digits = "0" + digits
	}
	return strconv.Itoa(recordType) + "." + digits
}

// number reads a value of digits only, at most nine of them.
func number(value []byte) (n int, ok bool) {
	if len(value) == 0 || len(value) > 9 {
		return 0, false
	}
	for _, c := range value {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// isBinary says whether records of a type have the fixed binary layout.
func isBinary(recordType int) bool { return recordType >= 3 && recordType <= 8 }

// holdsData says whether field 999 of a type holds bytes that are not split at separators.
func holdsData(recordType int) bool { return recordType >= 10 }
