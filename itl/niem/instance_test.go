package niem_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/itl"
	"sallyport/itl/niem"
)

// canonical lists the elements of a document, one a line: path, attributes but declarations, and text.
func canonical(t *testing.T, r io.Reader) []string {
	t.Helper()
	d := xml.NewDecoder(r)
	var lines, path []string
	var text strings.Builder
	leaf := false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Space+" "+token.Name.Local)
			line := strings.Join(path, "/")
			for _, a := range token.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					line += fmt.Sprintf(" @%s=%s", a.Name.Local, a.Value)
				}
			}
			lines = append(lines, line)
			text.Reset()
			leaf = true
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			if leaf {
				lines[len(lines)-1] += " = " + strings.Join(strings.Fields(text.String()), " ")
			}
			leaf = false
			path = path[:len(path)-1]
		}
	}
}

// TestInstance reads NIST's package with all types of record of ANSI/NIST-ITL 2-2008, and writes the same elements again.
func TestInstance(t *testing.T) {
	sharedFiles(t)
	data, err := os.ReadFile(filepath.Join(sharedData, "nbis-old-style/All-Supported-Records-test-comp.xml"))
	if err != nil {
		t.Fatal(err)
	}
	tx, err := niem.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var types []int
	for _, r := range tx.Records {
		types = append(types, r.Type)
	}
	want := []int{1, 2, 3, 4, 5, 6, 7, 8, 8, 9, 9, 10, 10, 13, 13, 13, 14, 14, 14, 15, 16, 17, 99}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Error(diff)
	}
	traditional := tx.Append(nil)
	parsed, err := itl.Parse(traditional)
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []*itl.Transaction{tx, parsed} {
		var out bytes.Buffer
		if err := niem.WriteEdition(&out, version, niem.ITL2008); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(canonical(t, bytes.NewReader(data)), canonical(t, &out)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestTemplates reads the FBI's own packages, where their folder is named (see the package's documentation), and writes
// them so that they read the same again.
func TestTemplates(t *testing.T) {
	dir := os.Getenv("SALLYPORT_EBTS_TEMPLATES")
	if dir == "" {
		t.Skip("needs SALLYPORT_EBTS_TEMPLATES, the folder of the FBI's templates")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates in %s: %v", dir, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tx, left, err := niem.ReadLenient(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for _, f := range left { // one template lists one record more than it counts
			if !strings.Contains(f.Problem, "1.003 says") {
				t.Errorf("%s: %v", file, &f)
			}
		}
		checkRound(t, file, tx.Append(nil))
	}
	t.Logf("%d templates", len(files))
}
