package abis

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"sallyport/fingerprint"
	"sallyport/internal/search/abis/cbeff"
)

// everybody asks for candidates whatever they score: a false-positive identification rate of 1.
const everybody = "0"

// Search implements search.Searcher: the ABIS names the people, and our matcher scores them. An error says that the search is incomplete, never
// that nobody was found.
func (g *Engine) Search(ctx context.Context, probe *fingerprint.TenPrint, limit int) ([]fingerprint.Candidate, error) {
	if limit <= 0 {
		return nil, nil
	}
	found, err := g.search(ctx, probe, limit)
	if err != nil {
		return nil, fmt.Errorf("abis: the search is incomplete, and says nothing of whether anybody is in the gallery: %w", err)
	}
	return found, nil
}

func (g *Engine) search(ctx context.Context, probe *fingerprint.TenPrint, limit int) ([]fingerprint.Candidate, error) {
	sealed, err := g.seal(probe, cbeff.Identify)
	if err != nil {
		return nil, err
	}
	l := g.book.look()
	defer l.end()
	asked := limit + l.unsure // those who are about to enter or leave may be named, and do not count
	a, err := g.share(ctx, sealed, identify, func(r *request) { r.Flags = &flags{strconv.Itoa(asked), everybody} })
	if err != nil {
		return nil, err
	}
	people, err := l.people(a.candidates, asked)
	if err != nil {
		return nil, err
	}
	if _, err := g.count(ctx, l); err != nil {
		return nil, err
	}
	found := score(probe, people)
	return found[:min(limit, len(found))], nil
}

// score compares the probe with each of the people, and puts the highest score first.
func score(probe *fingerprint.TenPrint, people []person) []fingerprint.Candidate {
	own, m := probe.Prepare(), fingerprint.NewMatcher()
	found := make([]fingerprint.Candidate, len(people))
	for n, p := range people {
		theirs := p.prints.Prepare()
		found[n] = m.Compare(&own, &theirs)
		found[n].ID = p.id
	}
	slices.SortFunc(found, fingerprint.Candidate.Compare)
	return found
}
