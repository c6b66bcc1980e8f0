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
	g, v := &m.align, &m.votes
	var best [seeds]int32
	count := v.strongest(&best)
	if count == 0 {
		return
	}
	g.turnBy(a, float64(turn)*(math.Pi/128))
	bestSeed, last, bestSize := int32(-1), int32(-1), 2
	for _, seed := range best[:count] {
		p := &v.pairs[seed]
		if int(v.pairs[v.root(seed)].size) <= bestSize || g.holds(p.i, p.k) {
			continue // it cannot grow larger, or would grow the set just grown
		}
		last = seed
		if m.growFrom(b, seed); len(g.pairs) > bestSize {
			bestSeed, bestSize = seed, len(g.pairs)
		}
	}
	switch {
	case bestSeed < 0:
		g.reset()
		return
	case bestSeed != last:
		m.growFrom(b, bestSeed)
	}
	g.refine(a, b)
}

// growFrom starts from one pair and adds the best-voted pair that an agreeing edge joins to a pair already in, again and again.
func (m *Matcher) growFrom(b *Prepared, seed int32) {
	g, v := &m.align, &m.votes
	g.reset()
	m.within = m.within[:0]
	for next := seed; next >= 0; {
		m.takeIn(b, next)
		next = -1
		for n := 0; n < len(m.within); {
			q := m.within[n]
			if p := &v.pairs[q]; g.partner[p.i] > 0 || g.usedB[p.k] {
				m.within[n] = m.within[len(m.within)-1]
				m.within = m.within[:len(m.within)-1]
				continue
			}
			if next < 0 || v.before(q, next) {
				next = q
			}
			n++
		}
	}
}

// takeIn adds a pair, and notes the pairs that now come within reach.
func (m *Matcher) takeIn(b *Prepared, p int32) {
	g, v := &m.align, &m.votes
	i, k := v.pairs[p].i, v.pairs[p].k
	g.add(b, i, k)
	for n := v.pairs[p].first; n > 0; n = v.joins[n-1].next {
		q := v.joins[n-1].to
		if c := &v.pairs[q]; g.partner[c.i] == 0 && !g.usedB[c.k] && g.follows(b, i, c.i, c.k) {
			m.within = append(m.within, q)
		}
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
