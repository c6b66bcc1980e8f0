package itl

import (
	"bytes"
	"errors"
	"fmt"
)

// ErrFormat is what an error is when the input is not this format at all.
var ErrFormat = errors.New("not an ANSI/NIST-ITL transaction in the traditional encoding")

// formatError is a finding for which errors.Is(err, ErrFormat) holds.
type formatError struct{ Finding }

func (e *formatError) Error() string   { return e.Finding.Error() }
func (e *formatError) Unwrap() []error { return []error{ErrFormat, &e.Finding} }

// readTag reads "type.number:"; n is its length, colon included, or 0 where none stands.
func readTag(b []byte) (recordType, num, n int) {
	for n < len(b) && n < 2 && isDigit(b[n]) {
		recordType = recordType*10 + int(b[n]-'0')
		n++
	}
	if n == 0 || n >= len(b) || b[n] != '.' {
		return 0, 0, 0
	}
	n++
	start := n
	for n < len(b) && n-start < 9 && isDigit(b[n]) {
		num = num*10 + int(b[n]-'0')
		n++
	}
	if n == start || n >= len(b) || b[n] != ':' {
		return 0, 0, 0
	}
	return recordType, num, n + 1
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// tagged reads a tagged record at the current position; following is the type of the record
// after it, 0 for none.
func (p *parser) tagged(recordType, following int) error {
	e, err := p.extent(recordType, following)
	if err != nil {
		return err
	}
	fields, err := p.fieldsOf(recordType, p.pos, p.data[p.pos:e.body])
	if err != nil {
		return err
	}
	record := Record{Type: recordType, Offset: p.pos, Fields: fields}
	if !e.exact {
		fields[0].Value = record.length()
	}
	p.records = append(p.records, record)
	p.pos = e.next
	return nil
}

// fieldsOf splits a record's bytes, its FS removed, into fields.
func (p *parser) fieldsOf(recordType, start int, body []byte) ([]Field, error) {
	if err := p.makeRoom(recordType, start, body); err != nil {
		return nil, err
	}
	first := len(p.fieldsRead)
	for pos := 0; pos <= len(body); {
		field, next, err := p.field(recordType, start, body, pos)
		if err != nil {
			return nil, err
		}
		if field.Number > 0 {
			p.fieldsRead = append(p.fieldsRead, field)
		}
		pos = next
	}
	return p.fieldsRead[first:len(p.fieldsRead):len(p.fieldsRead)], nil
}

// leastField is the length of the shortest field, "1.1:" and a separator.
const leastField = 5

// makeRoom counts fields and items before any is kept, and begins a new chunk where they do not fit into the last.
func (p *parser) makeRoom(recordType, start int, body []byte) error {
	text := body[:textEnd(body, recordType)]
	fields := 1 + bytes.Count(text, []byte{GS})
	p.fields += fields
	p.items += fields + bytes.Count(text, []byte{RS}) + bytes.Count(text, []byte{US})
	if p.fields > MaxFields || p.items > MaxItems {
		f := p.fault(KindLimit, start, "", fmt.Sprintf("more than %d fields or %d items in one transaction", MaxFields, MaxItems), askSender)
		return &f
	}
	fields = min(fields, 1+len(text)/leastField)
	if len(p.fieldsRead)+fields > cap(p.fieldsRead) {
		p.fieldsRead = make([]Field, 0, max(32, fields))
	}
	return nil
}

// textEnd is where field 999 begins in a record that holds data, else the record's end.
func textEnd(body []byte, recordType int) int {
	for from := 0; holdsData(recordType); {
		i := bytes.Index(body[from:], []byte(".999:"))
		if i < 0 {
			break
		}
		at := from + i
		for at > 0 && isDigit(body[at-1]) {
			at--
		}
		if at > 0 && body[at-1] == GS {
			return at
		}
		from += i + 1
	}
	return len(body)
}

// field reads the field at body[pos:] and returns where the next begins; Number is 0 in a field
// that was repaired away.
func (p *parser) field(recordType, start int, body []byte, pos int) (f Field, next int, err error) {
	b := body[pos:]
	_, num, n := readTag(b) // a tag of another type is read, as NBIS reads it; Check reports it
	if n == 0 {
		if skip := lineEnds(b); skip > 0 {
			fault := p.fault(KindTextMode, start+pos, "", "line end before a tag, as a transfer in text mode inserts", useBinary)
			return f, pos + skip, p.repairable(fault)
		}
		if len(b) == 0 || b[0] == GS {
			fault := p.fault(KindEmptyField, start+pos, "", "an empty field, without a tag", "remove the extra GS")
			return f, pos + 1, p.repairable(fault)
		}
	}
	if n == 0 || num == 0 {
		fault := p.fault(KindTag, start+pos, "", fmt.Sprintf("%q is not a tag of a Type-%d record", excerpt(b), recordType), askSender)
		return f, 0, &fault
	}
	end := len(b)
	if num != 999 || !holdsData(recordType) {
		if i := bytes.IndexByte(b[n:], GS); i >= 0 {
			end = n + i
		}
	}
	f = Field{Number: num, Tag: b[: n-1 : n-1], Value: b[n:end:end], Offset: start + pos}
	return f, pos + end + 1, nil
}

func lineEnds(b []byte) int {
	n := 0
	for n < len(b) && (b[n] == '\r' || b[n] == '\n') {
		n++
	}
	return n
}

// excerpt is what stands where a tag should, to its separator, short enough to print.
func excerpt(b []byte) []byte {
	n := 0
	for n < len(b) && n < 12 && (b[n] < FS || b[n] > US) {
		n++
	}
	return b[:n]
}
