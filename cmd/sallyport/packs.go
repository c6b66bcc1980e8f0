package main

import (
	"os"
	"path/filepath"

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
