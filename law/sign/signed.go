package sign

import (
	"golang.org/x/mod/sumdb/note"

	"sallyport/law"
)

// Signed is a version of a pack with what it says by hash, and who has signed it.
type Signed struct {
	*law.Version
	Hashes
	Signatures []Signature
}

// Read are the versions of a pack with the signatures beside it, judged by the keys of counsel that are trusted.
func Read(p *law.Pack, beside Beside, trusted []note.Verifier) ([]Signed, error) {
	hashes, err := Of(p, beside)
	if err != nil {
		return nil, err
	}
	all := make([]Signed, len(hashes))
	for i, v := range p.Versions {
		all[i] = Signed{v, hashes[i], Judge(v, hashes[i], beside.Notes, trusted)}
	}
	return all, nil
}

// unsigned is what is said of a version that nobody has signed.
const unsigned = "no counsel has signed this"

// Says is who has signed the version, when, over what, and what has made that void since: a line for each signature, or one that says that there is none.
func (s *Signed) Says() (lines []string) {
	if len(s.Signatures) == 0 {
		return []string{unsigned}
	}
	for i := range s.Signatures {
		lines = append(lines, s.Signatures[i].Says())
	}
	return lines
}
