package niem_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"sallyport/internal/outside"
	"sallyport/itl"
	"sallyport/itl/niem"
)

const sharedData = "../../../shared/data/itl"

// sharedFiles lists the traditional transactions that are shared beside the checkout.
func sharedFiles(t testing.TB) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"nist-reference/*.an2", "nbis-old-style/*.an2", "libbiomeval/*.an2k"} {
		found, err := filepath.Glob(filepath.Join(sharedData, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		outside.Missing(t, "needs ../shared")
	}
	return files
}

// TestSharedFiles writes every shared transaction in both editions and reads it back, byte for byte.
func TestSharedFiles(t *testing.T) {
	for _, file := range sharedFiles(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tx, err := itl.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, edition := range []niem.Edition{niem.ITL2011, niem.ITL2008} {
			var out bytes.Buffer
			if err := niem.WriteEdition(&out, tx, edition); err != nil {
				t.Errorf("%s: %v: %v", file, edition, err)
				continue
			}
			back, err := niem.Read(bytes.NewReader(out.Bytes()))
			if err != nil {
				t.Errorf("%s: %v: %v", file, edition, err)
				continue
			}
			if got := back.Append(nil); !bytes.Equal(got, data) {
				t.Errorf("%s: %v: %d bytes came back as %d", file, edition, len(data), len(got))
			}
		}
	}
}
