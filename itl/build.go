package itl

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// NewRecord returns a tagged record of a type with its LEN and, but in Type-1, its IDC.
func NewRecord(recordType, idc int) Record {
	r := Record{Type: recordType}
	r.put(1, nil)
	if recordType != 1 {
		r.put(2, fmt.Appendf(nil, "%02d", idc))
	}
	return r
}

// SetText sets a field to one item. The value must hold none of the four separators; Check finds them.
func (r *Record) SetText(number int, value string) { r.put(number, []byte(value)) }

// Set sets a field to subfields, each a list of items.
func (r *Record) Set(number int, subfields ...[]string) {
	joined := make([]string, len(subfields))
	for i, items := range subfields {
		joined[i] = strings.Join(items, string(rune(US)))
	}
	r.put(number, []byte(strings.Join(joined, string(rune(RS)))))
}

// SetData sets field 999 to the bytes of an image, which the record then shares.
func (r *Record) SetData(data []byte) { r.put(999, data) }

// New makes a transaction of a Type-1 record and those after it: CNT and every LEN are set.
func New(first Record, others ...Record) *Transaction {
	t := &Transaction{Records: append([]Record{first}, others...)}
	recount(t.Records)
	for i := range t.Records {
		if r := &t.Records[i]; r.Binary == nil {
			r.put(1, r.length())
		}
	}
	return t
}

// Type4 is a high-resolution grey fingerprint at 500 pixels per inch, in a binary record.
type Type4 struct {
	IDC           int
	Impression    int   // 0 live plain, 1 live rolled, 2 ink plain, 3 ink rolled
	Fingers       []int // one to six positions
	Width, Height int
	Compression   int // 0 none, 1 WSQ
	Data          []byte
}

// Record makes the record; the error names the value that does not fit it.
func (p Type4) Record() (Record, error) {
	switch {
	case p.IDC < 0 || p.IDC > 99:
		return Record{}, fmt.Errorf("Type-4 record: IDC %d: must be 0 to 99", p.IDC)
	case len(p.Fingers) < 1 || len(p.Fingers) > 6:
		return Record{}, fmt.Errorf("Type-4 record: %d finger positions: must be one to six", len(p.Fingers))
	case p.Width < 1 || p.Height < 1 || p.Width > 0xffff || p.Height > 0xffff:
		return Record{}, fmt.Errorf("Type-4 record: an image of %dx%d: sides must be 1 to 65535", p.Width, p.Height)
	case len(p.Data) == 0 || len(p.Data) > MaxBytes:
		return Record{}, fmt.Errorf("Type-4 record: %d bytes of image: must be 1 to %d", len(p.Data), MaxBytes)
	}
	b := make([]byte, imageHeader, imageHeader+len(p.Data))
	binary.BigEndian.PutUint32(b, uint32(imageHeader+len(p.Data)))
	b[4], b[5] = byte(p.IDC), byte(p.Impression)
	for i := range 6 {
		b[6+i] = 0xff
	}
	for i, finger := range p.Fingers {
		b[6+i] = byte(finger)
	}
	binary.BigEndian.PutUint16(b[13:], uint16(p.Width))
	binary.BigEndian.PutUint16(b[15:], uint16(p.Height))
	b[17] = byte(p.Compression)
	return Record{Type: 4, Binary: append(b, p.Data...)}, nil
}
