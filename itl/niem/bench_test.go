package niem_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"sallyport/itl"
	"sallyport/itl/niem"
)

// benchmarked is a card of fourteen prints, and a record of many minutiae.
var benchmarked = []string{"nist-reference/type-4-tpcard.an2", "nist-reference/type-9-13-9-14-m1.an2", "nbis-old-style/type_3_wvu.an2"}

func transaction(b *testing.B, name string) ([]byte, *itl.Transaction) {
	b.Helper()
	data, err := os.ReadFile(filepath.Join(sharedData, name))
	if err != nil {
		b.Fatal(err)
	}
	tx, err := itl.Parse(data)
	if err != nil {
		b.Fatal(err)
	}
	return data, tx
}

func BenchmarkWrite(b *testing.B) {
	sharedFiles(b)
	for _, name := range benchmarked {
		data, tx := transaction(b, name)
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := niem.Write(io.Discard, tx); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	sharedFiles(b)
	for _, name := range benchmarked {
		_, tx := transaction(b, name)
		var out bytes.Buffer
		if err := niem.Write(&out, tx); err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.SetBytes(int64(out.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := niem.Read(bytes.NewReader(out.Bytes())); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
