package law_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sallyport/law"
)

// engineIs is what law.Engine names: a digest of the words of its source, without comments, and of its tables.
const engineIs = "8ec9718e2e562b567ea6f5edabfa2e2f96fdb11cb4c74ca1c3b00976458baf26"

// TestTheEnginesName fails where what decides was changed. Whoever changed it says whether anything could be decided otherwise, or for other reasons: if so,
// raise law.Engine. Then write the new digest above.
func TestTheEnginesName(t *testing.T) {
	h := sha256.New()
	for _, pattern := range []string{"../facts.go", "../value.go", "*.go", "tree/*.go", "lanes/*.go", "exact/*.go", "compile/*.go", "offence/*.go", "offence/tables/*"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v, %v", pattern, names, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || name == "engine.go" {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, ".go") {
				text = words(name, text)
			}
			fmt.Fprintf(h, "%s %d\n%s", filepath.ToSlash(name), len(text), text)
		}
	}
	if is := hex.EncodeToString(h.Sum(nil)); is != engineIs {
		t.Errorf("what %q decides with has changed; could any case be decided otherwise? If so, raise law.Engine. Then write here: engineIs = %q", law.Engine, is)
	}
}

// words are the tokens of a Go file.
func words(name string, text []byte) []byte {
	var out []byte
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile(name, files.Base(), len(text)), text, nil, 0)
	for {
		_, tok, literal := s.Scan()
		if tok == token.EOF {
			return out
		}
		out = append(out, tok.String()+" "+literal+"\n"...)
	}
}
