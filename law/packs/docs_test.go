package packs_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"sallyport/casefile"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

// TestTheWorkedExampleCompiles loads the pack of docs/law beside the others and runs the page's cases.
func TestTheWorkedExampleCompiles(t *testing.T) {
	page, err := os.ReadFile("../../docs/law/README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1)
	if len(blocks) != 3 {
		t.Fatalf("docs/law has %d yaml blocks; expected the pack and twice its cases", len(blocks))
	}
	fsys := withOthers(t, "us-oh/millbrook/4-12/pack.yaml", blocks[0][1])
	b, err := compile.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	cases := string(blocks[1][1]) + "---\n" + string(blocks[2][1])
	scenarios, err := casefile.Scenarios("docs/law", strings.NewReader(cases))
	if err != nil || len(scenarios) != 5 {
		t.Fatalf("%d cases, %v; expected 5", len(scenarios), err)
	}
	hold(t, b, "docs/law", scenarios)
}

// withOthers is every pack of the project and one more.
func withOthers(t *testing.T, name string, text []byte) fs.FS {
	t.Helper()
	all := fstest.MapFS{name: {Data: text}}
	err := fs.WalkDir(packs.FS, ".", func(found string, _ fs.DirEntry, err error) error {
		if err != nil || path.Base(found) != "pack.yaml" {
			return err
		}
		data, err := packs.FS.ReadFile(found)
		all[found] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
