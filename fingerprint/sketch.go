package fingerprint

import "sallyport/fingerprint/alike"

// Classes is how many classes the turns at the near ends of edges fall into in a Sketch, ClassSize how many 256ths of a turn one is.
const (
	Classes   = 64
	ClassSize = 256 / Classes
)

// Sketch is the edges of a print without their places: enough to tell who is unlike, not who is like.
type Sketch struct {
	Starts [Classes + 1]uint16 // where the edges of each class of turns begin
	Keys   []alike.Key         // of the edges, sorted by turn, and alike.Padding more
	Angles []uint8             // of the edges in the picture, 256ths of a turn
}

// Sketch is the print's.
func (p *Prepared) Sketch() (s Sketch) {
	for class := range s.Starts {
		s.Starts[class] = p.turns[class*ClassSize]
	}
	s.Keys, s.Angles = p.keys, make([]uint8, len(p.edges))
	for n := range p.edges {
		s.Angles[n] = p.edges[n].angle
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
