package wsq

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"sallyport/internal/outside"
)

const reference = "../../shared/data/itl"

// needReference returns the folder of reference transactions, or ends the test.
func needReference(t testing.TB) string {
	t.Helper()
	if _, err := os.Stat(reference); err != nil {
		outside.Missing(t, "reference data not here: %v", err)
	}
	return reference
}

// expectation is one line of wsq-decode.tsv.
type expectation struct {
	name, stream, pixels  string
	width, height, length int
}

func expectations(t testing.TB) []expectation {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(needReference(t), "expected/wsq-decode.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var all []expectation
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		f := strings.Split(line, "\t")
		number := func(s string) int {
			n, err := strconv.Atoi(s)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		all = append(all, expectation{name: f[0], length: number(f[1]), stream: f[2], width: number(f[3]), height: number(f[4]), pixels: f[8]})
	}
	return all
}

// referenceStream finds a WSQ stream of the given length and hash in the reference files: an image
// is the tail of a record, so it begins at SOI and has a known length.
func referenceStream(t testing.TB, e expectation) []byte {
	t.Helper()
	for _, file := range referenceFiles(t) {
		for at := 0; at+e.length <= len(file); at++ {
			if be16(file[at:]) != markSOI || be16(file[at+e.length-2:]) != markEOI {
				continue
			}
			if hash(file[at:at+e.length]) == e.stream {
				return file[at : at+e.length]
			}
		}
	}
	t.Fatalf("%s: no such stream in the reference files", e.name)
	return nil
}

var cached [][]byte

func referenceFiles(t testing.TB) [][]byte {
	t.Helper()
	if cached != nil {
		return cached
	}
	for _, pattern := range []string{"libbiomeval/*", "nbis-old-style/*.an2", "nist-reference/*.an2"} {
		names, err := filepath.Glob(filepath.Join(reference, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			cached = append(cached, data)
		}
	}
	return cached
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
