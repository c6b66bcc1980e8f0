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

// anyType stands for the type of a record that is not known yet.
const anyType = -1

// tagged reads a tagged record at the current position; following is the type of the record
// after it, 0 for none.
func (p *parser) tagged(recordType, following int) error {
	start := p.pos
	end, stated, err := p.extent(recordType, following)
	if err != nil {
		return err
	}
	body := p.data[start:end]
	if body[len(body)-1] == FS {
		body = body[:len(body)-1]
	}
	fields, err := p.fields(recordType, start, body)
	if err != nil {
		return err
	}
	record := Record{Type: recordType, Offset: start, Fields: fields}
	if end-start != stated {
		fields[0].Value = record.length()
	}
	p.records = append(p.records, record)
	p.pos = end
	return nil
}

// extent finds where the record at the current position ends, by its LEN.
func (p *parser) extent(recordType, following int) (end, stated int, err error) {
	b := p.data[p.pos:]
	found, num, n := readTag(b)
	if n == 0 || num != 1 || found != recordType {
		lenTag := name(recordType, 1)
		f := p.fault(p.pos, lenTag, CodeRecord, fmt.Sprintf("a Type-%d record must begin here with its length, %s:", recordType, lenTag), askSender)
		return 0, 0, &f
	}
	digits := n
	for digits < len(b) && isDigit(b[digits]) {
		digits++
	}
	stated, ok := number(b[n:digits])
	switch {
	case !ok:
		f := p.fault(p.pos, name(recordType, 1), CodeUnparsable, "LEN is not a number of one to nine digits", fixLen)
		return 0, 0, &f
	case stated > digits && stated <= len(b) && b[stated-1] == FS:
		return p.pos + stated, stated, nil
	}
	return p.wrongExtent(name(recordType, 1), stated, following)
}

// wrongExtent says what is wrong with a LEN and, when lenient, finds the record's real end.
func (p *parser) wrongExtent(lenTag string, stated, following int) (end, length int, err error) {
	left := len(p.data) - p.pos
	problem := fmt.Sprintf("LEN says %d bytes, and the byte there is not the FS that ends a record", stated)
	if stated > left {
		problem = fmt.Sprintf("LEN says %d bytes and %d are left: LEN is wrong or the transaction is truncated", stated, left)
	}
	f := p.fault(p.pos, lenTag, CodeRecord, problem, fixLen)
	if !p.lenient {
		return 0, 0, p.repairable(f)
	}
	end = p.findEnd(following)
	if end == 0 {
		return 0, 0, &f
	}
	if p.data[end-1] != FS {
		f.Problem = "the final FS of the last record is missing"
		f.Remedy = "end the record with FS (1C hex)"
	}
	return end, stated, p.repairable(f)
}

// findEnd looks for an FS after which the next record, or the end of the input, stands.
func (p *parser) findEnd(following int) int {
	for i := p.pos; i < len(p.data); i++ {
		if p.data[i] != FS {
			continue
		}
		rest := p.data[i+1:]
		switch recordType, num, n := readTag(rest); {
		case following == 0 && onlyPadding(rest),
			n > 0 && num == 1 && (recordType == following || following == anyType),
			following == anyType && len(rest) == 0,
			isBinary(following) && len(rest) >= 12 && int(be32(rest)) >= 12 && int(be32(rest)) <= len(rest):
			return i + 1
		}
	}
	if following == 0 {
		return len(p.data)
	}
	return 0
}

// fields splits a record's bytes, its FS removed, into fields.
func (p *parser) fields(recordType, start int, body []byte) ([]Field, error) {
	first := len(p.fieldsRead)
	for pos := 0; pos <= len(body); {
		field, next, err := p.field(recordType, start, body, pos)
		if err != nil {
			return nil, err
		}
		if field.Number > 0 {
			p.fieldsRead = append(p.fieldsRead, field)
		}
		if len(p.fieldsRead)-first > MaxFields {
			f := p.fault(start, "", CodeRange, fmt.Sprintf("more than %d fields in one record", MaxFields), askSender)
			return nil, &f
		}
		pos = next
	}
	return p.fieldsRead[first:len(p.fieldsRead):len(p.fieldsRead)], nil
}

// field reads the field at body[pos:] and returns where the next begins; Number is 0 in a field
// that was repaired away.
func (p *parser) field(recordType, start int, body []byte, pos int) (f Field, next int, err error) {
	b := body[pos:]
	_, num, n := readTag(b) // a tag of another type is read, as NBIS reads it; Check reports it
	if n == 0 {
		if skip := lineEnds(b); skip > 0 {
			fault := p.fault(start+pos, "", CodeUnparsable, "line end before a tag, as a transfer in text mode inserts", "transfer files in binary mode")
			if err := p.repairable(fault); err != nil {
				return f, 0, err
			}
			return f, pos + skip, nil
		}
		if len(b) == 0 || b[0] == GS {
			fault := p.fault(start+pos, "", CodeUnparsable, "an empty field, without a tag", "remove the extra GS")
			return f, pos + 1, p.repairable(fault)
		}
	}
	if n == 0 || num == 0 {
		fault := p.fault(start+pos, "", CodeUnparsable, fmt.Sprintf("%q is not a tag of a Type-%d record", excerpt(b), recordType), askSender)
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

// excerpt is what stands where a tag should, short enough to print.
func excerpt(b []byte) []byte { return b[:min(len(b), 12)] }
