// Package compile makes a law.Book from pack files. It is the only room that knows CEL, and it only parses
// and checks with it: what comes out is law's own closed tree.
//
// Errors name the pack file and line, what is wrong and what would be right.
package compile

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"sallyport/law"
)

// Source is a pack file: its text, and the name that errors give it.
type Source struct {
	Name string
	Text []byte
}

// Sources reads every pack.yaml below the root of fsys.
func Sources(fsys fs.FS) ([]Source, error) {
	var all []Source
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Base(name) != "pack.yaml" {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		all = append(all, Source{Name: name, Text: text})
		return err
	})
	return all, err
}

// Load compiles every pack.yaml below the root of fsys.
func Load(fsys fs.FS) (*law.Book, error) {
	sources, err := Sources(fsys)
	if err != nil {
		return nil, err
	}
	return Join(sources, nil)
}

// Join compiles the packs of base with others beside them. A pack of others takes the place of one of base with
// the same id.
func Join(base, others []Source) (*law.Book, error) {
	own := &compiler{}
	for _, s := range others {
		if err := own.add(s.Name, s.Text); err != nil {
			return nil, err
		}
	}
	all := &compiler{}
	for _, s := range base {
		if err := all.add(s.Name, s.Text); err != nil {
			return nil, err
		}
	}
	all.replace(own)
	return all.book()
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

// replace takes over the packs of other, each in the place of one of the same id.
func (c *compiler) replace(other *compiler) {
	for _, p := range other.packs {
		i := slices.IndexFunc(c.packs, func(q *law.Pack) bool { return q.ID == p.ID })
		if i < 0 {
			c.packs = append(c.packs, p)
			continue
		}
		old := c.packs[i]
		c.packs[i] = p
		c.joined = slices.DeleteFunc(c.joined, func(j join) bool { return j.version.Pack == old })
	}
	c.joined = append(c.joined, other.joined...)
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
