package record

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCodebook holds docs/operate/record.md to the codes that there are.
func TestCodebook(t *testing.T) {
	page, err := os.ReadFile("../docs/operate/record.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, codes := range []map[string]string{kinds, reasons, outcomes, findings, abouts, bands, {"": Other}, {"": OnlyTheCopy}} {
		for text, code := range codes {
			n++
			if !strings.Contains(string(page), "`"+code+"`") {
				t.Errorf("%s, the code of %q, is not on the page", code, text)
			}
		}
	}
	if n < 80 {
		t.Fatalf("only %d codes", n)
	}
}

// TestPrivacyNamesItsTests: each claim of docs/why/privacy.md names a test that there is.
func TestPrivacyNamesItsTests(t *testing.T) {
	page, err := os.ReadFile("../docs/why/privacy.md")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, room := range []string{".", "../internal/ledger", "../internal/publish"} {
		files, err := filepath.Glob(room + "/*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tests.Write(text)
		}
	}
	names := regexp.MustCompile("`(Test[A-Za-z]+)`").FindAllSubmatch(page, -1)
	for _, name := range names {
		if !strings.Contains(tests.String(), "func "+string(name[1])+"(") {
			t.Errorf("there is no %s", name[1])
		}
	}
	if len(names) < 10 {
		t.Fatalf("only %d tests are named", len(names))
	}
}
