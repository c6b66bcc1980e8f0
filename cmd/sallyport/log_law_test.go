package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sallyport/internal/tiles/tilestest"
	"sallyport/law/packs"
	"sallyport/record"
)

// lawLog publishes a log that says this build's law of 20 November 2026, and what changed on the next two days.
func lawLog(t *testing.T) (dir string) {
	t.Helper()
	book, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	laws, err := packs.Laws(book, nil)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(laws, func(l record.Law) bool { return l.Pack == "us-tx/sb4" && l.Ends == "" })
	edited, gone := laws[i], laws[i]
	edited.Rules, edited.Loaded = strings.Repeat("0", 64), "2026-11-21"
	gone.Removed, gone.Loaded = true, "2026-11-22"
	leaves := [][]byte{bytes.Repeat([]byte{1}, record.Size)}
	add := func(p record.Published) {
		leaf, err := record.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leaf)
	}
	add(record.Settings{Node: "hub", Slot: 60, Width: 8, Batch: "02:00", Volume: 300, Trial: true})
	for _, l := range laws {
		l.Loaded = "2026-11-20"
		add(l)
	}
	add(edited)
	add(gone)
	dir = t.TempDir()
	key := tilestest.NewKey(t, "trial.sallyport.invalid/hub")
	key.Publish(t, dir, leaves)
	if err := os.WriteFile(filepath.Join(dir, "log.pub"), []byte(key.Vkey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestWhichLawWasInForceWhen(t *testing.T) {
	dir := lawLog(t)
	for _, c := range []struct {
		on     string
		status int
		says   string
		not    string
	}{
		{"2026-11-19", 0, "over 56 entries: 0 texts in force on 2026-11-19", "us-tx"},
		{"2026-11-20", 0, "us-tx/sb4 2026-01-01 in force rules ", "differs"},
		{"2026-11-21", 1, "rules 0000000000000000 differs from this build's: rules", "us/pep"},
		{"2026-11-22", 0, "us-ca/values", "us-tx"},
		{"21 November", 2, "is not a day", "us"},
	} {
		var out bytes.Buffer
		status := run([]string{"log", "law", dir, "--on", c.on}, streams{in: strings.NewReader(""), out: &out, err: &out})
		said := strings.Join(strings.Fields(out.String()), " ")
		if status != c.status || !strings.Contains(said, c.says) || strings.Contains(said, c.not) {
			t.Errorf("on %s: %d\n%s", c.on, status, &out)
		}
	}
	var out bytes.Buffer
	run([]string{"log", "law", dir, "--on", "2026-11-21", "--json"}, streams{in: strings.NewReader(""), out: &out, err: &out})
	var read struct {
		On   string
		Laws []struct {
			Pack, Text string
			Differs    []string
		}
	}
	if err := json.Unmarshal(out.Bytes(), &read); err != nil || len(read.Laws) < 20 || len(read.Laws[0].Text) != 64 || read.Laws[0].Differs == nil {
		t.Errorf("%v\n%s", err, &out)
	}
}

func TestTheFeedOfALogIsWritten(t *testing.T) {
	dir := lawLog(t)
	out := filepath.Join(t.TempDir(), "feed.atom")
	var said bytes.Buffer
	if status := run([]string{"log", "feed", dir, out}, streams{in: strings.NewReader(""), out: &said, err: &said}); status != statusDone {
		t.Fatal(status, &said)
	}
	text, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(text), "us-tx/sb4@2026-01-01: changed: rules") {
		t.Errorf("%v\n%s", err, text)
	}
}
