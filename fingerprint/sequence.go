package fingerprint

import (
	"cmp"
	"math"
	"slices"
)

// Misplaced says that a finger of the probe is like another of the candidate's than the one of its position: the ten were not taken in
// their order, or not noted so.
type Misplaced struct {
	Finger int `json:"finger"` // of the probe, by position
	Is     int `json:"is"`     // the candidate's finger that it is like
}

const (
	misplacedScore = 7 // from which on a finger is taken to be another; among strangers at most 2.7 in 10,000 score so much
	inPlaceScore   = 0 // below which a finger may be another
)

// place looks among the candidate's other fingers for those of the probe's that are unlike their own. A finger that is found elsewhere gets that
// score, less the logarithm of how many places were tried: so many chances make a likeness as much less telling.
func (m *Matcher) place(c *Candidate, probe, theirs *[10]*Prepared) {
	type pair struct {
		Misplaced
		score float64
	}
	var pairs []pair
	for i, finger := range probe {
		if finger == nil || c.Fingers[i] >= inPlaceScore && theirs[i] != nil {
			continue
		}
		var found []pair
		tried := 0
		for j, other := range theirs {
			if j == i || other == nil || c.Fingers[j] > inPlaceScore {
				continue
			}
			tried++
			if score := m.Score(finger, other); score >= misplacedScore {
				found = append(found, pair{Misplaced{i + 1, j + 1}, score})
			}
		}
		for _, p := range found {
			p.score -= math.Log(float64(tried))
			pairs = append(pairs, p)
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.score, a.score) })
	var used [10]bool
	for _, p := range pairs {
		if i := p.Finger - 1; !used[p.Is-1] && !slices.ContainsFunc(c.Misplaced, func(o Misplaced) bool { return o.Finger == p.Finger }) {
			used[p.Is-1] = true
			c.Score += p.score - c.Fingers[i]
			c.Fingers[i] = p.score
			c.Misplaced = append(c.Misplaced, p.Misplaced)
		}
	}
	slices.SortFunc(c.Misplaced, func(a, b Misplaced) int { return cmp.Compare(a.Finger, b.Finger) })
}

// SameFinger lists pairs of positions of one ten-print that hold the same finger: it was taken twice, and another not at all.
func SameFinger(fingers *[10]*Prepared) (pairs [][2]int) {
	m := NewMatcher()
	for i, a := range fingers {
		for j, b := range fingers[:i] {
			if a != nil && b != nil && m.Score(a, b) >= misplacedScore {
				pairs = append(pairs, [2]int{j + 1, i + 1})
			}
		}
	}
	return pairs
}

// OtherHand is the fingers as they are where the hands were exchanged: the right thumb, position 1, where the left one is, position 6.
func OtherHand(fingers [10]*Prepared) (other [10]*Prepared) {
	for n, f := range fingers {
		other[(n+5)%10] = f
	}
	return other
}
