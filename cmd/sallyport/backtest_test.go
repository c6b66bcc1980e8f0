package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	pages "sallyport/backtest/report"
)

// ran runs a command that must succeed, and gives what it printed.
func ran(t testing.TB, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(args, streams{in: strings.NewReader(""), out: &out, err: &errs}); status != 0 {
		t.Fatalf("%s: status %d: %s", strings.Join(args, " "), status, errs.String())
	}
	return out.String()
}

// TestBacktestIsRepeatable: the same input, packs and parameters give every file again to the byte, on one core and on four, and the
// manifest has the digests of all of them and of the input.
func TestBacktestIsRepeatable(t *testing.T) {
	dir := t.TempDir()
	population, again := filepath.Join(dir, "population.parquet"), filepath.Join(dir, "again.parquet")
	for cores, name := range map[int]string{1: population, 4: again} {
		onCores(t, cores, "backtest", "synth", name, "--people", "3000", "--seed", "5")
	}
	if !bytes.Equal(content(t, population), content(t, again)) {
		t.Error("the population of one seed differs")
	}
	history, err := filepath.Abs("../../backtest/source/testdata/fy2015.csv")
	if err != nil {
		t.Fatal(err)
	}
	for in, regimes := range map[string]string{
		population: "law-of-the-day,us/pep,us/secure-communities@2013-01-01,federal-only:us/pep",
		history:    "law-of-the-day,us/pep",
	} {
		var want map[string][]byte
		for _, cores := range []int{1, 4, 4} {
			out := filepath.Join(t.TempDir(), "report")
			onCores(t, cores, "backtest", "run", in, "--regimes", regimes, "--out", out, "--sample", "1000")
			got := files(t, out)
			holdManifest(t, in, got)
			if want == nil {
				want = got
				continue
			}
			if len(got) != len(want) {
				t.Errorf("%d files; want %d", len(got), len(want))
			}
			for name := range want {
				if !bytes.Equal(got[name], want[name]) {
					t.Errorf("%s on %d cores: %s differs", filepath.Base(in), cores, name)
				}
			}
		}
	}
}

// onCores runs a command on so many cores.
func onCores(t testing.TB, cores int, args ...string) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	ran(t, args...)
}

// holdManifest holds the manifest to the files that it names.
func holdManifest(t *testing.T, in string, report map[string][]byte) {
	t.Helper()
	var m pages.Manifest
	if err := json.Unmarshal(report["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	named := []string{"manifest.json"}
	for _, f := range m.Outputs {
		named = append(named, f.Name)
		if sum := sha256.Sum256(report[f.Name]); f.SHA256 != hex.EncodeToString(sum[:]) || f.Bytes != int64(len(report[f.Name])) {
			t.Errorf("the manifest has another %s", f.Name)
		}
	}
	for name := range report {
		if !slices.Contains(named, name) {
			t.Errorf("the manifest does not name %s", name)
		}
	}
	if sum := sha256.Sum256(content(t, in)); m.Input.SHA256 != hex.EncodeToString(sum[:]) || m.Input.Name != filepath.Base(in) {
		t.Error("the manifest has another input")
	}
	if len(m.Packs) != 64 || m.Engine == "" || len(m.Regimes) < 2 {
		t.Errorf("packs %q, engine %q, regimes %v", m.Packs, m.Engine, m.Regimes)
	}
}

func content(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// files are all of a folder by name.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, e := range entries {
		all[e.Name()] = content(t, filepath.Join(dir, e.Name()))
	}
	return all
}

// TestTheBacktestPageRuns follows docs/backtest.md: it writes the distribution that the page shows and runs its commands in their order.
func TestTheBacktestPageRuns(t *testing.T) {
	page := content(t, "../../docs/backtest.md")
	t.Chdir(t.TempDir())
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```(yaml|console)\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		if block[1] == "yaml" {
			if err := os.WriteFile("two.yaml", []byte(block[2]), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		runShown(t, block[2])
		ran++
	}
	if ran != 4 {
		t.Errorf("%d commands were run; the page has another number", ran)
	}
	if report := string(content(t, "two/index.html")); !strings.Contains(report, "Every report on this population has this sentence.") {
		t.Error("the report does not have the sentence")
	}
	for _, table := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(tablesOf(string(page)), -1) {
		if _, err := os.Stat("report/" + table[1] + ".csv"); err != nil {
			t.Errorf("the page speaks of a table that is not there: %v", err)
		}
	}
}

// tablesOf is the first column of the page's list of tables.
func tablesOf(page string) string {
	_, rest, _ := strings.Cut(page, "| table | a row is |\n")
	list, _, _ := strings.Cut(rest, "\n\n")
	var first strings.Builder
	for line := range strings.Lines(list) {
		cell, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		first.WriteString(cell)
	}
	return first.String()
}

// TestProgressSaysTheRate: how many are done, how many a second, and how long the rest will take, where the end is known.
func TestProgressSaysTheRate(t *testing.T) {
	for total, want := range map[int]string{
		1000: `^\r500 of 1000 rows, \d\d? a second, \d+ s left +$`,
		0:    `^\r500 rows, \d\d? a second +$`,
	} {
		var shown bytes.Buffer
		p := &progress{w: &shown, what: "rows", total: total, began: time.Now().Add(-10 * time.Second)}
		p.at(500)
		if !regexp.MustCompile(want).MatchString(shown.String()) {
			t.Errorf("%q; want %s", shown.String(), want)
		}
		p.at(501) // at once: not shown again
		if strings.Contains(shown.String(), "501") {
			t.Errorf("%q: shown too often", shown.String())
		}
	}
}
