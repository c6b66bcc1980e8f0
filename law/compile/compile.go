// Package compile makes a law.Book from pack files. It is the only room that knows CEL, and it only parses
// and checks with it: what comes out is law's own closed tree.
//
// Errors name the pack file and line, what is wrong and what would be right.
package compile

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"sallyport/law"
)

// Load compiles every pack.yaml below the root of fsys.
func Load(fsys fs.FS) (*law.Book, error) {
	var c compiler
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Base(name) != "pack.yaml" {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		return c.add(name, text)
	})
	if err != nil {
		return nil, err
	}
	return c.book()
}

// compiler gathers packs until all are there, because a version may join another pack's text.
type compiler struct {
	packs  []*law.Pack
	joined []join // versions that also demand another text
}

type join struct {
	version *law.Version
	with    string
	where   string
}

func (c *compiler) add(name string, text []byte) error {
	f, err := readPack(name, text)
	if err != nil {
		return err
	}
	b := &builder{name: name, file: f, pack: &law.Pack{
		ID: f.Pack, Title: f.Title, Summary: strings.TrimSpace(f.Summary), Federal: f.Door == "federal", Source: text,
	}}
	if err := b.build(); err != nil {
		return err
	}
	for _, p := range c.packs {
		if p.ID == b.pack.ID {
			return fmt.Errorf("%s: pack %s is defined twice", name, p.ID)
		}
	}
	c.packs = append(c.packs, b.pack)
	c.joined = append(c.joined, b.joined...)
	return nil
}

// book resolves joined texts and links every version.
func (c *compiler) book() (*law.Book, error) {
	book := law.NewBook(c.packs)
	for _, j := range c.joined {
		id, from, _ := strings.Cut(j.with, "@")
		v := versionFrom(book.Pack(id), from)
		if v == nil {
			return nil, fmt.Errorf("%s: also %q: no such pack and version; write PACK@FIRST-DAY", j.where, j.with)
		}
		j.version.Also = append(j.version.Also, v)
	}
	for _, p := range c.packs {
		for _, v := range p.Versions {
			v.Link()
		}
	}
	return book, nil
}

func versionFrom(p *law.Pack, from string) *law.Version {
	if p == nil {
		return nil
	}
	for _, v := range p.Versions {
		if v.From == from {
			return v
		}
	}
	return nil
}
