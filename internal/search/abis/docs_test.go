package abis

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestDocs: the page to which refusals send people says what to do about each reason of the specification.
func TestDocs(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/operate/abis.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, there := strings.Cut(string(page), "| failure reason |")
	if !there {
		t.Fatal("the table is gone")
	}
	told := map[Reason]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([0-9, ]+) \|`).FindAllStringSubmatch(table, -1) {
		for number := range strings.SplitSeq(row[1], ", ") {
			n, err := strconv.Atoi(number)
			if err != nil || told[Reason(n)] {
				t.Errorf("%q, or it is there twice", number)
			}
			told[Reason(n)] = true
		}
	}
	if len(told) != 18 || len(reasons) != 18 {
		t.Errorf("%d told, %d known", len(told), len(reasons))
	}
	for r := range reasons {
		if !told[r] {
			t.Errorf("reason %d is not told", r)
		}
	}
	if !strings.Contains(string(page), messages) {
		t.Error("another path")
	}
}
