// Package alike finds edges that look like one edge: the inner loop of package fingerprint's matcher, in a room of its own because it
// is written twice, once for every processor and once in amd64's vector instructions. Both find the same edges in the same order.
package alike

// Key is what stays the same of an edge wherever the finger lies: its length in pixels in the lower byte, and a turn in
// 256ths in the upper one.
type Key uint16

// Padding is how many more keys must follow the last one that is looked at.
const Padding = 8

// Window is the keys that are like one: both bytes lie at most so far below low, modulo 256.
type Window struct{ Low, Span Key }

func (w Window) holds(k Key) bool {
	return uint8(w.Low)-uint8(k) <= uint8(w.Span) && uint8(w.Low>>8)-uint8(k>>8) <= uint8(w.Span>>8)
}

// each is Find in plain Go.
func each(out []uint32, keys []Key, first, last int, w Window, mark uint32) int {
	n := 0
	for i, k := range keys[first:last] {
		if w.holds(k) {
			out[n] = mark + uint32(first+i)
			n++
		}
	}
	return n
}
