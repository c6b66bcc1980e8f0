// Package compile makes a law.Book from pack files. It is the only room that knows CEL, and it only parses
// and checks with it: what comes out is law's own closed tree.
//
// What is wrong with a pack is a Problem: file and line, what it is about, what is wrong and what would be right.
// Check lists all of them; Load and Join return the first.
package compile

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"sallyport/law"
)

// Source is a pack file: its text, and the name that problems give it.
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
	book, problems := Check(base, others)
	if err := firstWrong(problems); err != nil {
		return nil, err
	}
	return book, nil
}

// Check is Join with everything that is wrong with the packs, and advice on others, in the order of files and lines. The
// book is nil unless there is nothing but advice.
func Check(base, others []Source) (*law.Book, []Problem) {
	all, own := &compiler{files: map[string]string{}}, &compiler{files: map[string]string{}}
	for _, s := range base {
		all.add(s)
	}
	for _, s := range others {
		own.add(s)
	}
	all.problems = slices.DeleteFunc(all.problems, func(p Problem) bool { return p.Grade == Advice }) // is not asked for
	all.replace(own)
	all.join()
	problems := SortProblems(all.problems)
	if firstWrong(problems) != nil {
		return nil, problems
	}
	return all.book(), problems
}

// compiler gathers packs until all are there, because a version may join another pack's text.
type compiler struct {
	packs    []*law.Pack
	files    map[string]string // by id of the pack
	joined   []join            // versions that name another text
	problems []Problem
}

// join is a version that names another text, to demand it too or to be no more permissive, and where it says so.
type join struct {
	version *law.Version
	with    string
	at      Problem
}

func (c *compiler) add(s Source) {
	f, problems := readPack(s)
	if f == nil {
		c.problems = append(c.problems, problems...)
		return
	}
	b := newBuilder(s, f, problems)
	b.build()
	if slices.ContainsFunc(c.packs, func(p *law.Pack) bool { return p.ID == b.pack.ID }) {
		b.wrong(f.lines.of("pack"), "pack", "%s is the name of another pack; give each its own", b.pack.ID)
	}
	c.packs = append(c.packs, b.pack)
	c.files[b.pack.ID] = s.Name
	c.joined = append(c.joined, b.joined...)
	c.problems = append(c.problems, b.problems...)
}

// replace takes over the packs of other, each in the place of one of the same id.
func (c *compiler) replace(other *compiler) {
	for _, p := range other.packs {
		i := slices.IndexFunc(c.packs, func(q *law.Pack) bool { return q.ID == p.ID })
		if i < 0 {
			c.packs = append(c.packs, p)
			continue
		}
		old, file := c.packs[i], c.files[p.ID]
		c.packs[i] = p
		c.problems = slices.DeleteFunc(c.problems, func(p Problem) bool { return p.File == file })
		c.joined = slices.DeleteFunc(c.joined, func(j join) bool { return j.version.Pack == old })
	}
	c.joined = append(c.joined, other.joined...)
	c.problems = append(c.problems, other.problems...)
}

// join resolves the texts that versions name.
func (c *compiler) join() {
	for _, j := range c.joined {
		id, from, _ := strings.Cut(j.with, "@")
		v := versionFrom(c.packs, id, from)
		if v == nil || v == j.version {
			j.at.Wrong = j.with + ": no such pack and version; write PACK@FIRST-DAY of another text, as sallyport law list shows them"
			c.problems = append(c.problems, j.at)
			continue
		}
		if j.at.What == "narrows" {
			j.version.Narrows = append(j.version.Narrows, v)
		} else {
			j.version.Also = append(j.version.Also, v)
		}
	}
}

// book links every version.
func (c *compiler) book() *law.Book {
	for _, p := range c.packs {
		for _, v := range p.Versions {
			v.Link()
		}
	}
	return law.NewBook(c.packs)
}

func versionFrom(packs []*law.Pack, id, from string) *law.Version {
	for _, p := range packs {
		if p.ID != id {
			continue
		}
		return p.From(from)
	}
	return nil
}
