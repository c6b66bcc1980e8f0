package fingerprint

import (
	"cmp"
	"math"
	"slices"

	"sallyport/fingerprint/steady"
)

const (
	neighbours = 6   // edges drawn from each minutia
	longest    = 191 // pixels; longer edges bend too much with the skin
	lengthBin  = 16
	turnBin    = 8
	lengthBins = (longest + 1) / lengthBin
	turnBins   = 256 / turnBin
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
	edges     []edge                          // both ways, sorted by length bin, then by fromTurn
	keys      []uint64                        // of edges, for comparison
	bins      [lengthBins*turnBins + 1]uint16 // where each length and turn bin begins in edges
	order     uint64                          // ranks templates, so that comparison is the same both ways round
}

// Prepare makes a template ready for comparison.
func Prepare(t *Template) *Prepared {
	n := min(len(t.Minutiae), MaxMinutiae)
	p := &Prepared{x: make([]int16, n), y: make([]int16, n), direction: make([]uint8, n), order: uint64(n)}
	for i, m := range t.Minutiae[:n] {
		p.x[i], p.y[i], p.direction[i] = m.X, m.Y, m.Direction
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
				p.edges = append(p.edges, p.edge(i, r.to), p.edge(r.to, i))
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

// sort lays the edges out by bin and notes where each bin begins.
func (p *Prepared) sort() {
	slices.SortFunc(p.edges, func(a, b edge) int {
		return cmp.Or(int(a.length/lengthBin)-int(b.length/lengthBin), int(a.fromTurn)-int(b.fromTurn),
			int(a.from)-int(b.from), int(a.to)-int(b.to))
	})
	p.keys = make([]uint64, len(p.edges))
	for n := range p.edges {
		p.keys[n] = p.edges[n].key()
	}
	at := 0
	for bin := range lengthBins * turnBins {
		p.bins[bin] = uint16(at)
		for at < len(p.edges) && p.edges[at].bin() == bin {
			at++
		}
	}
	p.bins[lengthBins*turnBins] = uint16(at)
}

// key has what stays the same of an edge, a byte each in the lower halves of 16-bit lanes.
func (e edge) key() uint64 {
	return uint64(e.length) | uint64(e.fromTurn)<<16 | uint64(e.toTurn)<<32
}

func (e edge) bin() int { return int(e.length)/lengthBin*turnBins + int(e.fromTurn)/turnBin }

// wipe overwrites the print in memory.
func (p *Prepared) wipe() {
	clear(p.x)
	clear(p.y)
	clear(p.direction)
	clear(p.edges[:cap(p.edges)])
	clear(p.keys)
	clear(p.bins[:])
	p.order = 0
}
