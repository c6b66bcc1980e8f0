package itl_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/outside"
	"sallyport/itl"
)

// reference holds the public reference files, beside this checkout and no part of it.
const reference = "../../shared/data/itl"

// needReference ends the test where the reference files are not there.
func needReference(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(reference); err != nil {
		outside.Missing(t, "reference data not here: %v", err)
	}
}

// readReference reads a file of the reference data; path is relative to its folder.
func readReference(t testing.TB, path string) []byte {
	t.Helper()
	needReference(t)
	data, err := os.ReadFile(filepath.Join(reference, path))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// indexed are the rows of an2-index.tsv, one per reference file.
func indexed(t testing.TB) [][]string {
	t.Helper()
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(readReference(t, "expected/an2-index.tsv"))), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

// TestReferenceFiles parses every reference file strictly, compares it with the index and rewrites
// it byte for byte.
func TestReferenceFiles(t *testing.T) {
	for _, row := range indexed(t) {
		t.Run(row[0], func(t *testing.T) {
			data := readReference(t, row[0])
			tx, err := itl.Parse(data)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(tx.Append(nil))
			got := []string{row[0], fmt.Sprint(len(data)), hex.EncodeToString(sum[:]), tx.First().Text(2), tx.TOT(),
				strings.ReplaceAll(tx.First().Text(15), string(rune(itl.US)), "|"), fmt.Sprint(len(tx.Records) - 1), typeCounts(tx)}
			if diff := cmp.Diff(row, got); diff != "" {
				t.Errorf("index (-want +got):\n%s", diff)
			}
		})
	}
}

func typeCounts(tx *itl.Transaction) string {
	var counts []string
	for recordType := 2; recordType <= 99; recordType++ {
		if n := len(tx.OfType(recordType)); n > 0 {
			counts = append(counts, fmt.Sprintf("%dx%d", recordType, n))
		}
	}
	return strings.Join(counts, ",")
}

// TestFieldsEqualNBIS compares every item of every field, images apart, with NBIS's dump.
func TestFieldsEqualNBIS(t *testing.T) {
	needReference(t)
	dumps, err := filepath.Glob(filepath.Join(reference, "expected/fields/*.fmt"))
	if err != nil || len(dumps) == 0 {
		t.Fatalf("no field dumps: %v", err)
	}
	for _, dump := range dumps {
		base := strings.TrimSuffix(filepath.Base(dump), ".fmt")
		t.Run(base, func(t *testing.T) {
			tx, err := itl.Parse(readReference(t, strings.Replace(base, "__", "/", 1)))
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(dump)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(strings.ReplaceAll(string(want), "\x1f\n", "\n"), "\n"), strings.Split(dumpFields(tx), "\n")); diff != "" {
				t.Errorf("fields (-NBIS +ours):\n%s", diff)
			}
		})
	}
}

// dumpFields writes fields as NBIS does: RECORD.FIELD.SUBFIELD.ITEM [TAG]=VALUE.
func dumpFields(tx *itl.Transaction) string {
	var out strings.Builder
	for i := range tx.Records {
		r := &tx.Records[i]
		for j, f := range r.AllFields() {
			tag := itl.Tag(r.Type, f.Number)
			if r.IsData(f.Number) {
				fmt.Fprintf(&out, "%d.%d.1.1 [%s]=fld_%d_%d.tmp\n", i+1, j+1, tag, i+1, j+1)
				continue
			}
			for k, items := range f.Items() {
				for l, item := range items {
					fmt.Fprintf(&out, "%d.%d.%d.%d [%s]=%s\n", i+1, j+1, k+1, l+1, tag, item)
				}
			}
		}
	}
	return out.String()
}
