package packs_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"

	"sallyport/casefile"
	"sallyport/internal/outside"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/law/trial"
)

func book(t *testing.T) *law.Book {
	t.Helper()
	b, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ownCases reads the cases of every pack, by the file they stand in.
func ownCases(t *testing.T) map[string][]casefile.Scenario {
	t.Helper()
	all := map[string][]casefile.Scenario{}
	err := fs.WalkDir(packs.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Base(name) != "cases.yaml" {
			return err
		}
		f, err := packs.FS.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		all[name], err = casefile.Scenarios(name, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryPackMeetsItsOwnCases(t *testing.T) {
	b, files := book(t), ownCases(t)
	for _, p := range b.Packs {
		if len(files[p.ID+"/cases.yaml"]) == 0 {
			t.Errorf("%s has no cases.yaml", p.ID)
		}
	}
	for name, scenarios := range files {
		hold(t, b, name, scenarios)
	}
}

func TestSharedScenarios(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(shared(t, "scenarios"), "*.yaml"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no scenario file in ../shared/scenarios: %v", err)
	}
	b := book(t)
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		scenarios, err := casefile.Scenarios(name, f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		hold(t, b, name, scenarios)
	}
}

func hold(t *testing.T, b *law.Book, name string, scenarios []casefile.Scenario) {
	t.Helper()
	disputes, err := trial.ReadDisputes("law/disputed.yaml", law.Disputed)
	if err != nil {
		t.Fatal(err)
	}
	for i := range scenarios {
		r := disputes.Weigh(trial.Run(b, &scenarios[i]))
		if r.Verdict == trial.Disputed {
			continue
		}
		for _, d := range r.Differences {
			t.Errorf("%s:%d: %s: %s", name, r.Scenario.Line, r.Scenario.Name, d)
		}
	}
}

// shared is the path of what lies beside the repository; without it the test is skipped, or fails where everything
// is required.
func shared(t *testing.T, name string) string {
	t.Helper()
	found := filepath.Join("..", "..", "..", "shared", name)
	if _, err := os.Stat(found); err != nil {
		outside.Missing(t, "%s is not there, so its content is not compared: %v", found, err)
	}
	return found
}
