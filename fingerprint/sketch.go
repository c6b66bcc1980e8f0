package fingerprint

import "sallyport/fingerprint/alike"

// Classes is how many classes the turns at the near ends of edges fall into in a Sketch, ClassSize how many 256ths of a turn one is.
const (
	Classes   = 64
	ClassSize = 256 / Classes
)

// Sketch is edges of a print without their places: enough to tell who is unlike, not who is like.
type Sketch struct {
	Classes                [Classes]uint8 // how many edges have each class of turns at their near ends
	Lengths, Turns, Angles []uint8        // of the edges, by rising turn: pixels; at the far ends and in the picture, 256ths of a turn
}

// MostSketched bounds the edges of a sketch, so that a gallery's size is known: a rolled print of a hundred minutiae has three times as many.
const MostSketched = 224

// Sketch is the print's: all of its edges, each both ways, or MostSketched spread evenly over them.
func (p *Prepared) Sketch() (s Sketch) {
	count := min(len(p.edges), MostSketched)
	for n := range count {
		e := &p.edges[n*len(p.edges)/count]
		s.Classes[e.fromTurn/ClassSize]++
		s.Lengths, s.Turns, s.Angles = append(s.Lengths, e.length), append(s.Turns, e.toTurn), append(s.Angles, e.angle)
	}
	return s
}

// Edges is how many edges are drawn in the print.
func (p *Prepared) Edges() int { return len(p.drawn) }

// Probes is what edges of sketches must be like to agree with some of the print's, at most count spread evenly over all, and the angles
// of these in the picture.
func (p *Prepared) Probes(count int) (probes []alike.Probe, angles []uint8) {
	count = min(count, len(p.drawn))
	for n := range count {
		at := n * len(p.drawn) / count
		q := p.probes[at]
		q.First, q.Last = q.First/ClassSize, q.Last/ClassSize
		probes, angles = append(probes, q), append(angles, p.drawn[at].angle)
	}
	return probes, angles
}
