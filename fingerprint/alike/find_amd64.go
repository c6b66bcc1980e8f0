//go:build !purego

package alike

//go:noescape
func find(out *uint32, probes *Probe, count int, keys *Key, starts *uint16, end int) int

// Find writes to out, probe by probe, which keys each likes, as the numbers of the probe and of the key, 16 bits each, and returns how many.
// starts says where the keys of each class of turns begin, and where the last one's end; Padding more follow. out has room for
// each probe to like each key.
func Find(out []uint32, probes []Probe, keys []Key, starts []uint16) int {
	n := int(starts[len(starts)-1])
	if len(probes) == 0 || n == 0 {
		return 0
	}
	if len(starts) <= 256 {
		for i := range probes {
			_ = starts[int(max(probes[i].First, probes[i].Last))+1]
		}
	}
	_, _ = out[len(probes)*n-1], keys[n+Padding-1]
	return find(&out[0], &probes[0], len(probes), &keys[0], &starts[0], n)
}
