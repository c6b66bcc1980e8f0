package fingerprint

import (
	"cmp"
	"math"
	"slices"

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
	keys      []alike.Key   // of edges, and some more
	turns     starts        // where the edges of each fromTurn begin
	facing    []uint8       // the minutiae, sorted by direction
	faces     starts        // where those of each direction begin in facing
	cover     cover
	order     uint64 // ranks templates, so that comparison is the same both ways round
}

// starts says where each of 256 turns begins in a list that is sorted by turns, and where the last one ends.
type starts [257]uint16

// startsOf counts a sorted list.
func startsOf[T any](list []T, kind func(*T) uint8) (s starts) {
	for n := range list {
		s[int(kind(&list[n]))+1]++
	}
	for n := 1; n < len(s); n++ {
		s[n] += s[n-1]
	}
	return s
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

// draw joins each minutia to its nearest neighbours, both ways.
func (p *Prepared) draw() {
	n := len(p.x)
	joined := make([]bool, n*n)
	type reach struct{ square, to int }
	near := make([]reach, 0, n)
	for i := range n {
		near = near[:0]
		for j := range n {
			dx, dy := int(p.x[j])-int(p.x[i]), int(p.y[j])-int(p.y[i])
			if d := dx*dx + dy*dy; j != i && d > 0 && d <= longest*longest {
				near = append(near, reach{d, j})
			}
		}
		slices.SortFunc(near, func(a, b reach) int { return cmp.Or(a.square-b.square, a.to-b.to) })
		for _, r := range near[:min(len(near), neighbours)] {
			if !joined[i*n+r.to] {
				joined[i*n+r.to], joined[r.to*n+i] = true, true
				e := p.edge(i, r.to)
				p.drawn, p.probes = append(p.drawn, e), append(p.probes, e.probe())
				p.edges = append(p.edges, e, p.edge(r.to, i))
			}
		}
	}
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

// sort lays the edges and minutiae out, and notes where each turn and direction begins.
func (p *Prepared) sort() {
	slices.SortFunc(p.edges, func(a, b edge) int {
		return cmp.Or(int(a.fromTurn)-int(b.fromTurn), int(a.from)-int(b.from), int(a.to)-int(b.to))
	})
	p.turns = startsOf(p.edges, func(e *edge) uint8 { return e.fromTurn })
	p.keys = make([]alike.Key, len(p.edges)+alike.Padding)
	for n := range p.edges {
		p.keys[n] = p.edges[n].key()
	}
	p.facing = make([]uint8, len(p.direction))
	for n := range p.facing {
		p.facing[n] = uint8(n)
	}
	slices.SortStableFunc(p.facing, func(i, k uint8) int { return int(p.direction[i]) - int(p.direction[k]) })
	p.faces = startsOf(p.facing, func(n *uint8) uint8 { return p.direction[*n] })
}

func (e edge) key() alike.Key { return alike.Key(e.length) | alike.Key(e.toTurn)<<8 }

// wipe overwrites the print in memory.
func (p *Prepared) wipe() {
	clear(p.x)
	clear(p.y)
	clear(p.direction)
	clear(p.drawn[:cap(p.drawn)])
	clear(p.probes[:cap(p.probes)])
	clear(p.edges[:cap(p.edges)])
	clear(p.keys)
	clear(p.turns[:])
	clear(p.facing)
	clear(p.faces[:])
	clear(p.cover[:])
	p.order = 0
}
