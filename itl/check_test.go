package itl

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestFindingsOfReferenceFiles lists what the public reference files do not comply with.
func TestFindingsOfReferenceFiles(t *testing.T) {
	var out strings.Builder
	for _, row := range indexed(t) {
		tx, err := Parse(readReference(t, row[0]))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "== %s\n", row[0])
		for _, f := range append(Check(tx), CheckImages(tx)...) {
			fmt.Fprintln(&out, f.Error())
		}
	}
	const golden = "testdata/findings.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); diff != "" {
		t.Errorf("findings (-golden +now):\n%s", diff)
	}
}
