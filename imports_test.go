package sallyport_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestImportsGoOneWay holds the house together: which room may know which. The linter says the same to those who
// run it; this needs Go only.
func TestImportsGoOneWay(t *testing.T) {
	pure := []string{"os", "net", "net/http", "database/sql", "context", "sallyport/internal", "sallyport/cmd"}
	forbidden := map[string][]string{
		"law/": pure, "casework/": pure, "itl/": pure, "wsq/": pure, "fingerprint/": pure, "casefile/": pure, "roles/": pure, "custody/": pure, "record/": pure, "proof/": pure, "returns/": pure,
		"internal/": {"sallyport/cmd"},
	}
	checked := 0
	eachGoFile(t, func(name string, imports []string) {
		checked++
		for room, list := range forbidden {
			if !strings.HasPrefix(name, room) {
				continue
			}
			for _, imported := range imports {
				for _, no := range list {
					if imported == no || strings.HasPrefix(imported, no+"/") && strings.HasPrefix(no, "sallyport/") {
						t.Errorf("%s imports %s; %s may not", name, imported, strings.TrimSuffix(room, "/"))
					}
				}
			}
		}
		if !strings.Contains(name, "/") {
			for _, imported := range imports {
				if strings.Contains(imported, ".") || strings.HasPrefix(imported, "sallyport") {
					t.Errorf("%s imports %s; the vocabulary knows the standard library only", name, imported)
				}
			}
		}
		if room := path.Dir(name); engine[room] != nil {
			for _, imported := range imports {
				if strings.HasPrefix(imported, "sallyport/law") && !slices.Contains(engine[room], imported) {
					t.Errorf("%s imports %s; the engine's rooms import those before them: tree, lanes, exact, law", name, imported)
				}
			}
		}
		for _, imported := range imports {
			for _, rooms := range []map[string][]string{storeRooms, trialRooms} {
				if who, kept := rooms[imported]; kept && !slices.ContainsFunc(who, func(room string) bool { return strings.HasPrefix(name, room) }) {
					t.Errorf("%s imports %s; only %s may", name, imported, strings.Join(who, " and "))
				}
			}
		}
		if celInLaw(name, imports) {
			t.Errorf("%s imports CEL; only law/compile parses", name)
		}
	})
	if checked < 20 {
		t.Fatalf("only %d files found", checked)
	}
}

// engine is what each room of the law engine may import of it.
var engine = map[string][]string{
	"law/tree": {}, "law/lanes": {"sallyport/law/tree"}, "law/exact": {"sallyport/law/tree", "sallyport/law/lanes"},
	"law": {"sallyport/law/tree", "sallyport/law/lanes", "sallyport/law/exact"},
}

// storeRooms is who may import the store's engines, and its SQL: everyone else speaks to the store.
var storeRooms = map[string][]string{
	"sallyport/internal/store/sqlite":   {"cmd/", "internal/node/", "internal/publish/publishtest/"}, // a world for tests
	"sallyport/internal/store/postgres": {"cmd/", "internal/node/"},
	"sallyport/internal/store/query":    {"internal/store/"},
}

// trialRooms is who may import what lets anybody in, or signs for anybody: trials, which answer on this machine only, and no node that serves people.
var trialRooms = map[string][]string{
	"sallyport/internal/identity/devissuer":  {"cmd/sallyport/serve", "internal/demo/"},
	"sallyport/internal/identity/devpasskey": {"cmd/sallyport/serve", "internal/demo/"},
}

func celInLaw(name string, imports []string) bool {
	if strings.HasPrefix(name, "law/compile/") {
		return false
	}
	for _, imported := range imports {
		if strings.HasPrefix(imported, "cel.dev/") {
			return true
		}
	}
	return false
}

// eachGoFile calls each with every Go file that is not a test, and its imports.
func eachGoFile(t *testing.T, each func(name string, imports []string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "bench") {
			return filepath.SkipDir // programs of tests, and a module of its own
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imported)
		}
		each(filepath.ToSlash(name), imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
