package desk

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"sallyport/fingerprint/synth"
	"sallyport/itl"
)

// transaction is a booking of ten synthesised prints as Type-14 records.
func transaction(t *testing.T, fingers ...int) *itl.Transaction {
	t.Helper()
	first := itl.NewRecord(1, 0)
	for number, value := range map[int]string{2: "0500", 4: "CAR", 5: "20150803", 6: "4", 7: "WVHUBTRY1", 8: "OHFRTRY01", 9: "TRIAL-2015-000009", 11: "00.00", 12: "00.00"} {
		first.SetText(number, value)
	}
	var others []itl.Record
	for i, finger := range fingers {
		var data bytes.Buffer
		img := synth.NewPerson(1, 0).Finger(finger).Impression(0)
		if err := png.Encode(&data, img); err != nil {
			t.Fatal(err)
		}
		others = append(others, print14(i+1, finger, img, data.Bytes()))
	}
	return itl.New(first, others...)
}

func print14(idc, finger int, img *image.Gray, data []byte) itl.Record {
	r := itl.NewRecord(14, idc)
	size := img.Bounds().Size()
	for number, value := range map[int]string{3: "1", 4: "WVHUBTRY1", 5: "20150803", 6: fmt.Sprint(size.X), 7: fmt.Sprint(size.Y),
		8: "1", 9: "500", 10: "500", 11: "PNG", 12: "8", 13: fmt.Sprint(finger)} {
		r.SetText(number, value)
	}
	r.SetData(data)
	return r
}

var allFingers = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}

func TestReceiveTakesATransactionOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	data := transaction(t, allFingers...).Append(nil)
	id, fresh, err := d.Receive(t.Context(), "a.eft", data, morning)
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	again, fresh, err := d.Receive(t.Context(), "a.eft", data, minutes(5))
	if err != nil || fresh || again != id {
		t.Error(again, fresh, err)
	}
	records, err := d.Records(t.Context())
	must(t, err)
	if len(records) != 2 { // this one, and the one of newDesk
		t.Errorf("%d submissions", len(records))
	}
}

// TestMalformedTransactionsLeaveNothing sends what a jail should not: each is one clear line, and nothing is kept.
func TestMalformedTransactionsLeaveNothing(t *testing.T) {
	t.Parallel()
	whole := transaction(t, 1, 2).Append(nil)
	header := func(number int, value string) []byte {
		made := transaction(t, 1)
		made.Records[0].SetText(number, value)
		return made.Append(nil)
	}
	broken := transaction(t, 1, 2)
	broken.Records[2].SetData([]byte("\x89PNG\r\n\x1a\nnot really"))
	lying := bytes.Replace(whole, []byte("14.001:"), []byte("14.001:9"), 1)
	for name, data := range map[string][]byte{
		"empty":                   nil,
		"not a transaction":       []byte("name;born\nsomebody;1980\n"),
		"cut in the header":       whole[:40],
		"cut in an image":         whole[:len(whole)-1000],
		"without its last byte":   whole[:len(whole)-1],
		"a LEN that lies":         lying,
		"applicant, not criminal": header(4, "NFUF"),
		"control number short":    header(9, "T-1"),
		"unknown agency":          header(8, "XX0000000"),
		"two prints of ten":       whole,
		"a finger twice":          transaction(t, 1, 1).Append(nil),
		"an image that is none":   broken.Append(nil),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			_, _, err := d.Receive(t.Context(), "a.eft", data, morning)
			malformed, ok := errors.AsType[*Malformed](err)
			if !ok || !strings.HasPrefix(malformed.Error(), "a.eft: @") || strings.Contains(malformed.Error(), "\n") {
				t.Errorf("%v", err)
			}
			records, err := d.Records(t.Context())
			must(t, err)
			if len(records) != 1 {
				t.Error("something of it was kept")
			}
			t.Log(malformed)
		})
	}
}
