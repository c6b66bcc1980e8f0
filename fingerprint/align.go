package fingerprint

import (
	"math"

	"sallyport/fingerprint/steady"
)

// paired is a pair with what remains between its minutiae once the first print is turned.
type paired struct {
	i, k   int32
	rx, ry int32 // from the first print's minutia, turned, to the second's, pixels
}

// alignment is a growing set of pairs that one movement of elastic skin explains.
type alignment struct {
	pairs   []paired
	partner [MaxMinutiae]int16 // of each of the first print: its place in pairs plus 1, or 0
	usedB   [MaxMinutiae]bool
	ax, ay  [MaxMinutiae]int32 // the first print, turned
	turn    float64
}

func (g *alignment) reset() {
	for _, p := range g.pairs {
		g.partner[p.i], g.usedB[p.k] = 0, false
	}
	g.pairs = g.pairs[:0]
}

// turnBy turns the first print's minutiae; y points down, the turn runs from the first print's directions to the second's.
func (g *alignment) turnBy(a *Prepared, radians float64) {
	g.turn = radians
	c, s := int32(4096*steady.Cos(radians)), int32(4096*steady.Sin(radians))
	for i := range a.x {
		x, y := int32(a.x[i]), int32(a.y[i])
		g.ax[i] = (c*x - s*y + 2048) >> 12
		g.ay[i] = (s*x + c*y + 2048) >> 12
	}
}

// add accepts a pair.
func (g *alignment) add(b *Prepared, i, k int32) {
	g.pairs = append(g.pairs, paired{i, k, int32(b.x[k]) - g.ax[i], int32(b.y[k]) - g.ay[i]})
	g.partner[i], g.usedB[k] = int16(len(g.pairs)), true
}

const (
	seeds       = 8
	stretchPart = 5 // skin may stretch by a fifth from one pair to the next
	slackNear   = 6 // pixels
	leastVotes  = 6 // of the strongest pair; strangers seldom reach more, and most comparisons end here
)

// grow tries the pairs with most votes as seeds and keeps the largest set grown from one.
func (m *Matcher) grow(a, b *Prepared, turn uint8) {
	g := &m.align
	g.turnBy(a, float64(turn)*(math.Pi/128))
	var best [seeds]int32
	m.strongest(&best)
	if best[0] < 0 || m.votes[best[0]] < leastVotes {
		return
	}
	bestSeed, bestSize := int32(-1), 0
	for _, seed := range best {
		if seed < 0 {
			break
		}
		if g.holds(seed/int32(m.width), seed%int32(m.width)) {
			continue // it would grow the set just grown
		}
		m.growFrom(b, seed)
		if len(g.pairs) > bestSize {
			bestSeed, bestSize = seed, len(g.pairs)
		}
	}
	if bestSize < 3 {
		g.reset()
		return
	}
	m.growFrom(b, bestSeed)
	g.refine(a, b)
}

// strongest fills best with the pairs that have most votes, -1 where there are no more.
func (m *Matcher) strongest(best *[seeds]int32) {
	for n := range best {
		best[n] = -1
	}
	for _, pair := range m.touched {
		for n := range best {
			if best[n] < 0 || m.votes[pair] > m.votes[best[n]] || m.votes[pair] == m.votes[best[n]] && pair < best[n] {
				copy(best[n+1:], best[n:])
				best[n] = pair
				break
			}
		}
	}
}

// growFrom starts from one pair and adds the best-voted pair that an agreeing edge joins to a pair already in, again and again.
func (m *Matcher) growFrom(b *Prepared, seed int32) {
	g := &m.align
	g.reset()
	g.add(b, seed/int32(m.width), seed%int32(m.width))
	for {
		next, votes := int32(-1), int32(0)
		for _, e := range m.agreeing {
			p, q := int32(e.i)*int32(m.width)+int32(e.k), int32(e.j)*int32(m.width)+int32(e.l)
			inP, inQ := g.holds(int32(e.i), int32(e.k)), g.holds(int32(e.j), int32(e.l))
			if inQ {
				p, q, inP, inQ = q, p, inQ, inP
			}
			if !inP || inQ || m.votes[q] < votes || m.votes[q] == votes && q > next {
				continue
			}
			i, k := q/int32(m.width), q%int32(m.width)
			if g.partner[i] > 0 || g.usedB[k] || !g.follows(b, p/int32(m.width), i, k) {
				continue
			}
			next, votes = q, m.votes[q]
		}
		if next < 0 {
			return
		}
		g.add(b, next/int32(m.width), next%int32(m.width))
	}
}

// holds reports whether the pair is in already.
func (g *alignment) holds(i, k int32) bool {
	n := g.partner[i]
	return n > 0 && g.pairs[n-1].k == k
}

// follows reports whether the pair (i, k) remains about as far apart as the pair of minutia j, which is in.
func (g *alignment) follows(b *Prepared, j, i, k int32) bool {
	p := &g.pairs[g.partner[j]-1]
	ex, ey := int32(b.x[k])-g.ax[i]-p.rx, int32(b.y[k])-g.ay[i]-p.ry
	dx, dy := g.ax[i]-g.ax[j], g.ay[i]-g.ay[j]
	slack := slackNear + int32(math.Sqrt(float64(dx*dx+dy*dy)))/stretchPart
	return ex*ex+ey*ey <= slack*slack
}
