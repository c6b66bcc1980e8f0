package gallery

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
	"sallyport/fingerprint/alike"
)

// invented makes a subject up whose prints follow from its ID and are like nobody else's.
func invented(id string) Subject {
	h := fnv.New64a()
	h.Write([]byte(id))
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	s := Subject{ID: id}
	for n := range s.Prints {
		if n == 3 { // everybody's right ring finger is bandaged
			continue
		}
		t := fingerprint.Template{Width: 320, Height: 400, Finger: n + 1, Quality: 80}
		for range 3 + r.IntN(20) {
			t.Minutiae = append(t.Minutiae, fingerprint.Minutia{
				X: int16(r.IntN(320)), Y: int16(r.IntN(400)), Direction: uint8(r.IntN(256)), Kind: fingerprint.Ending, Quality: uint8(r.IntN(101))})
		}
		s.Prints[n] = t
	}
	return s
}

func subjects(from, to int) (all []Subject) {
	for n := from; n < to; n++ {
		all = append(all, invented(fmt.Sprintf("subject-%05d", n)))
	}
	return all
}

// change opens a gallery for changes, makes them and closes it.
func change(tb testing.TB, path string, do func(*Writer) error) {
	tb.Helper()
	w, err := OpenWriter(path)
	if err != nil {
		tb.Fatal(err)
	}
	if err := errors.Join(do(w), w.Close()); err != nil {
		tb.Fatal(err)
	}
}

// open opens a gallery for reading until the test ends.
func open(tb testing.TB, path string) *File {
	tb.Helper()
	f, err := Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := f.Close(); err != nil {
			tb.Error(err)
		}
	})
	return f
}

// contents reads every subject.
func contents(tb testing.TB, path string) map[string]Subject {
	tb.Helper()
	all := map[string]Subject{}
	f := open(tb, path)
	for s, err := range f.Subjects() {
		if err != nil {
			tb.Fatal(err)
		}
		if all[s.ID()], err = s.Subject(); err != nil {
			tb.Fatal(err)
		}
	}
	if len(all) != f.Len() {
		tb.Errorf("%d subjects, and the file says %d", len(all), f.Len())
	}
	return all
}

func wanted(all ...[]Subject) map[string]Subject {
	want := map[string]Subject{}
	for _, s := range slices.Concat(all...) {
		want[s.ID] = s
	}
	return want
}

// problems checks a gallery and lists what is wrong.
func problems(f *File) (all []string) {
	f.Check(func(d *Damage) { all = append(all, d.Error()) }, func() {})
	return all
}

func sound(tb testing.TB, path string) {
	tb.Helper()
	if wrong := problems(open(tb, path)); len(wrong) > 0 {
		tb.Errorf("check: %s", strings.Join(wrong, "\n"))
	}
}

func TestAppendRemoveCompact(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	all := subjects(0, 2*perChunk+7)
	change(t, path, func(w *Writer) error { return w.Append(all[:5]...) })
	change(t, path, func(w *Writer) error {
		return errors.Join(w.Append(all[5:6]...), w.Append(all[6:]...), w.Remove(all[3].ID, all[perChunk].ID))
	})
	want := wanted(all)
	delete(want, all[3].ID)
	delete(want, all[perChunk].ID)
	if diff := cmp.Diff(want, contents(t, path)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	sound(t, path)
	before := open(t, path)
	size, gone := before.Bytes()
	change(t, path, func(w *Writer) error { return w.Compact(func() {}) })
	if diff := cmp.Diff(want, contents(t, path)); diff != "" {
		t.Fatalf("compacted (-want +got):\n%s", diff)
	}
	sound(t, path)
	after := open(t, path)
	if now, left := after.Bytes(); gone == 0 || left != 0 || now >= size {
		t.Errorf("%d bytes of them %d removed; compacted %d and %d", size, gone, now, left)
	}
	if _, _, err := before.At(0); err == nil || !strings.Contains(err.Error(), "open it again") {
		t.Errorf("a reader of the old file: %v", err)
	}
	noTrace(t, path, all[3], all[perChunk])
}

// noTrace searches a gallery and what stands beside it for a subject's ID and prints.
func noTrace(tb testing.TB, path string, gone ...Subject) {
	tb.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		tb.Fatal(files, err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		for _, s := range gone {
			if at := bytes.Index(data, []byte(s.ID)); at >= 0 {
				tb.Errorf("%s:@%d: the ID of %s, who was removed", name, at, s.ID)
			}
			record, err := appendRecord(nil, &s.Prints)
			if err != nil {
				tb.Fatal(err)
			}
			templates := recordHead + int(binary.BigEndian.Uint16(record))
			for what, part := range map[string][]byte{"print": record[templates+11:][:15], "sketch": record[templates-alike.Padding-15:][:15]} {
				if at := bytes.Index(data, part); at >= 0 {
					tb.Errorf("%s:@%d: a %s of %s, who was removed", name, at, what, s.ID)
				}
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	all := subjects(0, 3)
	misplaced := invented("x")
	misplaced.Prints[0].Finger = 2
	change(t, path, func(w *Writer) error {
		if err := w.Append(all...); err != nil {
			return err
		}
		for name, refused := range map[string]error{
			"there already":     w.Append(invented("new"), all[1]),
			"twice":             w.Append(invented("new"), invented("new")),
			"no ID":             w.Append(invented("")),
			"long ID":           w.Append(invented(strings.Repeat("x", MaxID+1))),
			"ID of two lines":   w.Append(invented("a\nb")),
			"finger misplaced":  w.Append(misplaced),
			"not there":         w.Remove(all[0].ID, "new"),
			"removed twice":     w.Remove(all[0].ID, all[0].ID),
			"a second writer":   second(path),
			"no gallery at all": second(os.Args[0]),
		} {
			if refused == nil {
				t.Errorf("%s: not refused", name)
			}
		}
		return w.Append(invented(strings.Repeat("y", MaxID)))
	})
	if diff := cmp.Diff(wanted(all, []Subject{invented(strings.Repeat("y", MaxID))}), contents(t, path)); diff != "" {
		t.Errorf("after refusals (-want +got):\n%s", diff)
	}
	sound(t, path)
}

func second(path string) error {
	w, err := OpenWriter(path)
	if err != nil {
		return err
	}
	return w.Close()
}

func TestReaderSeesRemovals(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	change(t, path, func(w *Writer) error { return w.Append(subjects(0, 3)...) })
	f := open(t, path)
	s, _, err := f.At(1)
	if err != nil {
		t.Fatal(err)
	}
	change(t, path, func(w *Writer) error { return errors.Join(w.Remove("subject-00001"), w.Append(subjects(5, 6)...)) })
	if _, there, err := f.At(1); there || err != nil || !s.Removed() {
		t.Errorf("a removed subject: there %v, error %v, removed %v", there, err, s.Removed())
	}
	if f.Places() != 3 {
		t.Errorf("%d places; what was appended since is not seen", f.Places())
	}
}

// TestReadWhileRemoving reads over and over while subjects are removed: who is read is whole, or says that they are gone.
func TestReadWhileRemoving(t *testing.T) {
	t.Parallel()
	path, all := filepath.Join(t.TempDir(), "gallery"), subjects(0, 300)
	change(t, path, func(w *Writer) error { return w.Append(all...) })
	want, f := wanted(all), open(t, path)
	w, err := OpenWriter(path)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		var err error
		for _, s := range all[1:] {
			err = errors.Join(err, w.Remove(s.ID))
		}
		done <- errors.Join(err, w.Close())
	}()
	for {
		select {
		case err := <-done:
			if err != nil || readAll(t, f, want) != 1 {
				t.Errorf("after the removals: %v", err)
			}
			return
		default:
			readAll(t, f, want)
		}
	}
}

// readAll compares every subject that is there, and returns how many were.
func readAll(t *testing.T, f *File, want map[string]Subject) (n int) {
	t.Helper()
	for s, err := range f.Subjects() {
		if err != nil {
			t.Fatal(err)
		}
		n++
		subject, err := s.Subject()
		if !s.Removed() && (err != nil || !reflect.DeepEqual(subject, want[subject.ID])) {
			t.Fatalf("%s is there and cannot be read: %v", subject.ID, err)
		}
	}
	return n
}
