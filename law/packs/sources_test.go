package packs_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sallyport/law"
	"sallyport/law/packs"
)

// TestRuleIDsStandInTheLawFiles compares every rule id, and every question, with the two files of the law. Only
// us.form is ours, which says that a form does not carry an action, and the names of three texts that the digest names
// without one.
func TestRuleIDsStandInTheLawFiles(t *testing.T) {
	known := map[string]bool{"us.form": true, "us-ca-sf.12h": true, "us-mt.ramon-2020": true, "us-mn.esparza-2019": true}
	id := regexp.MustCompile(`[a-z][a-z-]*\.[a-z0-9]+[A-Za-z0-9.-]*[A-Za-z0-9]`)
	for _, name := range []string{"federal.md", "state-and-local.md"} {
		text, err := os.ReadFile(filepath.Join(shared(t, "law"), name))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range id.FindAllString(string(text), -1) {
			known[found] = true
		}
	}
	check := func(p *law.Pack, id string) {
		if !known[id] {
			t.Errorf("%s: %s is not an id of the law files", p.ID, id)
		}
	}
	for _, p := range book(t).Packs {
		for _, q := range p.Questions {
			check(p, q.ID)
		}
		for _, v := range p.Versions {
			for _, r := range v.Rules {
				check(p, r.ID)
			}
		}
	}
}

// TestSourcesSayHowSureEveryRuleIs holds SOURCES.md against its pack: each rule with what it says of itself, and an
// address for each source it names.
func TestSourcesSayHowSureEveryRuleIs(t *testing.T) {
	key := regexp.MustCompile(`\b(S\d+|[A-Z]{2,4}-[A-Z0-9]+(-[A-Z0-9]+)*)\b`)
	for _, p := range book(t).Packs {
		name := p.ID + "/SOURCES.md"
		text, err := packs.FS.ReadFile(name)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, v := range p.Versions {
			for _, r := range v.Rules {
				if line := fmt.Sprintf("| %s | %s | %s |", r.ID, r.Cite, r.Sure); !strings.Contains(string(text), line) {
					t.Errorf("%s lacks the line\n%s", name, line)
				}
				for _, k := range key.FindAllString(r.Sure, -1) {
					if !strings.Contains(string(text), "\n| "+k+" | ") {
						t.Errorf("%s: no address for %s, named by %s", name, k, r.ID)
					}
				}
			}
		}
	}
}
