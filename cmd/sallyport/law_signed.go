package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sallyport/law"
	"sallyport/law/check"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/law/sign"
)

// counselFlags are those of every command that tells of counsel's signatures.
type counselFlags struct {
	Counsel []string `placeholder:"FILE" type:"existingfile" help:"Public keys of counsel that you trust, one a line. Without them a signature is shown, and not checked."`
}

// trusted reads the keys. A line that begins with # is a comment.
func (f counselFlags) trusted() (all []note.Verifier, err error) {
	for _, name := range f.Counsel {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, badInput(err)
		}
		lines := bufio.NewScanner(bytes.NewReader(text))
		for n := 1; lines.Scan(); n++ {
			line := strings.TrimSpace(lines.Text())
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			key, err := note.NewVerifier(line)
			if err != nil {
				return nil, badInput(fmt.Errorf("%s:%d: key: not a public key; give the lines that sallyport law key wrote into FILE.pub", name, n))
			}
			all = append(all, key)
		}
		if err := lines.Err(); err != nil {
			return nil, badInput(fmt.Errorf("%s: %w", name, err))
		}
	}
	return all, nil
}

// signed are the versions of a pack with their signatures. The pack is built in, or lies among the paths.
func (f counselFlags) signed(p *law.Pack, with []string) ([]sign.Signed, error) {
	trusted, err := f.trusted()
	if err != nil {
		return nil, err
	}
	beside, err := besides(p, with)
	if err != nil {
		return nil, badInput(err)
	}
	all, err := sign.Read(p, beside, trusted)
	if err != nil {
		return nil, badInput(err)
	}
	return all, nil
}

// besides is what a signature is over, and the signatures, beside a pack.
func besides(p *law.Pack, with []string) (sign.Beside, error) {
	folder, own, err := ownFolder(p, with)
	if err != nil || !own {
		return packs.Beside(p.ID)
	}
	notes, err := notesBeside(folder)
	return sign.Beside{Sources: folder.Sources.Text, Cases: folder.Cases.Text, Notes: notes}, err
}

// notesBeside reads the signature files of a folder.
func notesBeside(f check.Folder) (notes [][]byte, err error) {
	names, err := filepath.Glob(filepath.Join(filepath.Dir(f.Pack.Name), sign.Files))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		notes = append(notes, text)
	}
	return notes, err
}

// ownFolder is the folder of a pack among the paths; own is false for one that is built in.
func ownFolder(p *law.Pack, with []string) (f check.Folder, own bool, err error) {
	if len(with) == 0 {
		return f, false, nil
	}
	folders, err := packFolders(with)
	for _, f := range folders {
		if bytes.Equal(f.Pack.Text, p.Source) {
			return f, true, nil
		}
	}
	return f, false, err
}

// signatures tells of counsel's signatures beside packs in which nothing is wrong: those that are not void, and the others as findings.
func (c lawCheckCmd) signatures(folders []check.Folder, problems []compile.Problem) (lines []string, void []compile.Problem, err error) {
	if slices.ContainsFunc(problems, func(p compile.Problem) bool { return p.Grade != compile.Advice }) {
		return nil, nil, nil
	}
	book, _, err := bookWith(c.Paths)
	if err != nil {
		return nil, nil, err
	}
	for _, f := range folders {
		for _, p := range book.Packs {
			if !bytes.Equal(p.Source, f.Pack.Text) {
				continue
			}
			versions, err := c.signed(p, c.Paths)
			if err != nil {
				return nil, nil, err
			}
			for _, v := range versions {
				for i := range v.Signatures {
					s, what := &v.Signatures[i], p.ID+"@"+v.From
					if s.State != sign.Broken && len(s.Changed) == 0 {
						lines = append(lines, what+": "+s.Says())
						continue
					}
					void = append(void, compile.Problem{File: f.Pack.Name, Line: 1, What: what, Grade: compile.Advice,
						Wrong: s.Says() + "; have counsel read and sign it again, or take the file away"})
				}
			}
		}
	}
	return lines, void, nil
}
