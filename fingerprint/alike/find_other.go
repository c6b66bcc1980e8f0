//go:build !amd64 || purego

package alike

// Find writes to out, probe by probe, which keys each likes, as the numbers of the probe and of the key, 16 bits each, and returns how many.
// starts says where the keys of each class of turns begin, and where the last one's end; Padding more follow. out has room for
// each probe to like each key.
func Find(out []uint32, probes []Probe, keys []Key, starts []uint16) int {
	return each(out, probes, keys, starts)
}
