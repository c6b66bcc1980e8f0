//go:build !purego

package alike

//go:noescape
func find(out *uint32, keys *Key, n int, low, span uint64, mark uint32) int

// Find writes to out, for each key from first to last that lies in the window, its number plus mark, and returns how many. out has
// room for all of them, and Padding more keys follow last.
func Find(out []uint32, keys []Key, first, last int, w Window, mark uint32) int {
	n := last - first
	if n <= 0 {
		return 0
	}
	_, _ = out[n-1], keys[last+Padding-1]
	const four = 1<<48 + 1<<32 + 1<<16 + 1
	return find(&out[0], &keys[first], n, uint64(w.Low)*four, uint64(w.Span)*four, mark+uint32(first))
}
