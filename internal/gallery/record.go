package gallery

import (
	"encoding/binary"
	"fmt"

	"sallyport/fingerprint"
	"sallyport/fingerprint/index"
)

// TenPrint is a person's ten fingers, by position.
type TenPrint = fingerprint.TenPrint

// A record: the length of the sketches (16 bits) and of each finger's template (16 bits each, 0 where it is missing); the sketches; the
// templates in their stored form.
const (
	recordHead  = 22
	leastRecord = int64(recordHead)
	mostRecord  = int64(recordHead + index.MaxSketches + 10*fingerprint.MaxTemplateBytes)
)

// appendRecord appends the record of a subject's prints.
func appendRecord(out []byte, prints *TenPrint) ([]byte, error) {
	start := len(out)
	out = append(out, make([]byte, recordHead)...)
	fingers := prints.Prepare()
	out = index.AppendSketches(out, &fingers)
	binary.BigEndian.PutUint16(out[start:], uint16(len(out)-start-recordHead))
	for n := range prints {
		t := &prints[n]
		if len(t.Minutiae) == 0 { // a finger without minutiae is missing
			continue
		}
		if t.Finger != n+1 {
			return nil, fmt.Errorf("finger %d: its template says finger %d; put each finger in its place", n+1, t.Finger)
		}
		before := len(out)
		var err error
		if out, err = fingerprint.AppendTemplate(out, t); err != nil {
			return nil, fmt.Errorf("finger %d: %w", n+1, err)
		}
		binary.BigEndian.PutUint16(out[start+2+2*n:], uint16(len(out)-before))
	}
	return out, nil
}

// sketches is those of a record, which end within data whatever the record says.
func sketches(data []byte) index.Sketches {
	if len(data) < recordHead {
		return nil
	}
	length := int(binary.BigEndian.Uint16(data))
	return index.Sketches(data[recordHead:min(recordHead+length, len(data))])
}

// Stored is a subject as it lies in the file. It holds until the file is closed, or the subject is removed.
type Stored struct {
	entry  entry
	record []byte
}

// ID returns a copy of the subject's ID.
func (s Stored) ID() string { return string(s.entry.id()) }

// Removed reports whether the subject has been removed since. Whoever reads prints asks it afterwards, and forgets them if so.
func (s Stored) Removed() bool { return s.entry.state() != present }

// Subject reads the subject's prints.
func (s Stored) Subject() (Subject, error) {
	subject, begin := Subject{ID: s.ID()}, recordHead+int(binary.BigEndian.Uint16(s.record))
	for n := range subject.Prints {
		length := int(binary.BigEndian.Uint16(s.record[2+2*n:]))
		if begin+length > len(s.record) {
			return subject, damaged(s.entry.offset()+int64(2+2*n), "length of a template", "%d bytes reach past the record", length)
		}
		if length == 0 {
			continue
		}
		t, err := fingerprint.DecodeTemplate(s.record[begin : begin+length])
		if err != nil || t.Finger != n+1 {
			return subject, damaged(s.entry.offset()+int64(begin), "template", "finger %d cannot be read (%v)", n+1, err)
		}
		subject.Prints[n], begin = t, begin+length
	}
	if begin != len(s.record) {
		return subject, damaged(s.entry.offset()+int64(begin), "record", "bytes are left after the last template")
	}
	return subject, nil
}
