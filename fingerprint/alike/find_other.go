//go:build !amd64 || purego

package alike

// Find writes to out, probe by probe, which keys each likes, as the numbers of the probe and of the key, 16 bits each, and returns how many.
// starts describes the keys, which Padding more follow; out has room for each probe to like each key.
func Find(out []uint32, probes []Probe, keys []Key, starts *Starts) int {
	return each(out, probes, keys, starts)
}
