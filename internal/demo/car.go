package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strconv"
	"strings"
	"time"

	"sallyport/itl"
)

// car writes a booking as a criminal ten-print transaction (EBTS 10.0, type CAR): the header, the descriptive record with
// every mandatory field, and ten rolled prints. What the exchange has no use for says "unknown".
func car(b *booking, tcn string, prints [10]*image.Gray) ([]byte, error) {
	t := itl.Transaction{Records: []itl.Record{header(b, tcn, len(prints)), description(b)}}
	for i, img := range prints {
		record, err := print14(i+1, img, b.at)
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
		contents = append(contents, fmt.Sprintf("14\x1f%02d", idc))
	}
	return record(1, map[int]string{
		2: "0500", 3: strings.Join(contents, "\x1e"), 4: "CAR", 5: b.at.Format("20060102"), 6: "4", 7: "WVHUBTRY1",
		8: b.jail.ori, 9: tcn, 11: "00.00", 12: "00.00", 13: "NORAM\x1fEBTS\x1f10.0",
	})
}

func description(b *booking) itl.Record {
	first, last, _ := strings.Cut(b.name, " ")
	return record(2, map[int]string{
		2: "00", 5: "Y", 18: strings.ToUpper(last + "," + first), 20: "XX", 22: b.birthDate, 24: "X", 25: "U", 27: "000", 29: "000",
		31: "XXX", 32: "XXX", 45: b.at.Format("20060102"), 47: b.at.Format("20060102") + "\x1f" + b.charge, 73: b.jail.ori,
	})
}

// print14 is one rolled print as a Type-14 record.
func print14(finger int, img *image.Gray, at time.Time) (itl.Record, error) {
	var data bytes.Buffer
	if err := png.Encode(&data, img); err != nil {
		return itl.Record{}, err
	}
	size := img.Bounds().Size()
	return record(14, map[int]string{
		2: fmt.Sprintf("%02d", finger), 3: "1", 4: "WVHUBTRY1", 5: at.Format("20060102"), 6: strconv.Itoa(size.X), 7: strconv.Itoa(size.Y),
		8: "1", 9: "500", 10: "500", 11: "PNG", 12: "8", 13: strconv.Itoa(finger), 999: data.String(),
	}), nil
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
