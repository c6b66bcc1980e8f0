package packs_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/law"
	"sallyport/law/packs"
	"sallyport/law/sign"
	"sallyport/record"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestTheHashesOfThePacks shows every change of a text, a rule or a case in review: what counsel signed is void from there on. -update writes them anew.
func TestTheHashesOfThePacks(t *testing.T) {
	laws, err := packs.Laws(book(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	var is strings.Builder
	for _, l := range laws {
		fmt.Fprintf(&is, "%s@%s\n  text  %s\n  rules %s\n  cases %s\n", l.Pack, l.Version, l.Text, l.Rules, l.Cases)
		if l.Signed != nil {
			t.Errorf("%s is signed: no counsel is known here", l.Pack)
		}
	}
	const golden = "testdata/hashes.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(is.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), is.String()); diff != "" {
		t.Errorf("the packs are not what they were; -update writes their hashes anew:\n%s", diff)
	}
}

// TestACompiledPackHasTheSameHashes: the form that decides without a parser names its rules as the texts do.
func TestACompiledPackHasTheSameHashes(t *testing.T) {
	form, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sign.Shorts(book(t)), sign.Shorts(form)); diff != "" {
		t.Error(diff)
	}
	of := func(b *law.Book) []record.Law {
		laws, err := packs.Laws(b, nil)
		if err != nil {
			t.Fatal(err)
		}
		return laws
	}
	if diff := cmp.Diff(of(book(t)), of(form)); diff != "" {
		t.Error(diff)
	}
}
