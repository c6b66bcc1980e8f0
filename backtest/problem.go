package backtest

import (
	"cmp"
	"slices"
	"strings"

	"sallyport/backtest/source"
)

// MaxProblems is how many of the rows that could not be read, or not wholly, are listed: the first of the file. The others
// are counted.
const MaxProblems = 100_000

// facility is one that is known by its state at most.
type facility struct{ name, city, state string }

// Unplaced is a facility whose custodian is known by its state at most, and its rows.
type Unplaced struct {
	Facility, City, State string
	Rows                  int64
}

// problems notes what a batch could not read.
func (t *tally) problems(b *source.Batch) {
	for _, p := range b.Problems {
		if p.Kept {
			t.flawed++
		} else {
			t.refused++
		}
		t.noted = append(t.noted, source.Problem{Line: p.Line, Sheet: strings.Clone(p.Sheet), What: strings.Clone(p.What), Kept: p.Kept})
	}
	if len(t.noted) > 2*MaxProblems {
		t.noted = firstProblems(t.noted)
	}
}

// firstProblems are those of the first rows.
func firstProblems(all []source.Problem) []source.Problem {
	slices.SortFunc(all, func(a, b source.Problem) int {
		return cmp.Or(strings.Compare(a.Sheet, b.Sheet), a.Line-b.Line, strings.Compare(a.What, b.What))
	})
	return all[:min(len(all), MaxProblems)]
}

// unplacedFacilities lists the facilities by their rows, most first.
func unplacedFacilities(all map[facility]int64) []Unplaced {
	var list []Unplaced
	for _, f := range inOrder(all, func(a, b facility) int {
		return cmp.Or(cmp.Compare(all[b], all[a]), strings.Compare(a.name, b.name), strings.Compare(a.city, b.city), strings.Compare(a.state, b.state))
	}) {
		list = append(list, Unplaced{f.name, f.city, f.state, all[f]})
	}
	return list
}
