package niem

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"sallyport/itl"
)

// Binary records, as fields: package itl numbers them 2 to 8 with the image in 9, and 2 to 7 with the
// image in 8 for Type-8 (ANSI/NIST-ITL 1-2007, clauses 12 and 16).
const (
	unusedPosition  = "255"
	imageHeader     = 18
	signatureHeader = 12
	vectorBytes     = 5 // two bytes across, two down, one of pen pressure
)

// binaryLayout gives the length of a binary record's header and the number of its image field.
func binaryLayout(recordType int) (header, image int) {
	if recordType == 8 {
		return signatureHeader, 8
	}
	return imageHeader, 9
}

// widthsOf are the bytes of fields 2 and on in a header; field 4 of an image record has six of one byte.
func widthsOf(recordType int) []int {
	if recordType == 8 {
		return []int{1, 1, 1, 1, 2, 2}
	}
	return []int{1, 1, 6, 1, 2, 2, 1}
}

// isVector says whether a Type-8 record holds pen strokes, not an image: its field 4 (SRT) is 2.
func isVector(recordType int, representation string) bool {
	return recordType == 8 && representation == "2"
}

// binaryFields returns a record's fields but LEN, strokes of a signature as subfields of three items.
func binaryFields(r *itl.Record) []itl.Field {
	fields := r.AllFields()
	if len(fields) < 2 {
		return nil
	}
	fields = fields[1:]
	last := &fields[len(fields)-1]
	if isVector(r.Type, string(fields[2].Value)) && len(last.Value)%vectorBytes == 0 {
		var strokes [][]byte
		for b := last.Value; len(b) > 0; b = b[vectorBytes:] {
			strokes = append(strokes, fmt.Appendf(nil, "%d%c%d%c%d", binary.BigEndian.Uint16(b), itl.US, binary.BigEndian.Uint16(b[2:]), itl.US, b[4]))
		}
		last.Value = bytes.Join(strokes, []byte{itl.RS})
	}
	return fields
}

// binaryDefault is what a field is where the package does not say.
func binaryDefault(recordType, number int, value string) string {
	_, image := binaryLayout(recordType)
	switch {
	case number == image:
		return value
	case recordType != 8 && number == 4:
		var positions []string
		if value != "" {
			positions = strings.Split(value, string(rune(itl.US)))
		}
		for len(positions) < 6 {
			positions = append(positions, unusedPosition)
		}
		return strings.Join(positions, string(rune(itl.US)))
	case value == "":
		return "0"
	}
	return value
}

// encodeHeader fills the header at the start of b, which has the length of the whole record. The
// error names the value that does not fit.
func encodeHeader(recordType int, b []byte, value func(number int) string) error {
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	at := 4
	for i, width := range widthsOf(recordType) {
		number := i + 2
		numbers := strings.Split(binaryDefault(recordType, number, value(number)), string(rune(itl.US)))
		each := width / len(numbers)
		if each*len(numbers) != width || each > 2 {
			return fmt.Errorf("%s has %d values", canonical(recordType, number), len(numbers))
		}
		for _, text := range numbers {
			v, err := strconv.ParseUint(text, 10, 8*each)
			if err != nil {
				return fmt.Errorf("%s is %q, not a number of %d bits", canonical(recordType, number), text, 8*each)
			}
			if each == 2 {
				binary.BigEndian.PutUint16(b[at:], uint16(v))
			} else {
				b[at] = byte(v)
			}
			at += each
		}
	}
	return nil
}

// encodeStrokes makes the bytes of a signature from its strokes.
func encodeStrokes(value string) ([]byte, error) {
	var b []byte
	for stroke := range strings.SplitSeq(value, string(rune(itl.RS))) {
		parts := strings.Split(stroke, string(rune(itl.US)))
		if len(parts) != 3 {
			return nil, fmt.Errorf("stroke %q has not three values", stroke)
		}
		for i, bits := range []int{16, 16, 8} {
			v, err := strconv.ParseUint(parts[i], 10, bits)
			if err != nil {
				return nil, fmt.Errorf("%q in a stroke is not a number of %d bits", parts[i], bits)
			}
			if bits == 16 {
				b = binary.BigEndian.AppendUint16(b, uint16(v))
			} else {
				b = append(b, byte(v))
			}
		}
	}
	return b, nil
}

// binary makes a binary record: its image stands behind the room that was left for the header.
func (r *recordParser) binary() (itl.Record, error) {
	_, image := binaryLayout(r.recordType)
	value := func(number int) string {
		if fixed := r.fixed.value(number, 0); fixed != nil {
			return string(fixed)
		}
		text, _ := r.binder.Value(number)
		return string(text)
	}
	if isVector(r.recordType, value(4)) && !r.hasImage && value(image) != "" {
		strokes, err := encodeStrokes(value(image))
		if err != nil {
			return itl.Record{}, r.unfit(err)
		}
		r.image = append(r.image, strokes...)
	} else if fixed := r.fixed.value(image, 0); fixed != nil {
		r.image = append(r.image, fixed...)
	}
	if err := encodeHeader(r.recordType, r.image, value); err != nil {
		return itl.Record{}, r.unfit(err)
	}
	return itl.Record{Type: r.recordType, Offset: int(r.offset), Binary: r.image}, nil
}

func (r *recordParser) unfit(err error) error {
	return &Finding{Offset: r.offset, Path: r.node.Name, Problem: err.Error(), Remedy: "correct the value; the record is binary in the traditional encoding"}
}
