package finite

import (
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// maxSteps bounds the chains of links followed from one date to another.
const maxSteps = 4

// link says that a border for one date lies years after a border for another.
type link struct {
	from, to fact
	years    int64
}

// links is the graph of dates that conditions compare.
type links struct {
	all     []link
	dates   []fact              // all of them, in a fixed order
	offsets map[[2]fact][]int64 // from one date to another, by any chain of links
	borders map[fact][]int64    // days that a condition names
}

func newLinks(s *survey) *links {
	l := &links{offsets: map[[2]fact][]int64{}, borders: map[fact][]int64{}}
	for n, r := range s.readings {
		for _, f := range r.facts {
			if s.isDated(f) && !slices.Contains(l.dates, f) {
				l.dates = append(l.dates, f)
			}
		}
		switch {
		case !s.dated(n):
		case r.atom.Test == tree.TestNotBefore:
			l.borders[r.facts[0]] = append(l.borders[r.facts[0]], r.atom.N)
		case len(r.facts) == 2:
			l.add(r.facts[0], r.facts[1], r.atom.N) // 0 for clocks
		}
	}
	at, received := fact{ofCase, tree.FactAt}, fact{ofCase, tree.FactReceivedAt}
	if s.isDated(received) {
		l.add(at, received, 0) // the same moment, unless given
		if !slices.Contains(l.dates, at) {
			l.dates = append(l.dates, at)
		}
	}
	for _, f := range l.dates {
		l.follow(f, f, 0, []fact{f})
	}
	return l
}

func (l *links) add(from, to fact, years int64) {
	l.all = append(l.all, link{from, to, years}, link{to, from, -years})
}

// follow notes the offsets from start to everything that can be reached from here.
func (l *links) follow(start, here fact, years int64, path []fact) {
	if len(path) > maxSteps {
		return
	}
	for _, k := range l.all {
		if k.from != here || slices.Contains(path, k.to) {
			continue
		}
		key, sum := [2]fact{start, k.to}, years+k.years
		if !slices.Contains(l.offsets[key], sum) {
			l.offsets[key] = append(l.offsets[key], sum)
		}
		l.follow(start, k.to, sum, append(slices.Clone(path), k.to))
	}
}

// around are the days about a border, the nearest first. Two on each side cover a 29 February.
var around = []int64{1, 0, -1, 2, -2}

// days lists the days worth trying for a date: about the borders that the days already chosen draw, and about those
// that named days draw, directly or by way of dates still to be chosen.
func (l *links) days(of fact, chosen map[fact]int64) []int64 {
	var all []int64
	add := func(day, years int64) {
		border := sallyport.Day(sallyport.DayTime(day).AddDate(int(years), 0, 0))
		for _, away := range around {
			if !slices.Contains(all, border+away) {
				all = append(all, border+away)
			}
		}
	}
	for _, f := range l.dates {
		if day, ok := chosen[f]; ok {
			for _, years := range l.offsets[[2]fact{f, of}] {
				add(day, years)
			}
		}
	}
	for _, day := range l.named(of, chosen) {
		add(day, 0)
	}
	return all
}

// named lists the borders that named days draw for a date.
func (l *links) named(of fact, chosen map[fact]int64) []int64 {
	var all []int64
	for _, f := range l.dates {
		if _, ok := chosen[f]; ok {
			continue
		}
		offsets := l.offsets[[2]fact{f, of}]
		if f == of {
			offsets = []int64{0}
		}
		for _, day := range l.borders[f] {
			for _, years := range offsets {
				all = append(all, sallyport.Day(sallyport.DayTime(day).AddDate(int(years), 0, 0)))
			}
		}
	}
	return all
}
