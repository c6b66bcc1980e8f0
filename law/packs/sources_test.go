package packs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"sallyport/law"
	"sallyport/law/check"
	"sallyport/law/compile"
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

// TestPacksAreClean asks for what law check asks for: packs, cases and sources without a finding.
func TestPacksAreClean(t *testing.T) {
	var folders []check.Folder
	for _, p := range book(t).Packs {
		f := check.Folder{
			Pack:    compile.Source{Name: p.ID + "/pack.yaml", Text: p.Source},
			Cases:   compile.Source{Name: p.ID + "/cases.yaml"},
			Sources: compile.Source{Name: p.ID + "/SOURCES.md"},
		}
		for _, beside := range []*compile.Source{&f.Cases, &f.Sources} {
			text, err := packs.FS.ReadFile(beside.Name)
			if err != nil {
				t.Error(err)
			}
			beside.Text = text
		}
		folders = append(folders, f)
	}
	for _, problem := range check.Folders(nil, folders) {
		t.Error(problem)
	}
}
