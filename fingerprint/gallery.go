package fingerprint

import (
	"cmp"
	"slices"
)

// TenPrint is one person's fingers by ANSI/NIST-ITL position: index 0 is position 1, the right thumb. A finger without
// minutiae is missing, which counts neither for nor against.
type TenPrint [10]Template

// Candidate is a person whose prints resemble the probe. It is no decision: examiners make that.
type Candidate struct {
	ID      string
	Score   float64     // sum of the fingers' scores
	Fingers [10]float64 // score per finger, by index in the probe's TenPrint; 0 where it was not compared

	Misplaced []Misplaced // fingers that are out of sequence
}

// Compare puts the higher score first, and equal scores by ID.
func (c Candidate) Compare(d Candidate) int {
	return cmp.Or(cmp.Compare(d.Score, c.Score), cmp.Compare(c.ID, d.ID))
}

// Gallery holds the prints of many people in memory. It may be searched from several goroutines at once,
// but not while people are added or removed.
type Gallery struct {
	people []person
}

type person struct {
	id      string
	fingers [10]*Prepared // nil where missing
}

// Len returns the number of people.
func (g *Gallery) Len() int { return len(g.people) }

// Add enters a person's prints. A person already there gets these prints instead.
func (g *Gallery) Add(id string, prints TenPrint) {
	g.Remove(id)
	g.people = append(g.people, person{id, prints.Prepare()})
}

// Remove takes a person out and overwrites the prints in memory. It reports whether the person was there.
func (g *Gallery) Remove(id string) bool {
	at := slices.IndexFunc(g.people, func(p person) bool { return p.id == id })
	if at < 0 {
		return false
	}
	for _, f := range g.people[at].fingers {
		if f != nil {
			f.wipe()
		}
	}
	g.people = slices.Delete(g.people, at, at+1)
	return true
}

// Search compares the probe with everyone, finger by finger, and returns the likeliest people, at most limit,
// highest score first and equal scores by ID.
func (g *Gallery) Search(probe TenPrint, limit int) []Candidate {
	fingers := probe.Prepare()
	m := NewMatcher()
	all := make([]Candidate, len(g.people))
	for n, p := range g.people {
		all[n] = m.Compare(&fingers, &p.fingers)
		all[n].ID = p.id
	}
	slices.SortFunc(all, Candidate.Compare)
	return all[:min(max(limit, 0), len(all))]
}

// Compare compares a probe with one person, finger by finger, and looks for fingers out of sequence. Whose they are, the caller knows.
func (m *Matcher) Compare(probe, theirs *[10]*Prepared) (c Candidate) {
	for n, f := range probe {
		if f != nil && theirs[n] != nil {
			c.Fingers[n] = m.Score(f, theirs[n])
			c.Score += c.Fingers[n]
		}
	}
	m.place(&c, probe, theirs)
	return c
}

// Prepare makes the fingers ready for comparison; nil where a finger is missing.
func (prints *TenPrint) Prepare() (fingers [10]*Prepared) {
	for n := range prints {
		if len(prints[n].Minutiae) >= LeastMinutiae {
			fingers[n] = Prepare(&prints[n])
		}
	}
	return fingers
}
