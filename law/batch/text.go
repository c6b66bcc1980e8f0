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

// of is the bits of a text: those of the narrowest name that stands for it.
func (t *text) of(given string) uint64 {
	for name, wider := given, true; wider; name, wider = t.wider(name) {
		if n := len(name) + 1; n < len(t.starts) {
			for i := t.starts[n-1]; i < t.starts[n]; i++ {
				if t.names[i] == name {
					return t.bits[i]
				}
			}
		}
	}
	return t.other
}

// wider is the name without its last step, where it has steps.
func (t *text) wider(name string) (string, bool) {
	if t.narrow == "" {
		return "", false
	}
	at := strings.LastIndex(name, t.narrow)
	return name[:max(at, 0)], at >= 0
}
