// Package alike finds edges that look like one of a print's: the inner loop of package fingerprint's matcher, in a room of its own
// because it is written twice, once for every processor and once in amd64's vector instructions. Both find the same edges in the
// same order.
package alike

// Key is what stays the same of an edge wherever the finger lies: its length in pixels in the lower byte, and the turn at its far
// end, in 256ths, in the upper one.
type Key uint16

// Padding is how many more keys follow the last one, whatever they are.
const Padding = 32

// Probe is what an edge must be like: the turn at its near end of a class from First on to Last, past the last class to 0 where First
// is greater; and both bytes of its key at most those of Span below those of Low, modulo 256.
type Probe struct {
	First, Last uint8
	Low, Span   Key
}

func (p Probe) likes(k Key) bool {
	return uint8(p.Low)-uint8(k) <= uint8(p.Span) && uint8(p.Low>>8)-uint8(k>>8) <= uint8(p.Span>>8)
}

// each is Find in plain Go.
func each(out []uint32, probes []Probe, keys []Key, starts []uint16) int {
	found := 0
	for n, p := range probes {
		run := func(first, last uint16) {
			for i := first; i < last; i++ {
				if p.likes(keys[i]) {
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
