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
	"sync"

	"golang.org/x/mod/sumdb/note"

	"sallyport/law"
	"sallyport/law/sign"
	"sallyport/record"
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

// Beside is what lies beside the pack named id in FS.
func Beside(id string) (b sign.Beside, err error) {
	if b.Sources, err = FS.ReadFile(path.Join(id, "SOURCES.md")); err != nil {
		return b, err
	}
	if b.Cases, err = FS.ReadFile(path.Join(id, "cases.yaml")); err != nil {
		return b, err
	}
	files, err := fs.Glob(FS, path.Join(id, sign.Files))
	for _, name := range files {
		text, err := FS.ReadFile(name)
		if err != nil {
			return b, err
		}
		b.Notes = append(b.Notes, text)
	}
	return b, err
}

// hashes are those of every pack of the compiled form, by id, worked out once: a tenth of a second goes into reading the cases.
var hashes = sync.OnceValues(func() (map[string][]sign.Hashes, error) {
	book, err := Book()
	if err != nil {
		return nil, err
	}
	all := map[string][]sign.Hashes{}
	for _, p := range book.Packs {
		beside, err := Beside(p.ID)
		if err == nil {
			all[p.ID], err = sign.Of(p, beside)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
})

// Laws is what the log of a node says that decides by a book of the packs of FS: every version, its hashes, and the signatures on it that stand, by the
// keys of counsel that the node trusts. Loaded is left to whoever writes the log.
func Laws(book *law.Book, counsel []note.Verifier) (all []record.Law, err error) {
	var known map[string][]sign.Hashes
	if book.Origin == Digest() {
		if known, err = hashes(); err != nil {
			return nil, err
		}
	}
	for _, p := range book.Packs {
		beside, err := Beside(p.ID)
		if err != nil {
			return nil, err
		}
		of := known[p.ID]
		if of == nil {
			if of, err = sign.Of(p, beside); err != nil {
				return nil, err
			}
		}
		all = append(all, sign.Laws(p, of, beside.Notes, counsel)...)
	}
	return all, nil
}
