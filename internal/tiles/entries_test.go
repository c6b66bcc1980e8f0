package tiles_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
	"sallyport/record"
)

// someEntries are commitments, and leaves that anyone can read at every hundredth place, one of them as long as a leaf can be.
func someEntries(t *testing.T, n int) [][]byte {
	t.Helper()
	entries := someLeaves(n)
	for i := 0; i < n; i += 100 {
		var p record.Published = record.Line{Kind: "booked", Day: "2015-08-03", Place: "us-il", N: i + 1}
		if i == 300 {
			p = longLeaf()
		}
		leaf, err := record.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		entries[i] = leaf
	}
	if n > 300 && len(entries[300]) < record.MaxLeaf-50 {
		t.Fatalf("the long leaf has %d bytes", len(entries[300]))
	}
	return entries
}

// longLeaf has as much as a leaf can have.
func longLeaf() (s record.SharedLeaf) {
	for _, leaf := range someLeaves(1393) {
		s.Common = append(s.Common, base64.StdEncoding.EncodeToString(leaf))
	}
	slices.Sort(s.Common)
	return s
}

func publishedEntries(t *testing.T, size int) (dir string, entries [][]byte) {
	t.Helper()
	dir, entries = t.TempDir(), someEntries(t, size)
	tilestest.NewKey(t, origin).Publish(t, dir, entries)
	return dir, entries
}

func TestEntries(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 255, 256, 257, 700, 5000} {
		dir, want := publishedEntries(t, size)
		server := httptest.NewServer(http.FileServer(http.Dir(dir)))
		defer server.Close()
		for _, source := range []string{dir, server.URL} {
			for _, first := range []int{0, 1, 256, 299, size} {
				next := first
				for e, err := range checkpoint(t, source, "").Entries(t.Context(), uint64(first)) {
					if err != nil {
						t.Fatal(err)
					}
					if e.Index != uint64(next) || !bytes.Equal(e.Leaf, want[next]) || e.Hash != tlog.RecordHash(want[next]) {
						t.Fatalf("%s: entry %d: %+v", source, next, e)
					}
					next++
				}
				if next != max(first, size) {
					t.Errorf("%s, %d entries from %d on: ended at %d", source, size, first, next)
				}
			}
		}
	}
}

// TestEntriesLeftEarly: whoever has seen enough leaves.
func TestEntriesLeftEarly(t *testing.T) {
	t.Parallel()
	dir, _ := publishedEntries(t, 5000)
	for e, err := range checkpoint(t, dir, "").Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Index == 1000 {
			break
		}
	}
}

func read(t *testing.T, dir string) (seen int, damage []tiles.Span, err error) {
	t.Helper()
	for _, err := range checkpoint(t, dir, "").Entries(t.Context(), 0) {
		d := new(tiles.Damage)
		switch {
		case errors.As(err, &d):
			damage = append(damage, d.Span)
		case err != nil:
			return seen, damage, err
		default:
			seen++
		}
	}
	return seen, damage, nil
}

// TestDamagedEntries: what is damaged is told in its place, and what is not is read nonetheless.
func TestDamagedEntries(t *testing.T) {
	t.Parallel()
	entries, tile := filepath.Join("tiles", "tile", "entries"), filepath.Join("tiles", "tile", "0", "000")
	for name, damage := range map[string]struct {
		do   func(t *testing.T, dir string)
		want []tiles.Span
		err  error
	}{
		"an entry changed": {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, entries, "000"), flip(1000)) }, []tiles.Span{{First: 28, Last: 28}}, nil},
		"two changed": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, entries, "000"), flip(1000))
			edit(t, filepath.Join(dir, entries, "001"), flip(40))
		}, []tiles.Span{{First: 28, Last: 28}, {First: 257, Last: 257}}, nil},
		"a length changed": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, entries, "002.p", "188"), flip(0))
		}, []tiles.Span{{First: 512, Last: 699}}, nil},
		"a bundle gone": {func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, entries, "001")) }, []tiles.Span{{First: 256, Last: 511}}, nil},
		"its lowest tile too": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, entries, "000"), flip(1000))
			edit(t, filepath.Join(dir, tile), flip(1000))
		}, []tiles.Span{{First: 0, Last: 255}}, nil},
		"the tile above it too": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, entries, "000"), flip(1000))
			edit(t, filepath.Join(dir, "tiles", "tile", "1", "000.p", "2"), flip(10))
		}, []tiles.Span{{First: 28, Last: 28}}, nil},
		"every tile, the entries whole": {func(t *testing.T, dir string) {
			os.RemoveAll(filepath.Join(dir, "tiles", "tile", "0"))
			os.RemoveAll(filepath.Join(dir, "tiles", "tile", "1"))
		}, nil, nil},
		"every tile, and an entry changed": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, entries, "000"), flip(1000))
			os.RemoveAll(filepath.Join(dir, "tiles", "tile", "0"))
			os.RemoveAll(filepath.Join(dir, "tiles", "tile", "1"))
		}, nil, tiles.ErrBroken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, _ := publishedEntries(t, 700)
			damage.do(t, dir)
			seen, found, err := read(t, dir)
			if diff := cmp.Diff(damage.want, found); diff != "" || !errors.Is(err, damage.err) {
				t.Error(err, diff)
			}
			lost := 0
			for _, s := range damage.want {
				lost += int(s.Last-s.First) + 1
			}
			if err == nil && seen != 700-lost {
				t.Errorf("%d entries read, %d lost", seen, lost)
			}
		})
	}
}

// TestTiles finds a damaged tile of each level, and none of a log that is whole.
func TestTiles(t *testing.T) {
	t.Parallel()
	const size = 66_000
	whole := t.TempDir()
	tilestest.NewKey(t, origin).Publish(t, whole, someLeaves(size))
	want := []tiles.Level{{Level: 0, Tiles: 258}, {Level: 1, Tiles: 2}, {Level: 2, Tiles: 1}}
	for _, name := range []string{"", "tile/0/255", "tile/0/257.p/208", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"} {
		want := append([]tiles.Level{}, want...)
		if name != "" {
			edit(t, file(whole, name), flip(17))
			want[name[len("tile/")]-'0'].Damaged = []string{name}
		}
		found, err := checkpoint(t, whole, "").Tiles(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, found); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if name != "" {
			edit(t, file(whole, name), flip(17)) // as it was
		}
	}
}

func file(dir, name string) string { return filepath.Join(dir, "tiles", filepath.FromSlash(name)) }
