package api

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestDocuments holds each node's OpenAPI document to the one in testdata, so that each change of the API is seen.
func TestDocuments(t *testing.T) {
	w := newWorld(t)
	for name, url := range map[string]string{"hub": w.hubURL, "agency": w.jailURL} {
		got := send(t, "", "GET", url+"/api/openapi.json", nil)
		file := "testdata/" + name + ".openapi.json"
		if *update {
			must(t, os.WriteFile(file, got.body, 0o644))
		}
		want, err := os.ReadFile(file)
		must(t, err)
		if diff := cmp.Diff(string(want), string(got.body)); diff != "" {
			t.Errorf("%s is not what the node serves; go test ./internal/api -update\n%s", file, diff)
		}
		if got.status != 200 || !json.Valid(got.body) || strings.Contains(string(got.body), "example.com") || strings.Contains(string(got.body), "$schema") {
			t.Errorf("%s: status %d", name, got.status)
		}
	}
}

// TestPage holds docs/operate/api.md to the operations that there are.
func TestPage(t *testing.T) {
	const page = "../../docs/operate/api.md"
	w := newWorld(t)
	rows := map[string][]string{}
	for at, url := range map[string]string{"hub": w.hubURL, "agency": w.jailURL} {
		for _, op := range operations(t, url) {
			row := op.method + " " + op.path
			rows[row+"` | "+op.summary] = append(rows[row+"` | "+op.summary], at)
		}
	}
	table := "| operation | does | node |\n|---|---|---|\n"
	for _, row := range slices.Sorted(maps.Keys(rows)) {
		slices.Sort(rows[row])
		table += "| `" + row + " | " + strings.Join(rows[row], ", ") + " |\n"
	}
	was, err := os.ReadFile(page)
	must(t, err)
	before, rest, _ := strings.Cut(string(was), "<!-- operations -->\n")
	_, after, found := strings.Cut(rest, "<!-- end of operations -->")
	if !found {
		t.Fatal("no marks")
	}
	now := before + "<!-- operations -->\n" + table + "<!-- end of operations -->" + after
	if *update {
		must(t, os.WriteFile(page, []byte(now), 0o644))
	}
	if diff := cmp.Diff(now, string(was)); diff != "" && !*update {
		t.Errorf("%s is not what there is; go test ./internal/api -update\n%s", page, diff)
	}
}
