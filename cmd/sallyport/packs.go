package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

// bookWith compiles the packs found under the paths beside those built in, in the place of any of the same id. It returns
// the packs found, too; none where the paths hold none.
func bookWith(paths []string) (*law.Book, []*law.Pack, error) {
	base, err := compile.Sources(packs.FS)
	if err != nil {
		return nil, nil, err
	}
	found, err := packFiles(paths)
	if err != nil {
		return nil, nil, err
	}
	book, err := compile.Join(base, found)
	if err != nil {
		return nil, nil, badInput(err)
	}
	var own []*law.Pack
	for _, p := range book.Packs {
		for _, s := range found {
			if string(p.Source) == string(s.Text) {
				own = append(own, p)
			}
		}
	}
	return book, own, nil
}

// bookBeside is the law built into the program or, where paths are given, with the packs found under them.
func bookBeside(paths []string) (*law.Book, error) {
	if len(paths) == 0 {
		return theBook()
	}
	book, _, err := bookWith(paths)
	return book, err
}

// packFiles reads the pack.yaml files among the paths and, of folders, below them.
func packFiles(paths []string) ([]compile.Source, error) {
	var all []compile.Source
	for _, path := range paths {
		err := filepath.WalkDir(path, func(name string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || entry.Name() != "pack.yaml" {
				return err
			}
			text, err := os.ReadFile(name)
			all = append(all, compile.Source{Name: name, Text: text})
			return err
		})
		if err != nil {
			return nil, badInput(err)
		}
	}
	return all, nil
}

// packNamed is the pack of that id.
func packNamed(book *law.Book, id string) (*law.Pack, error) {
	if p := book.Pack(id); p != nil {
		return p, nil
	}
	return nil, badInput(fmt.Errorf("%s: no such pack; see sallyport law list", id))
}

// textsNamed are the versions of PACK, oldest first, or the one that PACK@DATE names.
func textsNamed(book *law.Book, name string) ([]*law.Version, error) {
	id, date, dated := strings.Cut(name, "@")
	p, err := packNamed(book, id)
	if err != nil {
		return nil, err
	}
	if !dated {
		return p.Versions, nil
	}
	if v := p.At(date); v != nil {
		return []*law.Version{v}, nil
	}
	return nil, badInput(fmt.Errorf("%s: no text of %s is in force on %q; see sallyport law list", name, id, date))
}
