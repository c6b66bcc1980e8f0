package itl

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
)

// put replaces the value of the first field with that number, or adds the field: before field 999
// and before any higher number.
func (r *Record) put(number int, value []byte) {
	at := len(r.Fields)
	for i, f := range r.Fields {
		if f.Number == number {
			r.Fields[i].Value = value
			return
		}
		if f.Number > number && i < at {
			at = i
		}
	}
	r.Fields = append(r.Fields, Field{})
	copy(r.Fields[at+1:], r.Fields[at:])
	r.Fields[at] = Field{Number: number, Value: value}
}

// Append writes the transaction after dst. Each LEN keeps its digits where it is right and is
// corrected where it is not; everything else is written as it stands, so that a transaction that
// was parsed strictly is written byte for byte as it was.
func (t *Transaction) Append(dst []byte) []byte {
	for i := range t.Records {
		dst = t.Records[i].append(dst)
	}
	return dst
}

func (r *Record) append(dst []byte) []byte {
	if r.Binary != nil {
		start := len(dst)
		dst = append(dst, r.Binary...)
		if len(r.Binary) >= 4 {
			binary.BigEndian.PutUint32(dst[start:], uint32(len(r.Binary)))
		}
		return dst
	}
	for i := range r.Fields {
		dst = append(r.appendHead(dst, i), r.value(i)...)
	}
	return append(dst, FS)
}

// appendHead appends what stands before the value of field i: separator, tag and colon.
func (r *Record) appendHead(dst []byte, i int) []byte {
	if i > 0 {
		dst = append(dst, GS)
	}
	return append(r.Fields[i].appendTag(dst, r.Type), ':')
}

// value is that of field i as it must be written.
func (r *Record) value(i int) []byte {
	if i == 0 && r.Fields[0].Number == 1 {
		return r.length()
	}
	return r.Fields[i].Value
}

func (f Field) appendTag(dst []byte, recordType int) []byte {
	if f.Tag != nil {
		return append(dst, f.Tag...)
	}
	return append(dst, Tag(recordType, f.Number)...)
}

// length is the record's LEN as it must be written: the digits it has where these are right.
func (r *Record) length() []byte {
	stated := r.Fields[0].Value
	size := r.size()
	if n, ok := number(stated); ok && n == size {
		return stated
	}
	others := size - len(stated)
	total := others
	for total != others+len(strconv.Itoa(total)) {
		total = others + len(strconv.Itoa(total))
	}
	return strconv.AppendInt(nil, int64(total), 10)
}

// size is the number of bytes of the record as it stands.
func (r *Record) size() int {
	total := len(r.Binary)
	for _, f := range r.Fields {
		tag := len(f.Tag)
		if f.Tag == nil {
			tag = len(Tag(r.Type, f.Number))
		}
		total += tag + len(f.Value) + 2 // colon and separator
	}
	return total
}

// Normalize rewrites the transaction in one form: tags of three digits under the record's own type, LEN
// without leading zeros, IDCs of two digits in CNT and in x.002, no empty subfields or items at the end of a field but
// in 1.013, whose version may be left empty. Nothing that carries meaning is changed.
func (t *Transaction) Normalize() {
	for i := range t.Records {
		r := &t.Records[i]
		for j := range r.Fields {
			f := &r.Fields[j]
			f.Tag = nil
			switch {
			case r.IsData(f.Number):
			case r.Type == 1 && f.Number == 13:
				f.Value = bytes.TrimRight(f.Value, rs)
			default:
				f.Value = bytes.TrimRight(f.Value, rs+us)
			}
			if idc, ok := number(f.Value); ok && f.Number == 2 && r.Type != 1 {
				f.Value = fmt.Appendf(nil, "%02d", idc)
			}
		}
		if len(r.Fields) > 0 && r.Fields[0].Number == 1 {
			r.Fields[0].Value = nil // recomputed as it is written
		}
	}
	if len(t.Records) > 0 {
		recount(t.Records)
	}
}

// SetLength makes LEN, field x.001 of a tagged record, say the record's size, as Append would write it.
func (r *Record) SetLength() {
	if r.Binary == nil {
		r.put(1, r.length())
	}
}
