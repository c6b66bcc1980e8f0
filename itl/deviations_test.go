package itl_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/itl"
	"sallyport/itl/conform"
)

var update = flag.Bool("update", false, "rewrite golden files")

// deviations lists what a transaction does not comply with, what has made receivers refuse it, and what is not decoded.
func deviations(tx *itl.Transaction) string {
	var out strings.Builder
	for _, f := range append(conform.Check(tx), conform.Images(tx)...) {
		fmt.Fprintf(&out, "%s %s\n", f.Kind, f.Error())
	}
	for _, f := range conform.Notes(tx) {
		fmt.Fprintf(&out, "note %s %s\n", f.Kind, f.Error())
	}
	for _, line := range conform.Undecoded(tx) {
		fmt.Fprintln(&out, line)
	}
	return out.String()
}

// TestDeviationsOfReferenceFiles compares each public reference file's deviations with its golden file.
func TestDeviationsOfReferenceFiles(t *testing.T) {
	for _, row := range indexed(t) {
		t.Run(row[0], func(t *testing.T) {
			tx, err := itl.Parse(readReference(t, row[0]))
			if err != nil {
				t.Fatal(err)
			}
			got := deviations(tx)
			golden := filepath.Join("testdata/deviations", strings.ReplaceAll(row[0], "/", "__")+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("deviations (-golden +now):\n%s", diff)
			}
		})
	}
}
