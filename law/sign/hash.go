// Package sign is what counsel signs of a pack, and whether the signature still stands: the words, the rules and the cases of each of its versions, as
// exact texts with a hash each (docs/law/README.md says which bytes), and notes (golang.org/x/mod/sumdb/note) over the three. It is pure.
package sign

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"sallyport/law"
)

// Hashes are the SHA-256 of what a version says, hexadecimal.
type Hashes struct {
	Text  string // what counsel reads: words, citations, readings, duties, and the page on sources
	Rules string // the conditions that the machine runs
	Cases string // the pack's own cases
}

// Beside is what lies beside a pack file, as it was read. What is not there is nil.
type Beside struct {
	Sources []byte // SOURCES.md
	Cases   []byte // cases.yaml
	Notes   [][]byte
}

// Of are the hashes of a pack's versions, in their order. The error is about cases that do not read.
func Of(p *law.Pack, beside Beside) ([]Hashes, error) {
	text, err := CasesText(beside.Cases)
	if err != nil {
		return nil, fmt.Errorf("%s: cases.yaml: %w", p.ID, err)
	}
	cases := hash(text)
	all := make([]Hashes, len(p.Versions))
	for i, v := range p.Versions {
		all[i] = Hashes{hash(WordsText(v, beside.Sources)), Rules(v), cases}
	}
	return all, nil
}

// Rules is the hash of what the machine runs of a version. It needs the loaded book only.
func Rules(v *law.Version) string { return hash(RulesText(v)) }

// Short is how a line of the record names a version that decided: PACK@VERSION#DIGITS, the first 16 of the hash of its rules.
func Short(v *law.Version) string { return v.Pack.ID + "@" + v.From + "#" + Rules(v)[:16] }

// Shorts are the versions of a book as Short names them, by PACK@VERSION.
func Shorts(book *law.Book) map[string]string {
	all := map[string]string{}
	for _, p := range book.Packs {
		for _, v := range p.Versions {
			all[p.ID+"@"+v.From] = Short(v)
		}
	}
	return all
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
