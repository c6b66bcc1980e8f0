package gallery

import (
	"bytes"
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
			if at := bytes.Index(data, record[recordHead+11:recordHead+11+15]); at >= 0 {
				tb.Errorf("%s:@%d: a print of %s, who was removed", name, at, s.ID)
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

// TestFlippedBits damages a gallery byte by byte: each is refused when it is opened, or found by a check.
func TestFlippedBits(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	change(t, path, func(w *Writer) error { return errors.Join(w.Append(subjects(0, 3)...), w.Remove("subject-00001")) })
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := path + "-damaged"
	for n := 0; n < len(whole); n++ {
		if n > 64 && whole[n] == 0 && whole[n-1] == 0 && n%509 != 0 { // one in many of the zeros
			continue
		}
		b := bytes.Clone(whole)
		b[n] ^= 1 << (n % 8)
		if err := os.WriteFile(damaged, b, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := Open(damaged)
		if err != nil {
			continue
		}
		if len(problems(f)) == 0 {
			t.Errorf("byte %d flipped: sound", n)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDamageSaysWhere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	change(t, path, func(w *Writer) error { return w.Append(subjects(0, 3)...) })
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		damage func(b []byte) []byte
		says   string
	}{
		{"text", func([]byte) []byte { return []byte("a note") }, `@0: format: begins with "a note", not with "SALLYGAL"; name a gallery file`},
		{"version", func(b []byte) []byte { b[11] = 9; return b }, "@8: version: is 9, this program reads 1; use the program that wrote it"},
		{"cut", func(b []byte) []byte { return b[:len(b)-1] }, fmt.Sprintf("@4112: end: is byte %d, the file has %d; restore", len(whole), len(whole)-1)},
		{"cut behind the magic", func(b []byte) []byte { return b[:9] }, "@9: header: the file ends within it; restore"},
		{"cut in the header", func(b []byte) []byte { return b[:9000] }, "@9000: header: the file ends within it; restore"},
		{"state", func(b []byte) []byte { b[dataStart] = 'x'; return b }, `@12288: state of a place: is "xubject\n"; restore`},
		{"ID", func(b []byte) []byte { b[dataStart+40] ^= 1; return b }, "@12316: ID: the checksum does not fit; restore"},
		{"both commit words", func(b []byte) []byte { b[page] ^= 1; b[2*page] ^= 1; return b }, "@4096: commit words: neither checksum fits; restore"},
	} {
		if err := os.WriteFile(path, c.damage(bytes.Clone(whole)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path); err == nil || !strings.HasPrefix(err.Error(), c.says) {
			t.Errorf("%s: %v; want %s", c.name, err, c.says)
		}
		if w, err := OpenWriter(path); err == nil {
			t.Errorf("%s: opened for changes (%v)", c.name, w.Close())
		}
	}
}

// TestRecovery makes by hand what a kill or a loss of power may leave, and opens it for changes.
func TestRecovery(t *testing.T) {
	t.Parallel()
	stray := invented("stray")
	for name, leave := range map[string]func(tb testing.TB, path string){
		"an append without a commit word": func(tb testing.TB, path string) {
			patch(tb, path, func(b []byte) []byte {
				before, _ := readCommit(b[page:])
				change(tb, path, func(w *Writer) error { return w.Append(stray) })
				longer, _ := os.ReadFile(path)
				for _, at := range commitAt {
					copy(longer[at:], before.append(nil))
				}
				return longer
			})
		},
		"a torn commit word": func(tb testing.TB, path string) {
			patch(tb, path, func(b []byte) []byte { copy(b[page+10:], "torn"); return b })
		},
		"a removal that holds and was not carried out": func(tb testing.TB, path string) {
			change(tb, path, func(w *Writer) error { return w.Append(stray) })
			patch(tb, path, func(b []byte) []byte { copy(b[dataStart+3*entryBytes:], removing); return b })
		},
		"a gallery half made": func(tb testing.TB, path string) {
			leaveFile(tb, path+madeSuffix, stray)
		},
		"an old gallery half overwritten": func(tb testing.TB, path string) {
			leaveFile(tb, path+replacedSuffix, stray)
		},
		"an old gallery not yet replaced": func(tb testing.TB, path string) {
			if err := os.Link(path, path+replacedSuffix); err != nil {
				tb.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "gallery")
			change(t, path, func(w *Writer) error { return w.Append(subjects(0, 3)...) })
			leave(t, path)
			want := wanted(subjects(0, 3))
			if diff := cmp.Diff(want, contents(t, path)); diff != "" {
				t.Errorf("before (-want +got):\n%s", diff)
			}
			change(t, path, func(*Writer) error { return nil })
			if diff := cmp.Diff(want, contents(t, path)); diff != "" {
				t.Errorf("after (-want +got):\n%s", diff)
			}
			sound(t, path)
			noTrace(t, path, stray)
			left, err := filepath.Glob(path + ".*")
			if err != nil || len(left) != 1 {
				t.Errorf("left: %q, %v", left, err)
			}
		})
	}
}

func patch(tb testing.TB, path string, change func([]byte) []byte) {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, change(b), 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

func leaveFile(tb testing.TB, path string, s Subject) {
	tb.Helper()
	record, err := appendRecord(nil, &s.Prints)
	if err == nil {
		err = os.WriteFile(path, append([]byte(s.ID), record...), 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
}
