package roles_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/roles"
)

var update = flag.Bool("update", false, "write the table into docs/operate/roles.md")

const page = "../docs/operate/roles.md"

// TestPage holds docs/operate/roles.md to the table: everything below its marks is printed from it.
func TestPage(t *testing.T) {
	was, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	now := within(t, within(t, string(was), "acts", acts()), "sides", sides())
	if *update {
		if err := os.WriteFile(page, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(now, string(was)); diff != "" {
		t.Errorf("%s is not the table; go test ./roles -update\n%s", page, diff)
	}
}

func within(t *testing.T, text, name, table string) string {
	t.Helper()
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	before, rest, found := strings.Cut(text, begin)
	_, after, foundEnd := strings.Cut(rest, end)
	if !found || !foundEnd {
		t.Fatalf("%s: no mark for %s", page, name)
	}
	return before + begin + table + end + after
}

func acts() string {
	var b bytes.Buffer
	b.WriteString("| act | node | who | second person | signed | why |\n|---|---|---|---|---|---|\n")
	for _, p := range roles.Table {
		who := joined(p.Roles)
		if p.Public != "" {
			who = strings.TrimPrefix(who+"; "+p.Public, "; ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", p.Act, p.Node, who, yes(p.Second), yes(p.StepUp), p.Why)
	}
	return b.String()
}

func sides() string {
	var b bytes.Buffer
	b.WriteString("| side | node | roles | why apart |\n|---|---|---|---|\n")
	for _, s := range roles.Sides {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", s.Name, s.Node, joined(s.Roles), s.Why)
	}
	return b.String()
}

func joined(all []sallyport.Role) string {
	words := make([]string, len(all))
	for i, role := range all {
		words[i] = string(role)
	}
	if len(all) == len(roles.All()) {
		return "everybody, for themselves"
	}
	return strings.Join(words, ", ")
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
