package gallery

import (
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
	"sallyport/fingerprint/synth"
)

// synthetic returns impression k of all ten fingers of synthetic person n.
func synthetic(n, k int) Subject {
	s := Subject{ID: strconv.Itoa(n)}
	for f := range s.Prints {
		s.Prints[f] = synth.NewPerson(1, n).Finger(f + 1).Template(k)
	}
	return s
}

// TestSearch finds what the gallery in memory finds, in the same order, across blocks.
func TestSearch(t *testing.T) {
	t.Parallel()
	const people, gone = searchBlock + 40, 17
	path := filepath.Join(t.TempDir(), "gallery")
	var memory fingerprint.Gallery
	change(t, path, func(w *Writer) error {
		for n := range people {
			s := synthetic(n, 0)
			if n != gone {
				memory.Add(s.ID, s.Prints)
			}
			if err := w.Append(s); err != nil {
				return err
			}
		}
		return w.Remove(strconv.Itoa(gone))
	})
	f := open(t, path)
	for _, n := range []int{0, gone, people - 1} {
		probe := synthetic(n, 1).Prints
		found, err := f.Search(&probe, 5, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(memory.Search(probe, 5), found); diff != "" {
			t.Errorf("person %d (-memory +file):\n%s", n, diff)
		}
		if mate := found[0].ID == strconv.Itoa(n); mate != (n != gone) {
			t.Errorf("person %d: found %s", n, found[0].ID)
		}
	}
}
