// Package memory compares a probe with everyone, in memory: exact, for galleries of hundreds, and what other engines are held to.
package memory

import (
	"context"
	"sync"

	"sallyport/fingerprint"
	"sallyport/internal/search"
)

// Engine is a search.Searcher; its zero value is an empty gallery.
type Engine struct {
	lock    sync.RWMutex
	numbers map[string]int64
	gallery fingerprint.Gallery
}

// Has implements search.Searcher.
func (g *Engine) Has(e search.Enrolment) bool {
	g.lock.RLock()
	defer g.lock.RUnlock()
	number, there := g.numbers[e.Person]
	return there && number == e.Number
}

// Enrol implements search.Searcher.
func (g *Engine) Enrol(_ context.Context, e search.Enrolment, prints *fingerprint.TenPrint) error {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.numbers == nil {
		g.numbers = map[string]int64{}
	}
	g.numbers[e.Person] = e.Number
	g.gallery.Add(e.Person, *prints)
	return nil
}

// Remove implements search.Searcher.
func (g *Engine) Remove(_ context.Context, person string) error {
	g.lock.Lock()
	defer g.lock.Unlock()
	delete(g.numbers, person)
	g.gallery.Remove(person)
	return nil
}

// Search implements search.Searcher.
func (g *Engine) Search(_ context.Context, probe *fingerprint.TenPrint, limit int) ([]fingerprint.Candidate, error) {
	g.lock.RLock()
	defer g.lock.RUnlock()
	return g.gallery.Search(*probe, limit), nil
}
