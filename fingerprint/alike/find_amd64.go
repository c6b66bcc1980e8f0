//go:build !purego

package alike

import "golang.org/x/sys/cpu"

//go:noescape
func find(out *uint32, probes *Probe, count int, lengths, turns *uint8, starts *uint16, end int) int

//go:noescape
func findWide(out *uint32, probes *Probe, count int, lengths, turns *uint8, starts *uint16, end int) int

// Find writes to out, probe by probe, which edges each likes, as the numbers of the probe and of the edge, 16 bits each, and returns how
// many. starts says where the edges of each class of turns begin, none before the class before it, and where the last one's end.
// out has room for each probe to like each edge, and for one more.
func Find(out []uint32, probes []Probe, edges Edges, starts []uint16) int {
	n := int(starts[len(starts)-1])
	if len(probes) == 0 || n == 0 {
		return 0
	}
	if len(starts) <= 256 {
		for i := range probes {
			_ = starts[int(max(probes[i].First, probes[i].Last))+1]
		}
	}
	_, _, _ = out[len(probes)*n], edges.Lengths[n+Padding-1], edges.Turns[n+Padding-1]
	if cpu.X86.HasAVX2 {
		return findWide(&out[0], &probes[0], len(probes), &edges.Lengths[0], &edges.Turns[0], &starts[0], n)
	}
	return find(&out[0], &probes[0], len(probes), &edges.Lengths[0], &edges.Turns[0], &starts[0], n)
}

//go:noescape
func fetch(data *uint8, lines int)

// Fetch asks the processor to bring data near while it does something else.
func Fetch(data []uint8) {
	if len(data) > 0 {
		fetch(&data[0], (len(data)+63)/64)
	}
}
