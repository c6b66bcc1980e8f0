// Package file searches a gallery file on this machine: hundreds of thousands of people on two cores, see docs/gallery.md.
package file

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"sallyport/fingerprint"
	"sallyport/internal/gallery"
	"sallyport/internal/search"
)

// Engine is a search.Searcher. It holds the file's lock until it is closed: one process changes a gallery.
type Engine struct {
	path   string
	lock   sync.RWMutex
	writer *gallery.Writer
	reader *gallery.File    // what was there when it was opened
	behind bool             // whether somebody was enrolled since
	stored map[string]int64 // number of each person's enrolment
}

// Open opens the gallery file at path, and makes it where there is none.
func Open(path string) (*Engine, error) {
	w, err := gallery.OpenWriter(path)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	g := &Engine{path: path, writer: w, stored: map[string]int64{}}
	if err := g.open(); err != nil {
		return nil, fmt.Errorf("%s:%w", path, errors.Join(err, w.Close()))
	}
	return g, nil
}

func (g *Engine) open() (err error) {
	if g.reader, err = gallery.Open(g.path); err != nil {
		return err
	}
	for s, err := range g.reader.Subjects() {
		if err == nil {
			var e search.Enrolment
			if e, err = read(s.ID()); err == nil {
				g.stored[e.Person] = e.Number
			}
		}
		if err != nil {
			return errors.Join(err, g.reader.Close())
		}
	}
	return nil
}

// id is what an enrolment is called in the file: NUMBER@PERSON, so that the file alone says what it holds.
func id(e search.Enrolment) string { return strconv.FormatInt(e.Number, 10) + "@" + e.Person }

func read(id string) (search.Enrolment, error) {
	number, person, _ := strings.Cut(id, "@")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return search.Enrolment{}, fmt.Errorf("@0: subject %s: is not NUMBER@PERSON; name a gallery that the exchange made", id)
	}
	return search.Enrolment{Person: person, Number: n}, nil
}

// Close gives the file back.
func (g *Engine) Close() error {
	g.lock.Lock()
	defer g.lock.Unlock()
	return errors.Join(g.reader.Close(), g.writer.Close())
}

// Has implements search.Searcher.
func (g *Engine) Has(e search.Enrolment) bool {
	g.lock.RLock()
	defer g.lock.RUnlock()
	number, there := g.stored[e.Person]
	return there && number == e.Number
}

// Enrol implements search.Searcher. It has returned when the prints are on the disk.
func (g *Engine) Enrol(_ context.Context, e search.Enrolment, prints *fingerprint.TenPrint) error {
	g.lock.Lock()
	defer g.lock.Unlock()
	if err := g.remove(e.Person); err != nil {
		return err
	}
	if err := g.writer.Append(gallery.Subject{ID: id(e), Prints: *prints}); err != nil {
		return fmt.Errorf("%s:%w", g.path, err)
	}
	g.stored[e.Person], g.behind = e.Number, true
	return nil
}

// Remove implements search.Searcher. It has returned when the prints are overwritten on the disk.
func (g *Engine) Remove(_ context.Context, person string) error {
	g.lock.Lock()
	defer g.lock.Unlock()
	return g.remove(person)
}

func (g *Engine) remove(person string) error {
	number, there := g.stored[person]
	if !there {
		return nil
	}
	if err := g.writer.Remove(id(search.Enrolment{Person: person, Number: number})); err != nil {
		return fmt.Errorf("%s:%w", g.path, err)
	}
	delete(g.stored, person)
	return nil
}

// Search implements search.Searcher.
func (g *Engine) Search(_ context.Context, probe *fingerprint.TenPrint, limit int) ([]fingerprint.Candidate, error) {
	if err := g.catchUp(); err != nil {
		return nil, err
	}
	g.lock.RLock()
	defer g.lock.RUnlock()
	found, err := g.reader.Search(probe, limit, func(int) {})
	if err != nil {
		return nil, fmt.Errorf("%s:%w", g.path, err)
	}
	for n := range found {
		_, found[n].ID, _ = strings.Cut(found[n].ID, "@")
	}
	return found, nil
}

// catchUp lets the reader see who was enrolled.
func (g *Engine) catchUp() error {
	g.lock.Lock()
	defer g.lock.Unlock()
	if !g.behind {
		return nil
	}
	reader, err := g.reader.Again(g.path)
	if err != nil {
		return fmt.Errorf("%s:%w", g.path, err)
	}
	old := g.reader
	g.reader, g.behind = reader, false
	return old.Close()
}
