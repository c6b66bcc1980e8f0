package offence

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sallyport/internal/outside"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestTablesAreAsListed holds every row against a listing that a person can check against the law, one line for each
// value.
func TestTablesAreAsListed(t *testing.T) {
	rows, err := Rows()
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/tables.golden"
	got := listing(rows)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the tables differ from %s (-update rewrites it):\n%s", golden, got)
	}
}

// listing gathers the rows of one value: us-ca-listed listed F, 1: Cal. Penal Code 211 ….
func listing(rows []Row) string {
	var heads []string
	sections := map[string][]string{}
	for i := range rows {
		r := &rows[i]
		head := fmt.Sprintf("%s: %s = %s [%s]", r.Table, r.Fact, r.Shows(), r.Cite)
		if !slices.Contains(heads, head) {
			heads = append(heads, head)
		}
		line := r.Statute.String()
		if r.Bare {
			line += ", cited bare"
		}
		if r.Grade != "" {
			line += ", " + r.Grade
		}
		sections[head] = append(sections[head], fmt.Sprintf("  %s (%s %s)\n", line, r.Sure, r.Source.Key))
	}
	var b strings.Builder
	for _, head := range heads {
		fmt.Fprintf(&b, "%s\n%s", head, strings.Join(sections[head], ""))
	}
	return b.String()
}

func TestEveryRowHasItsSource(t *testing.T) {
	rows, _ := Rows()
	used := map[string]bool{"FL-776": true} // the list itself; the rows cite where its offences are defined
	for _, r := range rows {
		used[r.Source.Key] = true
		if r.Cite == "" || r.Source.Address == "" || r.Source.Read == "" {
			t.Errorf("%s: no list is cited, or no page named, or not what was read there: %+v", r.Statute, r)
		}
	}
	all, _ := tables()
	for key := range all.sources {
		if !used[key] {
			t.Errorf("no row rests on source %s", key)
		}
	}
}

// TestListedAgreesWithTheDigest compares the California rows with the table that the law was read into by hand, where it
// lies beside the repository.
func TestListedAgreesWithTheDigest(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "law", "state-and-local.md"))
	if err != nil {
		outside.Missing(t, "the digest of the law is not there, so the table is not compared with it: %v", err)
	}
	named := digest(string(text))
	if len(named) < 25 {
		t.Fatalf("only %d entries found in the digest", len(named))
	}
	// The header of the table says why these are not filled.
	left := []string{"P", "S", "262(a)(1)", "262(a)(4)", "288a(c)", "288a(d)"}
	rows, _ := Rows()
	for letter, sections := range named {
		for _, section := range sections {
			has := slices.ContainsFunc(rows, func(r Row) bool {
				return r.Fact == "listed" && r.Shows() == letter && strings.HasSuffix(r.Statute.String(), " Code "+section)
			})
			if out := slices.Contains(left, letter) || slices.Contains(left, section); has == out {
				t.Errorf("%s, entry %s: in the table %v", section, letter, has)
			}
		}
	}
	for _, r := range rows {
		section := r.Statute.String()[strings.LastIndex(r.Statute.String(), " ")+1:]
		if r.Fact == "listed" && !slices.Contains(named[r.Shows()], section) {
			t.Errorf("%s is in the table under %s, and the digest does not have it", section, r.Shows())
		}
	}
}

// digest reads the rows "| A † | assault | PC 217.1, 220 |" of section 1.2.
func digest(text string) map[string][]string {
	named := map[string][]string{}
	_, text, _ = strings.Cut(text, "### 1.2")
	text, _, _ = strings.Cut(text, "### 1.3")
	for line := range strings.Lines(text) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 {
			continue
		}
		letter := strings.Trim(cells[1], " †")
		list, found := strings.CutPrefix(strings.TrimSpace(cells[3]), "PC ")
		if !found {
			list, found = strings.CutPrefix(list, "VC ")
		}
		if found && !strings.HasPrefix(list, "pt.") {
			named[letter] = strings.Split(list, ", ")
		}
	}
	return named
}
