package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"sallyport/law/check"
	"sallyport/law/compile"
)

// TestGolden checks one small bad pack for every kind of mistake: testdata/*.txtar holds the pack, what lies beside it,
// and the lines that are wanted. SALLYPORT_UPDATE=1 writes them anew.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d bad packs, %v", len(names), err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var lines strings.Builder
		for _, p := range check.Folders(nil, folders(archive)) {
			lines.WriteString(p.Error() + "\n")
		}
		want := &archive.Files[len(archive.Files)-1]
		if want.Name != "want" {
			t.Fatalf("%s: the last file is %s, not want", name, want.Name)
		}
		if os.Getenv("SALLYPORT_UPDATE") != "" {
			want.Data = []byte(lines.String())
			if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(string(want.Data), lines.String()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// folders makes a folder of every pack.yaml in the archive.
func folders(a *txtar.Archive) []check.Folder {
	files := map[string][]byte{}
	for _, f := range a.Files {
		files[f.Name] = f.Data
	}
	var all []check.Folder
	for _, f := range a.Files {
		dir, ok := strings.CutSuffix(f.Name, "pack.yaml")
		if !ok {
			continue
		}
		source := func(name string) compile.Source { return compile.Source{Name: dir + name, Text: files[dir+name]} }
		beside := files[dir+"cases.yaml"] != nil || files[dir+"SOURCES.md"] != nil
		all = append(all, check.Folder{Pack: source("pack.yaml"), Cases: source("cases.yaml"), Sources: source("SOURCES.md"), Alone: !beside})
	}
	return all
}
