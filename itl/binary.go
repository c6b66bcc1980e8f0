package itl

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
)

func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }

// part is one field of a binary record: its number, bytes and how many items of that width it has.
type part struct {
	number, at, width, items int
}

// Layouts of binary records (ANSI/NIST-ITL 1-2007, clauses 12 and 16): Types 3 to 7 are alike.
var (
	imageLayout     = []part{{1, 0, 4, 1}, {2, 4, 1, 1}, {3, 5, 1, 1}, {4, 6, 1, 6}, {5, 12, 1, 1}, {6, 13, 2, 1}, {7, 15, 2, 1}, {8, 17, 1, 1}}
	signatureLayout = []part{{1, 0, 4, 1}, {2, 4, 1, 1}, {3, 5, 1, 1}, {4, 6, 1, 1}, {5, 7, 1, 1}, {6, 8, 2, 1}, {7, 10, 2, 1}}
)

const (
	imageHeader     = 18
	signatureHeader = 12
)

func layout(recordType int) (parts []part, header int) {
	if recordType == 8 {
		return signatureLayout, signatureHeader
	}
	return imageLayout, imageHeader
}

// binary reads a binary record at the current position.
func (p *parser) binary(recordType int) error {
	b := p.data[p.pos:]
	_, header := layout(recordType)
	if len(b) < header {
		f := p.fault(KindTruncated, p.pos, Tag(recordType, 1), fmt.Sprintf("the input ends inside the header of a Type-%d record", recordType), askSender)
		return &f
	}
	stated := int(be32(b))
	if stated < header || stated > len(b) {
		f := p.wrongBinary(recordType, stated, header, len(b))
		return &f
	}
	p.records = append(p.records, Record{Type: recordType, Offset: p.pos, Binary: b[:stated:stated]})
	p.pos += stated
	return nil
}

// wrongBinary says what is wrong with the LEN of a binary record. Nothing in the record itself says where it ends.
func (p *parser) wrongBinary(recordType, stated, header, left int) Finding {
	lenTag := Tag(recordType, 1)
	problem := fmt.Sprintf("LEN says %d bytes where %d to %d can be", stated, header, left)
	switch lines := bytes.Count(p.data, []byte("\n")); {
	case lines >= enoughLines && bytes.Count(p.data, []byte("\r\n")) == lines:
		return p.fault(KindTextMode, p.pos, lenTag,
			fmt.Sprintf("%s, and each of the file's %d line ends is CR LF, as a transfer in text mode makes them: images before this place are spoilt", problem, lines), useBinary)
	case stated > left:
		return p.fault(KindTruncated, p.pos, lenTag, problem+": LEN is wrong or the transaction is truncated", askSender)
	}
	return p.fault(KindLength, p.pos, lenTag, problem, askSender)
}

// enoughLines is how many line feeds, each behind a carriage return, do not stand so by chance in an image.
const enoughLines = 4

// AllFields returns a tagged record's fields, or a binary record's as if it were tagged: numbers in
// decimal, the six finger positions as items, the image last.
func (r *Record) AllFields() []Field {
	if r.Binary == nil {
		return r.Fields
	}
	parts, header := layout(r.Type)
	if len(r.Binary) < header {
		return nil
	}
	var fields []Field
	for _, p := range parts {
		var value []byte
		for i := range p.items {
			if i > 0 {
				value = append(value, US)
			}
			value = strconv.AppendUint(value, r.bigEndian(p.at+i*p.width, p.width), 10)
		}
		fields = append(fields, Field{Number: p.number, Value: value, Offset: r.Offset + p.at})
	}
	return append(fields, Field{Number: len(parts) + 1, Value: r.Binary[header:], Offset: r.Offset + header})
}

func (r *Record) bigEndian(at, width int) uint64 {
	var v uint64
	for _, c := range r.Binary[at : at+width] {
		v = v<<8 | uint64(c)
	}
	return v
}

// IsData says whether field number of the record holds an image or other opaque bytes.
func (r *Record) IsData(number int) bool {
	if r.Binary != nil {
		parts, _ := layout(r.Type)
		return number == len(parts)+1
	}
	return number == 999 && holdsData(r.Type)
}
