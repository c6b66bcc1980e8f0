package api

import (
	"encoding/json"
	"flag"
	"os"
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
