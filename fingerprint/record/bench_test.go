package record

import (
	"testing"

	"sallyport/fingerprint"
)

// sixty is a record of sixty minutiae, about what a plain impression has.
func sixty(b *testing.B) *Record {
	b.Helper()
	t := fingerprint.Template{Width: 300, Height: 400, Finger: 2, Quality: 80}
	for n := range 60 {
		t.Minutiae = append(t.Minutiae, fingerprint.Minutia{X: int16(4 * n), Y: int16(6 * n), Direction: uint8(3 * n), Kind: fingerprint.Ending, Quality: 50})
	}
	return FromTemplate(&t)
}

func BenchmarkRead(b *testing.B) {
	data, err := sixty(b).Append(nil)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkConvertAndAppend(b *testing.B) {
	r := sixty(b)
	b.ReportAllocs()
	var out []byte
	for b.Loop() {
		other, _, err := r.Convert(ANSI2009)
		if err != nil {
			b.Fatal(err)
		}
		if out, err = other.Append(out[:0]); err != nil {
			b.Fatal(err)
		}
	}
}
