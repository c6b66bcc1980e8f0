package fingerprint

import (
	"math"

	"sallyport/fingerprint/steady"
)

const (
	worthwhile = 6  // pairs: with fewer, looking again changes nothing that matters
	reach      = 10 // pixels within which the skin must carry a minutia to its partner
	dirSlack   = 20 // 256ths of a turn
	coverSide  = 24 // pixels on a side of the squares in which the area of a print is counted
	coverSize  = 64
)

// refine settles the turn from the pairs themselves, drops pairs that stray and adds those that the skin around the pairs predicts.
func (g *alignment) refine(a, b *Prepared) {
	for round := range 2 {
		if round > 0 && len(g.pairs) < worthwhile {
			return
		}
		g.turnBy(a, g.turn+g.residualTurn(b))
		for n := range g.pairs {
			p := &g.pairs[n]
			p.rx, p.ry = int32(b.x[p.k])-g.ax[p.i], int32(b.y[p.k])-g.ay[p.i]
		}
		g.extend(a, b)
	}
}

// residualTurn is the turn that still lies between the paired minutiae, by least squares.
func (g *alignment) residualTurn(b *Prepared) float64 {
	n := int64(len(g.pairs))
	var ax, ay, bx, by int64
	for _, p := range g.pairs {
		ax, ay = ax+int64(g.ax[p.i]), ay+int64(g.ay[p.i])
		bx, by = bx+int64(b.x[p.k]), by+int64(b.y[p.k])
	}
	var dot, cross int64
	for _, p := range g.pairs {
		ux, uy := n*int64(g.ax[p.i])-ax, n*int64(g.ay[p.i])-ay
		vx, vy := n*int64(b.x[p.k])-bx, n*int64(b.y[p.k])-by
		dot += ux*vx + uy*vy
		cross += ux*vy - uy*vx
	}
	return steady.Atan2(float64(cross), float64(dot))
}

// extend pairs every minutia left over with the nearest one to where the nearest pair's skin carries it.
func (g *alignment) extend(a, b *Prepared) {
	turn := uint8(int(math.Floor(float64(g.turn*128/math.Pi)+0.5)) & 255)
	known := len(g.pairs)
	for i := range int32(len(a.x)) {
		if g.partner[i] > 0 {
			continue
		}
		rx, ry := g.carried(i, known)
		best := nearest{-1, reach*reach + 1}
		first, last := a.direction[i]-turn-dirSlack, a.direction[i]-turn+dirSlack
		if first <= last {
			g.seek(b, &best, b.faces[first], b.faces[int(last)+1], g.ax[i]+rx, g.ay[i]+ry)
		} else {
			g.seek(b, &best, b.faces[first], b.faces[256], g.ax[i]+rx, g.ay[i]+ry)
			g.seek(b, &best, 0, b.faces[int(last)+1], g.ax[i]+rx, g.ay[i]+ry)
		}
		if best.k >= 0 {
			g.add(b, i, best.k)
		}
	}
}

// nearest is the second print's nearest minutia to a place so far.
type nearest struct{ k, square int32 }

// seek looks among minutiae that are sorted by direction; the earlier of two as near is the nearest.
func (g *alignment) seek(b *Prepared, best *nearest, first, last uint16, x, y int32) {
	for _, n := range b.facing[first:last] {
		k := int32(n)
		dx, dy := int32(b.x[k])-x, int32(b.y[k])-y
		if square := dx*dx + dy*dy; (square < best.square || square == best.square && k < best.k) && !g.usedB[k] {
			*best = nearest{k, square}
		}
	}
}

// carried returns how far the skin around minutia i moved: the mean of the three nearest known pairs, of which there are three at
// least; the earlier of two as near is the nearer.
func (g *alignment) carried(i int32, known int) (rx, ry int32) {
	near := [3]int32{math.MaxInt32, math.MaxInt32, math.MaxInt32}
	var at [3]int
	x, y := g.ax[i], g.ay[i]
	for n := range known {
		p := &g.pairs[n]
		dx, dy := g.ax[p.i]-x, g.ay[p.i]-y
		switch square := dx*dx + dy*dy; {
		case square >= near[2]:
		case square >= near[1]:
			near[2], at[2] = square, n
		case square >= near[0]:
			near[1], near[2], at[1], at[2] = square, near[1], n, at[1]
		default:
			near[0], near[1], near[2], at[0], at[1], at[2] = square, near[0], near[1], n, at[0], at[1]
		}
	}
	for _, n := range at {
		rx, ry = rx+g.pairs[n].rx, ry+g.pairs[n].ry
	}
	return rx / int32(len(at)), ry / int32(len(at))
}

// strength weighs the pairs found against what is common to the two areas: minutiae there without a partner count against it.
func (g *alignment) strength(a, b *Prepared) float64 {
	m := float64(len(g.pairs))
	if m < 3 {
		return 0
	}
	na, nb := g.common(a, b)
	return m * m * m / (float64(na) * float64(nb))
}

// common counts the minutiae of each print that lie where the other print has minutiae around.
func (g *alignment) common(a, b *Prepared) (na, nb int) {
	var mx, my int32
	for _, p := range g.pairs {
		mx, my = mx+p.rx, my+p.ry
	}
	n := int32(len(g.pairs))
	mx, my = mx/n, my/n
	var coverA cover
	for i := range a.x {
		x, y := g.ax[i]+mx, g.ay[i]+my
		coverA.mark(x, y)
		if b.cover.has(x, y) {
			na++
		}
	}
	for k := range b.x {
		if coverA.has(int32(b.x[k]), int32(b.y[k])) {
			nb++
		}
	}
	return max(na, int(n)), max(nb, int(n))
}

// cover is the area of a print, as squares near its minutiae.
type cover [coverSize]uint64

func (c *cover) mark(x, y int32) {
	i, j := x/coverSide+8, y/coverSide+8
	for r := max(j-1, 0); r <= min(j+1, coverSize-1); r++ {
		if i >= 1 && i < coverSize-1 {
			c[r] |= 7 << (i - 1)
		}
	}
}

func (c *cover) has(x, y int32) bool {
	i, j := x/coverSide+8, y/coverSide+8
	return i >= 0 && j >= 0 && i < coverSize && j < coverSize && c[j]>>i&1 != 0
}
