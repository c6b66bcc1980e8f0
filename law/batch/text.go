package batch

import (
	"cmp"
	"slices"
	"strings"

	"sallyport"
)

// text looks a text up among those that its tests name.
type text struct {
	source
	names       []string // short ones first
	bits        []uint64 // for each of names
	starts      []int    // the first name of each length, and the end
	none, other uint64
	narrow      string // see sallyport.Fact
}

func newText(c column) text {
	t := text{source: sourceOf(c.ref), none: c.known(sallyport.NoneValue), narrow: c.ref.About().Narrow}
	for i, a := range c.atoms {
		t.other |= truth(false) << c.bits[i]
		t.names = append(t.names, a.Texts...)
	}
	slices.SortFunc(t.names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	t.names = slices.Compact(t.names)
	for i, name := range t.names {
		t.bits = append(t.bits, c.known(sallyport.TextValue(name)))
		for len(t.starts) <= len(name) {
			t.starts = append(t.starts, i)
		}
	}
	t.starts = append(t.starts, len(t.names))
	return t
}

func (t *text) into(words []uint64, s *subjects) {
	for i, v := range s.look(t.source, 0) {
		switch v.State {
		case sallyport.Known:
			words[i] |= t.of(v.S)
		case sallyport.None:
			words[i] |= t.none
		}
	}
}

func (t *text) of(name string) uint64 {
	for t.narrow != "" && !slices.Contains(t.names, name) {
		wider := strings.LastIndex(name, t.narrow)
		if wider < 0 {
			return t.other
		}
		name = name[:wider]
	}
	if n := len(name) + 1; n < len(t.starts) {
		for i := t.starts[n-1]; i < t.starts[n]; i++ {
			if t.names[i] == name {
				return t.bits[i]
			}
		}
	}
	return t.other
}
