package demo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"strings"

	"sallyport/itl"
	"sallyport/wsq"
)

// car writes a booking as a criminal ten-print transaction (EBTS 10.0, type CAR): the header, the descriptive record with
// every mandatory field, and ten rolled prints. What the exchange has no use for says "unknown".
func car(b *booking, tcn string, prints [10]*image.Gray) ([]byte, error) {
	t := itl.Transaction{Records: []itl.Record{header(b, tcn, len(prints)), description(b)}}
	for i, img := range prints {
		record, err := rolled(i+1, img)
		if err != nil {
			return nil, err
		}
		t.Records = append(t.Records, record)
	}
	return t.Append(nil), nil
}

func header(b *booking, tcn string, prints int) itl.Record {
	contents := []string{fmt.Sprintf("1\x1f%d", prints+1), "2\x1f00"}
	for idc := 1; idc <= prints; idc++ {
		contents = append(contents, fmt.Sprintf("4\x1f%02d", idc))
	}
	return record(1, map[int]string{
		2: "0500", 3: strings.Join(contents, "\x1e"), 4: "CAR", 5: b.at.Format("20060102"), 6: "4", 7: "WVHUBTRY1",
		8: b.jail.ori, 9: tcn, 11: "19.69", 12: "19.69", 13: "NORAM\x1fEBTS\x1f10.0",
	})
}

func description(b *booking) itl.Record {
	first, last, _ := strings.Cut(b.name, " ")
	return record(2, map[int]string{
		2: "00", 5: "Y", 18: strings.ToUpper(last + "," + first), 20: "XX", 22: b.birthDate, 24: "X", 25: "U", 27: "000", 29: "000",
		31: "XXX", 32: "XXX", 45: b.at.Format("20060102"), 47: b.at.Format("20060102") + "\x1f" + b.charge, 73: b.jail.ori,
	})
}

// rolled is one live-scanned rolled print as a Type-4 record: the 18 bytes of its header (ANSI/NIST-ITL 1-2007, clause
// 12), then the image in WSQ at 500 pixels an inch.
func rolled(finger int, img *image.Gray) (itl.Record, error) {
	var data bytes.Buffer
	if err := wsq.Encode(&data, img, wsq.Options{}); err != nil {
		return itl.Record{}, err
	}
	size := img.Bounds().Size()
	header := binary.BigEndian.AppendUint32(nil, uint32(18+data.Len()))
	header = append(header, byte(finger), 1, byte(finger), 255, 255, 255, 255, 255, 0) // IDC, live rolled, one position, 19.69 px/mm
	header = binary.BigEndian.AppendUint16(header, uint16(size.X))
	header = binary.BigEndian.AppendUint16(header, uint16(size.Y))
	return itl.Record{Type: 4, Binary: append(append(header, 1), data.Bytes()...)}, nil
}

// record makes a tagged record of fields by number; its LEN is worked out when it is written.
func record(kind int, fields map[int]string) itl.Record {
	r := itl.Record{Type: kind, Fields: []itl.Field{{Number: 1, Value: []byte("0")}}}
	for number := 2; number <= 999; number++ {
		if value, ok := fields[number]; ok {
			r.Fields = append(r.Fields, itl.Field{Number: number, Value: []byte(value)})
		}
	}
	return r
}
