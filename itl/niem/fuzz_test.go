package niem_test

import (
	"bytes"
	"strings"
	"testing"

	"sallyport/itl"
	"sallyport/itl/niem"
)

// FuzzRead reads anything: no panic, errors on one line, and what reads can be written and read again, the same.
func FuzzRead(f *testing.F) {
	whole := plain(f)
	f.Add([]byte(whole))
	for _, d := range damages {
		if text := strings.Replace(whole, d.from, d.to, 1); len(text) < 1<<14 {
			f.Add([]byte(text))
		}
	}
	first := itl.NewRecord(1, 0)
	for _, recordType := range []int{9, 10, 13, 17, 22, 99} {
		r := itl.NewRecord(recordType, 1)
		for _, number := range []int{3, 4, 6, 12, 14, 22, 24, 25, 33, 37, 42, 43, 137, 302, 331, 357, 902} {
			r.Set(number, []string{"1", "2", "3", "1,2-3,4"}, []string{"5"})
		}
		f.Add([]byte(written(f, itl.New(first, r))))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tx, err := niem.Read(bytes.NewReader(data))
		lenient, _, lenientErr := niem.ReadLenient(bytes.NewReader(data))
		if err == nil && (lenientErr != nil || !bytes.Equal(lenient.Append(nil), tx.Append(nil))) {
			t.Fatalf("read leniently it is different: %v", lenientErr)
		}
		if err != nil {
			if strings.ContainsAny(err.Error(), "\r\n") {
				t.Fatalf("%q is more than a line", err)
			}
			return
		}
		again(t, tx)
	})
}

// again writes a transaction and reads it back.
func again(t *testing.T, tx *itl.Transaction) {
	t.Helper()
	for _, edition := range []niem.Edition{niem.ITL2011, niem.ITL2008} {
		var out bytes.Buffer
		if err := niem.WriteEdition(&out, tx, edition); err != nil {
			t.Fatal(err)
		}
		back, err := niem.Read(&out)
		if err != nil {
			t.Fatalf("%v: %v", edition, err)
		}
		if got, want := back.Append(nil), tx.Append(nil); !bytes.Equal(got, want) {
			t.Fatalf("%v: %q came back as %q", edition, want, got)
		}
	}
}

// FuzzWrite writes any transaction that parses, and reads it back, byte for byte.
func FuzzWrite(f *testing.F) {
	for _, tx := range odd(f) {
		if data := tx.Append(nil); len(data) < 1<<14 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tx, err := itl.Parse(data)
		if err != nil {
			return
		}
		again(t, tx)
	})
}
