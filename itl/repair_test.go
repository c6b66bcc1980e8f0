package itl

import (
	"bytes"
	"strings"
	"testing"
)

// TestRepairs reads damaged transactions leniently; what is then written must read strictly.
func TestRepairs(t *testing.T) {
	replace := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(new), 1) }
	}
	noImages := func(b []byte) []byte { // Types 1 and 2 alone
		tx, err := Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		return New(tx.Records[0], tx.Records[1]).Append(nil)
	}
	tests := []struct {
		name   string
		change func([]byte) []byte
		want   string
	}{
		{"LEN of Type-1", replace("1.001:1", "1.001:2"), "LEN says"},
		{"LEN too short", replace("2.001:7", "2.001:2"), "LEN says"},
		{"LEN of an image record", replace("14.001:1", "14.001:2"), "LEN says"},
		{"final FS missing", func(b []byte) []byte { b = noImages(b); return b[:len(b)-1] }, "final FS"},
		{"line ends at the end", func(b []byte) []byte { return append(b, "\r\n\r\n"...) }, "padding"},
		{"line ends before a tag", replace("\x1d2.018:NOBODY", "\x1d\r\n2.018:NOBO"), "text mode"},
		{"empty field", replace("\x1d2.018:NOBODY", "\x1d\x1d2.018:NOBOD"), "empty field"},
		{"CNT count", replace("1.003:1\x1f3", "1.003:1\x1f9"), "CNT says 9"},
		{"CNT type", replace("\x1e2\x1f00", "\x1e9\x1f00"), "CNT announces"},
		{"records missing", noImagesButCounted(t), "the input ends after 1"},
		{"bytes at the end", func(b []byte) []byte { return append(b, "garbage"...) }, "after the last record"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data := test.change(sample(t))
			if _, err := Parse(data); err == nil {
				t.Fatal("read strictly")
			}
			tx, repairs, err := ParseLenient(data)
			if err != nil {
				t.Fatal(err)
			}
			if len(repairs) != 1 || !strings.Contains(repairs[0].Problem, test.want) {
				t.Errorf("repairs %v, want one that says %q", repairs, test.want)
			}
			if _, err := Parse(tx.Append(nil)); err != nil {
				t.Errorf("what was repaired does not read: %v", err)
			}
		})
	}
}

// noImagesButCounted drops the image records and leaves CNT as it was.
func noImagesButCounted(t *testing.T) func([]byte) []byte {
	return func(b []byte) []byte {
		tx, err := Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		tx.Records = tx.Records[:2]
		return tx.Append(nil)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample(f))
	for _, row := range indexed(f) {
		if data := readReference(f, row[0]); len(data) < 20000 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if tx, err := Parse(data); err == nil {
			if !bytes.Equal(tx.Append(nil), data) {
				t.Error("not written as it was read")
			}
			Check(tx)
			tx.Document()
			tx.Normalize()
		}
		tx, _, err := ParseLenient(data)
		if err != nil {
			return
		}
		Check(tx)
		if _, err := Parse(tx.Append(nil)); err != nil {
			t.Errorf("what was repaired does not read: %v", err)
		}
	})
}
