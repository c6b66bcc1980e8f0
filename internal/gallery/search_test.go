package gallery

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
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

// TestSearch finds whom a comparison with everyone finds first, with the same score, and nobody who was removed.
func TestSearch(t *testing.T) {
	t.Parallel()
	const people, gone = 300, 17
	path := filepath.Join(t.TempDir(), "gallery")
	var memory fingerprint.Gallery
	var all []Subject
	for n := range people {
		all = append(all, synthetic(n, 0))
		if n != gone {
			memory.Add(all[n].ID, all[n].Prints)
		}
	}
	change(t, path, func(w *Writer) error {
		return errors.Join(w.Append(all...), w.Remove(all[gone].ID))
	})
	f := open(t, path)
	for _, n := range []int{0, gone, people - 1} {
		probe, read := synthetic(n, 1).Prints, atomic.Int64{}
		found, err := f.Search(&probe, 5, func(places int) { read.Add(int64(places)) })
		if err != nil || len(found) != 5 {
			t.Fatalf("%d found, error %v", len(found), err)
		}
		if best := memory.Search(probe, 1)[0]; n != gone && !cmp.Equal(found[0], best) {
			t.Errorf("person %d: found %v, and among all %v", n, found[0], best)
		}
		if n == gone && slices.ContainsFunc(found, func(c fingerprint.Candidate) bool { return c.ID == all[gone].ID || c.Score > 0 }) {
			t.Errorf("found %v of somebody who was removed", found)
		}
		if want := map[bool]int64{true: people}[n == 0]; read.Load() != want {
			t.Errorf("%d places read and checked, want %d", read.Load(), want)
		}
	}
}

// TestSearchOfADamagedGallery says where the first damaged record is.
func TestSearchOfADamagedGallery(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	change(t, path, func(w *Writer) error { return w.Append(subjects(0, 3)...) })
	patch(t, path, func(b []byte) []byte { b[dataStart+chunkIndex+100] ^= 1; return b })
	probe := invented("x").Prints
	want := fmt.Sprintf("@%d: prints: the checksum does not fit", dataStart+chunkIndex)
	if _, err := open(t, path).Search(&probe, 5, func(int) {}); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v; want %s", err, want)
	}
}
