// Package alike finds edges that look like one of a print's: the inner loop of package fingerprint's matcher, in a room of its own
// because it is written twice, once for every processor and once in amd64's vector instructions. Both find the same edges in the
// same order.
package alike

// Edges is what stays the same of edges wherever the finger lies: their lengths in pixels, and the turns at their far ends in 256ths,
// sorted by the turns at their near ends. Both lists have Padding more behind the last edge, whatever that is.
type Edges struct{ Lengths, Turns []uint8 }

// Padding is how much longer lists of edges are than their edges, and Spare how much longer the list of what is found is.
const (
	Padding = 64
	Spare   = 4
)

// Probe is what an edge must be like: the turn at its near end of a class from First on to Last, past the last class to 0 where First
// is greater; and its length and the turn at its far end at most so much below a value, modulo 256.
type Probe struct {
	First, Last  uint8
	Length, Turn Below
}

// Below is what is at most Span below Low, modulo 256.
type Below struct{ Low, Span uint8 }

func (b Below) has(v uint8) bool { return b.Low-v <= b.Span }

// each is Find in plain Go.
func each(out []uint32, probes []Probe, edges Edges, starts []uint16) int {
	found := 0
	for n, p := range probes {
		run := func(first, last uint16) {
			for i := first; i < last; i++ {
				if p.Length.has(edges.Lengths[i]) && p.Turn.has(edges.Turns[i]) {
					out[found] = uint32(n)<<16 | uint32(i)
					found++
				}
			}
		}
		if p.First <= p.Last {
			run(starts[p.First], starts[int(p.Last)+1])
			continue
		}
		run(0, starts[int(p.Last)+1])
		run(starts[p.First], starts[len(starts)-1])
	}
	return found
}
