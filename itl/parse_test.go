package itl_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"sallyport/itl"
	"sallyport/itl/conform"
	"sallyport/itl/itltest"
)

// TestEveryTruncationIsAnError cuts the sample at every byte, and so at every separator.
func TestEveryTruncationIsAnError(t *testing.T) {
	data := itltest.Sample()
	for n := range data {
		_, err := itl.Parse(data[:n])
		f, ok := errors.AsType[*itl.Finding](err)
		if !ok {
			t.Fatalf("cut at %d: error %v, want a *Finding", n, err)
		}
		if n >= 6 && f.Code != itl.CodeRecord && f.Code != itl.CodeUnparsable && f.Code != itl.CodeMissing {
			t.Errorf("cut at %d: %v", n, f)
		}
	}
}

// TestNormalize rewrites old files in one form that reads strictly and says the same.
func TestNormalize(t *testing.T) {
	for _, row := range indexed(t) {
		tx, err := itl.Parse(readReference(t, row[0]))
		if err != nil {
			t.Fatal(err)
		}
		tot, records := tx.TOT(), len(tx.Records)
		tx.Normalize()
		normal := tx.Append(nil)
		again, err := itl.Parse(normal)
		if err != nil {
			t.Errorf("%s: %v", row[0], err)
			continue
		}
		if again.TOT() != tot || len(again.Records) != records {
			t.Errorf("%s: %s with %d records became %s with %d", row[0], tot, records, again.TOT(), len(again.Records))
		}
		for _, f := range append(conform.Check(again), conform.Notes(again)...) {
			if strings.Contains(f.Remedy, "--normalize") {
				t.Errorf("%s: %v", row[0], f.Error())
			}
		}
		if again.Normalize(); !bytes.Equal(again.Append(nil), normal) {
			t.Errorf("%s: normalising twice is not the same as once", row[0])
		}
	}
}

// FuzzParse: what is read strictly is written byte for byte, and nothing that can be done with it fails.
func FuzzParse(f *testing.F) {
	f.Add(itltest.Sample())
	f.Add(itltest.Pictures())
	f.Fuzz(func(t *testing.T, data []byte) {
		tx, err := itl.Parse(data)
		if err != nil {
			return
		}
		if !bytes.Equal(tx.Append(nil), data) {
			t.Error("not written as it was read")
		}
		lenient, mended, err := itl.ParseLenient(data)
		switch {
		case err != nil:
			t.Errorf("read strictly, and not leniently: %v", err)
		case len(mended) == 0 && !bytes.Equal(lenient.Append(nil), data):
			t.Error("read leniently it is different")
		case len(mended) > 0 && mended[0].Kind != itl.KindContentsIDC: // which a strict reading leaves to a check
			t.Errorf("read strictly, and repaired: %v", &mended[0])
		}
		conform.Check(tx)
		tx.Document()
		tx.Normalize()
		if _, err := itl.Parse(tx.Append(nil)); err != nil {
			t.Errorf("what was normalised does not read: %v", err)
		}
	})
}

// FuzzParseLenient: what was repaired reads strictly.
func FuzzParseLenient(f *testing.F) {
	f.Add(itltest.Sample())
	for _, r := range repairs {
		f.Add(r.change(itltest.Sample()))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tx, mended, err := itl.ParseLenient(data)
		if err != nil {
			return
		}
		for _, m := range mended {
			if m.Code == "" || m.Offset < 0 || m.Offset > len(data) {
				t.Errorf("repair %+v", m)
			}
		}
		if _, err := itl.Parse(tx.Append(nil)); err != nil {
			t.Errorf("what was repaired does not read: %v", err)
		}
		if _, err := itl.Parse(data); err != nil && len(mended) == 0 {
			t.Errorf("read leniently without a repair, and not strictly: %v", err)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	data := readReference(b, "nist-reference/type-4-tpcard.an2")
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := itl.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseType14(b *testing.B) {
	data := readReference(b, "nist-reference/type-14-tpcard-nqm.an2")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := itl.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

// TestImagesAreNotCopied: an image is a part of the input, in binary and in tagged records.
func TestImagesAreNotCopied(t *testing.T) {
	data := itltest.Sample()
	tx, err := itl.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for i := range tx.Records {
		img, ok := tx.Records[i].Image()
		if !ok {
			continue
		}
		seen++
		if _, at := tx.Records[i].DataAt(); &img.Data[0] != &data[at] {
			t.Errorf("the image of record %d is a copy", i+1)
		}
	}
	if seen != 2 {
		t.Errorf("%d images", seen)
	}
}
