//go:build !amd64 || purego

package alike

// Find writes to out, for each key from first to last that lies in the window, its number plus mark, and returns how many. out has
// room for all of them, and Padding more keys follow last.
func Find(out []uint32, keys []Key, first, last int, w Window, mark uint32) int {
	return each(out, keys, first, last, w, mark)
}
