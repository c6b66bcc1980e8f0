package gallery

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
		{"version", func(b []byte) []byte { b[11] = 9; return b }, "@8: version: is 9, this program reads 2; use the program that wrote it"},
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
