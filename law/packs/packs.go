// Package packs is the law itself: one folder per instrument, with the text a machine runs and counsel reviews
// (pack.yaml), the cases that belong to it (cases.yaml) and how sure each statement is (SOURCES.md).
package packs

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
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

// hashed is a pack with its versions' hashes and the signatures beside it.
type hashed struct {
	pack   *law.Pack
	hashes []sign.Hashes
	notes  [][]byte
}

// signable is every pack of FS with what is to be said of it in a log, worked out once: a tenth of a second goes into reading the cases.
var signable = sync.OnceValues(func() (all []hashed, err error) {
	book, err := Book()
	if err != nil {
		return nil, err
	}
	if book.Origin != Digest() {
		return nil, errors.New("packs: the compiled form is behind its texts; run go generate ./law/packs")
	}
	for _, p := range book.Packs {
		beside, err := Beside(p.ID)
		if err != nil {
			return nil, err
		}
		hashes, err := sign.Of(p, beside)
		if err != nil {
			return nil, err
		}
		all = append(all, hashed{p, hashes, beside.Notes})
	}
	return all, nil
})

// Laws is what a node's log says of the packs of FS: every version, its hashes, and the signatures on it that stand, by the keys of counsel that the node
// trusts. Loaded is left to whoever writes the log; see record.LawChanges.
func Laws(counsel []note.Verifier) (all []record.Law, err error) {
	packs, err := signable()
	for _, p := range packs {
		all = append(all, sign.Laws(p.pack, p.hashes, p.notes, counsel)...)
	}
	return all, err
}
