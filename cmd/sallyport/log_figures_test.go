package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"sallyport/internal/publish/publishtest"
	"sallyport/internal/store/sqlite"
	"sallyport/record/figures/testdata/recount"
)

// TestLogFigures: what the command says, in each of its forms, is what another program counts in the tiles.
func TestLogFigures(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	dir := publishtest.Log(t, s)
	again, err := recount.Read(filepath.Join(dir, "tiles"))
	if err != nil {
		t.Fatal(err)
	}
	command := func(status int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if got := run(append([]string{"log", "figures"}, args...), streams{out: &out, err: &errs}); got != status {
			t.Fatalf("%q: status %d: %s", args, got, errs.String())
		}
		return out.String() + errs.String()
	}
	table := filepath.Join(t.TempDir(), "figures.csv")
	var printed struct{ Logs []published }
	if err := json.Unmarshal([]byte(command(statusDone, dir, "--json", "--csv", table)), &printed); err != nil || len(printed.Logs) != 1 {
		t.Fatal(err)
	}
	n := 0
	for _, f := range printed.Logs[0].each {
		n++
		if got := again.Count(f.Query); got != f.Count {
			t.Errorf("%s: %d; counted again: %d", f.Query, f.Count, got)
		}
	}
	text, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != n+1 || n < 300 {
		t.Fatalf("%d rows for %d figures: %v", len(rows), n, err)
	}
	for _, row := range rows[1:] {
		if got := strconv.Itoa(again.Count(row[8])); got != row[4] && (row[4] != "" || got != "0") {
			t.Errorf("%s: %q; counted again: %s", row[8], row[4], got)
		}
	}

	const query = "kind=answered year=2015 outcome=refused"
	want := strconv.Itoa(again.Count(query))
	if got := command(statusDone, dir, "--query", "year=2015 outcome=refused kind=answered"); !strings.Contains(got, "  "+want+" (153 of 365 days)\t"+query+"\n") {
		t.Errorf("want %s:\n%s", want, got)
	}
	if got := command(statusDone, dir); !strings.Contains(got, again.Root) || !strings.Contains(got, "within a larger place") {
		t.Error(got)
	}
	for args, status := range map[string]int{"--query colour=red": statusBadInput, "--key x --key y": statusBadInput} {
		command(status, append([]string{dir}, strings.Fields(args)...)...)
	}
	command(statusBadInput, t.TempDir())

	bundle := filepath.Join(dir, "tiles", "tile", "entries", "000")
	content, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	content[40] ^= 1
	if err := os.Chmod(bundle, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bundle, content, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := command(statusFindings, dir); !strings.Contains(got, "log verify") {
		t.Error(got)
	}
}
