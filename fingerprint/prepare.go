package fingerprint

import (
	"math"

	"sallyport/fingerprint/alike"
	"sallyport/fingerprint/steady"
)

const (
	neighbours = 6   // edges drawn from each minutia
	longest    = 191 // pixels; longer edges bend too much with the skin
)

// edge joins two neighbouring minutiae. Length and the two turns stay the same wherever the finger lies on the glass.
type edge struct {
	length   uint8 // pixels
	fromTurn uint8 // its direction against that of the minutia it leaves, 256ths of a turn
	toTurn   uint8 // its direction against that of the minutia it reaches
	angle    uint8 // its direction in the picture
	from, to uint8 // numbers of the minutiae
}

// Prepared is a template made ready for comparison. It is read only, and may be compared from several goroutines at once.
type Prepared struct {
	x, y      []int16
	direction []uint8
	drawn     []edge        // each once
	probes    []alike.Probe // of drawn
	edges     []edge        // each both ways, sorted by fromTurn
	far       alike.Edges   // lengths and turns of edges
	turns     alike.Starts  // where the edges of each fromTurn begin
	facing    []uint8       // the minutiae, sorted by direction
	faces     alike.Starts  // where those of each direction begin in facing
	cover     cover
	order     uint64 // ranks templates, so that comparison is the same both ways round
}

// sorted puts a list in the order of its turns, and what has the same turn in the order it was in.
func sorted[T any](list []T, turn func(*T) uint8) (out []T, s alike.Starts) {
	for n := range list {
		s[int(turn(&list[n]))+1]++
	}
	for n := 1; n < len(s); n++ {
		s[n] += s[n-1]
	}
	next := s
	out = make([]T, len(list))
	for n := range list {
		at := &next[turn(&list[n])]
		out[*at] = list[n]
		*at++
	}
	return out, s
}

// Prepare makes a template ready for comparison.
func Prepare(t *Template) *Prepared {
	n := min(len(t.Minutiae), MaxMinutiae)
	p := &Prepared{x: make([]int16, n), y: make([]int16, n), direction: make([]uint8, n), order: uint64(n)}
	for i, m := range t.Minutiae[:n] {
		p.x[i], p.y[i], p.direction[i] = m.X, m.Y, m.Direction
		p.cover.mark(int32(m.X), int32(m.Y))
		p.order = (p.order*31+uint64(uint16(m.X)))*31 + uint64(uint16(m.Y))*7 + uint64(m.Direction)
	}
	p.draw()
	p.sort()
	return p
}

// draw joins each minutia to its nearest neighbours, both ways; the earlier of two as near is the nearer.
func (p *Prepared) draw() {
	n := len(p.x)
	joined := make([]bool, n*n)
	for i := range n {
		for _, j := range p.nearest(i) {
			if j < 0 || joined[i*n+int(j)] {
				continue
			}
			joined[i*n+int(j)], joined[int(j)*n+i] = true, true
			e := p.edge(i, int(j))
			p.drawn, p.probes = append(p.drawn, e), append(p.probes, e.probe())
			p.edges = append(p.edges, e, e.back())
		}
	}
}

// nearest is the numbers of the neighbours of a minutia, nearest first, and -1 where there are no more.
func (p *Prepared) nearest(i int) (to [neighbours]int16) {
	var squares [neighbours]int
	for n := range to {
		to[n], squares[n] = -1, longest*longest+1
	}
	x, y := int(p.x[i]), int(p.y[i])
	for j := range p.x {
		dx, dy := int(p.x[j])-x, int(p.y[j])-y
		square := dx*dx + dy*dy
		if square >= squares[neighbours-1] || square == 0 {
			continue // as is the minutia itself
		}
		n := neighbours - 1
		for ; n > 0 && square < squares[n-1]; n-- {
			to[n], squares[n] = to[n-1], squares[n-1]
		}
		to[n], squares[n] = int16(j), square
	}
	return to
}

func (p *Prepared) edge(i, j int) edge {
	dx, dy := float64(p.x[j])-float64(p.x[i]), float64(p.y[i])-float64(p.y[j])
	angle := uint8(int(math.Floor(float64(steady.Atan2(dy, dx)*128/math.Pi)+0.5)) & 255)
	length := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	return edge{
		length: uint8(min(int(length+0.5), longest)), angle: angle,
		fromTurn: angle - p.direction[i], toTurn: angle - p.direction[j],
		from: uint8(i), to: uint8(j),
	}
}

// back is the edge the other way.
func (e edge) back() edge {
	return edge{e.length, e.toTurn + 128, e.fromTurn + 128, e.angle + 128, e.to, e.from}
}

// sort lays the edges and minutiae out by turn and direction, and notes where each of these begins.
func (p *Prepared) sort() {
	p.edges, p.turns = sorted(p.edges, func(e *edge) uint8 { return e.fromTurn })
	p.far = alike.Edges{Lengths: make([]uint8, len(p.edges)+alike.Padding), Turns: make([]uint8, len(p.edges)+alike.Padding)}
	for n, e := range p.edges {
		p.far.Lengths[n], p.far.Turns[n] = e.length, e.toTurn
	}
	all := make([]uint8, len(p.direction))
	for n := range all {
		all[n] = uint8(n)
	}
	p.facing, p.faces = sorted(all, func(n *uint8) uint8 { return p.direction[*n] })
}

// wipe overwrites the print in memory.
func (p *Prepared) wipe() {
	clear(p.x)
	clear(p.y)
	clear(p.direction)
	clear(p.drawn[:cap(p.drawn)])
	clear(p.probes[:cap(p.probes)])
	clear(p.edges[:cap(p.edges)])
	clear(p.far.Lengths)
	clear(p.far.Turns)
	clear(p.turns[:])
	clear(p.facing)
	clear(p.faces[:])
	clear(p.cover[:])
	p.order = 0
}
