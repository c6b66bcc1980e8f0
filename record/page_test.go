package record

import (
	"os"
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
