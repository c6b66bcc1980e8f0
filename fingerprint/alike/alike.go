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

// Starts is where the edges of each class of turns begin, at most 256 classes, and where the last one's end.
type Starts [257]uint16

// each is Find in plain Go.
func each(out []uint32, probes []Probe, edges Edges, starts *Starts, count int) int {
	found := 0
	for n, p := range probes {
		run := func(first, last int) {
			for i := first; i < last; i++ {
				if p.Length.has(edges.Lengths[i]) && p.Turn.has(edges.Turns[i]) {
					out[found] = uint32(n<<16 | i)
					found++
				}
			}
		}
		if p.First <= p.Last {
			run(int(starts[p.First]), int(starts[int(p.Last)+1]))
			continue
		}
		run(0, int(starts[int(p.Last)+1]))
		run(int(starts[p.First]), count)
	}
	return found
}

// MostLies is how many of Lies there are.
const MostLies = 64

// Lies is how one print lies on another, by each of so many pairs of edges.
type Lies struct{ X, Y, Turn [MostLies]uint8 }

// mostEach is Most in plain Go.
func mostEach(lies *Lies, n int, place, turn uint8) (best int) {
	for i := range n {
		x, y, t := Below{lies.X[i] + place, 2 * place}, Below{lies.Y[i] + place, 2 * place}, Below{lies.Turn[i] + turn, 2 * turn}
		count := 0
		for j := range n {
			if x.has(lies.X[j]) && y.has(lies.Y[j]) && t.has(lies.Turn[j]) {
				count++
			}
		}
		best = max(best, count)
	}
	return best
}
