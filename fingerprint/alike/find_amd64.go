//go:build !purego

package alike

import "golang.org/x/sys/cpu"

//go:noescape
func find(out *uint32, probes *Probe, count int, lengths, turns *uint8, starts *uint16, end int) int

// vectors says whether the processor has what find is written in, as those made since 2013 or so have.
var vectors = cpu.X86.HasAVX2 && cpu.X86.HasBMI1 && cpu.X86.HasBMI2 && cpu.X86.HasPOPCNT

// Find writes to out, probe by probe, which of count edges each likes, as the numbers of the probe and of the edge, 16 bits each, and returns
// how many. starts says where the edges of each class of turns begin, none before the class before it, and where the last
// one's end. out has room for each probe to like each edge, and Spare more.
func Find(out []uint32, probes []Probe, edges Edges, starts *Starts, count int) int {
	switch {
	case len(probes) == 0 || count == 0:
		return 0
	case !vectors:
		return each(out, probes, edges, starts, count)
	}
	_, _, _ = out[len(probes)*count+Spare-1], edges.Lengths[count+Padding-1], edges.Turns[count+Padding-1]
	return find(&out[0], &probes[0], len(probes), &edges.Lengths[0], &edges.Turns[0], &starts[0], count)
}

//go:noescape
func most(lies *Lies, n int, place, turn uint8) int

// Most is the greatest number of the first n, itself counted, that are like one of them: neither X nor Y further apart than place, nor
// Turn than turn, modulo 256.
func Most(lies *Lies, n int, place, turn uint8) int {
	switch {
	case n == 0:
		return 0
	case !vectors:
		return mostEach(lies, n, place, turn)
	}
	_ = lies.X[n-1]
	return most(lies, n, place, turn)
}

//go:noescape
func fetch(data *uint8, lines int)

// Fetch asks the processor to bring data near while it does something else.
func Fetch(data []uint8) {
	if len(data) > 0 {
		fetch(&data[0], (len(data)+63)/64)
	}
}
