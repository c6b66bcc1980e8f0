// Package packs is the law itself: one folder per instrument, with the text a machine runs and counsel reviews
// (pack.yaml), the cases that belong to it (cases.yaml) and how sure each statement is (SOURCES.md).
package packs

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"

	"sallyport/law"
)

// FS holds every pack.
//
//go:embed us* us-*
var FS embed.FS

// form is every pack, compiled. It decides without a parser; whoever changes a pack makes it anew.
//
//go:generate go run ../../cmd/sallyport law compile --out packs.law
//go:embed packs.law
var form []byte

// Book loads the compiled packs. Their texts as counsel reads them are in FS.
func Book() (*law.Book, error) { return law.Load(form) }

// Digest is the origin of a compiled form: the SHA-256, in hexadecimal, of every pack.yaml of FS with its name, in the
// order of their names.
func Digest() string {
	h := sha256.New()
	err := fs.WalkDir(FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Base(name) != "pack.yaml" {
			return err
		}
		text, err := FS.ReadFile(name)
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		return err
	})
	if err != nil { // which a file system inside the program gives no cause for
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
