package demo

import (
	"bytes"
	"encoding/binary"
	"image"
	"strings"

	"sallyport/itl"
	"sallyport/wsq"
)

// car writes a booking as a criminal ten-print transaction (EBTS 10.0, type CAR): the header, the descriptive record with
// every mandatory field, and ten rolled prints. What the exchange has no use for says "unknown".
func car(b *booking, tcn string, prints [10]*image.Gray) ([]byte, error) {
	day := b.at.Format("20060102")
	header := itl.NewRecord(1, 0)
	fill(&header, map[int]string{
		2: "0500", 4: "CAR", 5: day, 6: "4", 7: "WVHUBTRY1", 8: b.jail.ori, 9: tcn, 11: "19.69", 12: "19.69",
	})
	header.Set(13, []string{"NORAM", "EBTS", "10.0"})
	first, last, _ := strings.Cut(b.name, " ")
	description := itl.NewRecord(2, 0)
	fill(&description, map[int]string{
		5: "Y", 18: strings.ToUpper(last + "," + first), 20: "XX", 22: b.birthDate, 24: "X", 25: "U", 27: "000", 29: "000",
		31: "XXX", 32: "XXX", 45: day, 73: b.jail.ori,
	})
	description.Set(47, []string{day, b.charge})
	records := []itl.Record{description}
	for i, img := range prints {
		print, err := rolled(i+1, img)
		if err != nil {
			return nil, err
		}
		records = append(records, print)
	}
	return itl.New(header, records...).Append(nil), nil
}

func fill(r *itl.Record, fields map[int]string) {
	for number, value := range fields {
		r.SetText(number, value)
	}
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
