//go:build !amd64 || purego

package alike

// Find writes to out, probe by probe, which of count edges each likes, as the numbers of the probe and of the edge, 16 bits each, and returns
// how many. starts says where the edges of each class of turns begin, none before the class before it, and where the last
// one's end. out has room for each probe to like each edge, and Spare more.
func Find(out []uint32, probes []Probe, edges Edges, starts *Starts, count int) int {
	return each(out, probes, edges, starts, count)
}

// Most is the greatest number of the first n, itself counted, that are like one of them: neither X nor Y further apart than place, nor
// Turn than turn, modulo 256.
func Most(lies *Lies, n int, place, turn uint8) int { return mostEach(lies, n, place, turn) }

// Fetch does nothing: Go does not say how this processor is asked.
func Fetch([]uint8) {}
