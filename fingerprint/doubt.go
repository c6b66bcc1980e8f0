package fingerprint

import (
	"cmp"
	"slices"

	"sallyport/fingerprint/steady"
)

const (
	gapLength   = 15 // pixels: two ends facing each other this near are one line with a gap
	crowdRadius = 22
	crowdSize   = 6 // more minutiae than this within crowdRadius are a scar or noise
	twinRadius  = 6 // an end of a ridge and one of a valley this near are one minutia
)

// discardDoubtful drops minutiae that are more likely a fault of the picture than of the finger, and keeps the best MaxMinutiae, from top to bottom.
func discardDoubtful(all []Minutia, f *flow) []Minutia {
	doubtful := make([]bool, len(all))
	for i, a := range all {
		near := 0
		for j, b := range all {
			dx, dy := int(b.X)-int(a.X), int(b.Y)-int(a.Y)
			d2 := dx*dx + dy*dy
			if j == i || d2 > crowdRadius*crowdRadius {
				continue
			}
			near++
			if d2 <= gapLength*gapLength && a.Kind == b.Kind && facing(a, b, dx, dy) {
				doubtful[i] = true
			}
			if d2 <= twinRadius*twinRadius && a.Kind != b.Kind && j < i {
				doubtful[i] = true
			}
		}
		doubtful[i] = doubtful[i] || near > crowdSize
	}
	kept := all[:0]
	for i, m := range all {
		if !doubtful[i] {
			kept = append(kept, m)
		}
	}
	slices.SortStableFunc(kept, func(a, b Minutia) int { return cmp.Compare(b.Quality, a.Quality) })
	kept = kept[:min(len(kept), MaxMinutiae)]
	slices.SortStableFunc(kept, func(a, b Minutia) int {
		return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X))
	})
	return kept
}

// facing reports whether two ends point at each other across a gap; (dx, dy) leads from a to b.
func facing(a, b Minutia, dx, dy int) bool {
	if turn := int8(a.Direction - b.Direction + 128); turn > 28 || turn < -28 {
		return false
	}
	theta := float64(a.Direction) * (3.141592653589793 / 128)
	ahead := -float64(float64(dx)*steady.Cos(theta)) + float64(float64(dy)*steady.Sin(theta))
	aside := float64(float64(dx)*steady.Sin(theta)) + float64(float64(dy)*steady.Cos(theta))
	return ahead > 0 && aside < 7 && aside > -7
}
