package extraction

import (
	"cmp"
	"math"
	"slices"

	"sallyport/fingerprint"
	"sallyport/fingerprint/steady"
)

const (
	spurLength     = 9  // pixels: a side branch this short is a fault of thinning
	fragmentLength = 9  // a line this short from end to end is dirt, a pore or an incipient ridge
	traceLength    = 14 // pixels over which the direction of an ending is taken
	rimWidth       = 9  // an ending this near the rim of the print is the rim's
)

// findMinutiae returns the ends of the ridges, or of the valleys, which are where ridges fork: both kinds are found and judged alike.
func findMinutiae(ridges *skin, f *flow, kind fingerprint.Kind) []fingerprint.Minutia {
	sign := int32(1)
	if kind == fingerprint.Bifurcation {
		sign = -1
	}
	b := ridges.binarise(sign)
	b.thin()
	l := b.lines()
	l.prune()
	var found []fingerprint.Minutia
	for _, at := range l.marked {
		if l.pix[at] == 0 || l.branches(at) != 1 {
			continue
		}
		t := l.trace(at, fragmentLength)
		if t.ended && t.length < fragmentLength {
			continue
		}
		if m, ok := f.minutia(l, at, t.far, kind); ok {
			found = append(found, m)
		}
	}
	return found
}

// minutia judges the line end at one place whose line runs back to another.
func (f *flow) minutia(l *lines, at, back int, kind fingerprint.Kind) (fingerprint.Minutia, bool) {
	x, y := l.place(at)
	bx, by := l.place(back)
	direction := f.directionOf(x, y, float64(bx-x), float64(y-by))
	dx, dy := steady.Cos(direction), -steady.Sin(direction)
	for _, side := range [...]float64{0, -0.7, 0.7} { // ahead of the end and to both sides of it
		u := float64(rimWidth) * (-dx - float64(side*dy))
		v := float64(rimWidth) * (-dy + float64(side*dx))
		if !f.contains(x+int(u), y+int(v)) {
			return fingerprint.Minutia{}, false
		}
	}
	cos, sin := f.doubled(x, y)
	clear := length(cos, sin)
	return fingerprint.Minutia{
		X: int16(x), Y: int16(y), Kind: kind,
		Direction: uint8(int(math.Floor(float64(direction*128/math.Pi)+0.5)) & 255),
		Quality:   uint8(1 + float64(99*math.Min(clear, 1))),
	}, true
}

// directionOf returns the direction of the line (dx, dy), y up, set straight by the ridge flow: it is smoother than one thinned line.
func (f *flow) directionOf(x, y int, dx, dy float64) float64 {
	cos, sin := f.doubled(x, y)
	theta := float64(steady.Atan2(sin, cos) / 2)
	if float64(dx*steady.Cos(theta))+float64(dy*steady.Sin(theta)) < 0 {
		theta += math.Pi
	}
	return theta
}

// track is what following a line from its end came to.
type track struct {
	far    int  // the place reached after traceLength pixels, or the last one
	length int  // pixels followed
	ended  bool // at another end
	forked bool // at a fork
}

// trace follows a line from its end for at most so many pixels.
func (l *lines) trace(at, most int) track {
	around := l.around()
	t := track{far: at}
	previous, here := -1, at
	for t.length < most {
		next := -1
		for k := 0; k < 8; k += 2 { // straight neighbours first: lines turn corners through them
			if p := here + around[k]; l.pix[p] != 0 && p != previous && !l.touching(p, previous) {
				next = p
				break
			}
		}
		for k := 1; k < 8 && next < 0; k += 2 {
			if p := here + around[k]; l.pix[p] != 0 && p != previous && !l.touching(p, previous) {
				next = p
			}
		}
		if next < 0 {
			t.ended = true
			return t
		}
		previous, here = here, next
		t.length++
		if t.length <= traceLength {
			t.far = here
		}
		if l.branches(here) > 2 {
			t.forked = true
			return t
		}
	}
	return t
}

// touching reports whether two places are neighbours; a line that has just left one must not turn back to the other.
func (l *lines) touching(p, previous int) bool {
	if previous < 0 {
		return false
	}
	d := p - previous
	return d == 1 || d == -1 || d == l.stride || d == -l.stride
}

// prune wipes out side branches too short to be ridges.
func (l *lines) prune() {
	for _, at := range l.marked {
		if l.pix[at] == 0 || l.branches(at) != 1 {
			continue
		}
		if t := l.trace(at, spurLength); t.forked {
			l.wipe(at, t.length)
		}
	}
}

// wipe removes so many pixels of a line from its end.
func (l *lines) wipe(at, length int) {
	around := l.around()
	for range length {
		l.pix[at] = 0
		for _, d := range around {
			if l.pix[at+d] != 0 {
				at += d
				break
			}
		}
	}
}

// keepBest keeps the fingerprint.MaxMinutiae of best quality, from top to bottom.
func keepBest(all []fingerprint.Minutia) []fingerprint.Minutia {
	slices.SortStableFunc(all, func(a, b fingerprint.Minutia) int { return cmp.Compare(b.Quality, a.Quality) })
	all = all[:min(len(all), fingerprint.MaxMinutiae)]
	slices.SortStableFunc(all, func(a, b fingerprint.Minutia) int {
		return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X))
	})
	return all
}
