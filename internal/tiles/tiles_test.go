package tiles_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
)

const origin = "trial.sallyport.invalid/hub"

func someLeaves(n int) (leaves [][]byte) {
	for i := range n {
		leaf := sha256.Sum256(fmt.Append(nil, i))
		leaves = append(leaves, leaf[:])
	}
	return leaves
}

func published(t *testing.T, size int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	tilestest.NewKey(t, origin).Publish(t, dir, someLeaves(size))
	return dir
}

func checkpoint(t testing.TB, source, key string) *tiles.Checkpoint {
	t.Helper()
	log, err := tiles.Open(t.Context(), source, key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestTilesAlone reads a folder that has neither a folder "tiles" nor a key.
func TestTilesAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(published(t, 5), "tiles")
	if _, err := tiles.Open(t.Context(), dir, ""); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	c := checkpoint(t, dir, tilestest.NewKey(t, origin).Vkey)
	for _, err := range c.Entries(t.Context(), 0) {
		if err != nil {
			t.Error(err)
		}
	}
	if err := c.Holds(t.Context(), 3, someLeaves(5)[3]); err != nil {
		t.Error(err)
	}
	if c.Holds(t.Context(), 3, someLeaves(5)[2]) == nil || c.Holds(t.Context(), 5, someLeaves(5)[2]) == nil {
		t.Error("held at another index")
	}
}

func edit(t *testing.T, name string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, change(data), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func flip(at int) func([]byte) []byte {
	return func(data []byte) []byte { data[at] ^= 1; return data }
}

// TestDamage changes what is published; the tiles of hashes tell which entries are at fault, and what they were.
func TestDamage(t *testing.T) {
	t.Parallel()
	entries := filepath.Join("tiles", "tile", "entries")
	for name, damage := range map[string]struct {
		do      func(t *testing.T, dir string)
		want    []tiles.Span
		unknown int // entries of which not even the hash is left
	}{
		"an entry changed": {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, entries, "000"), flip(5*34+10)) }, []tiles.Span{{First: 5, Last: 5}}, 0},
		"a bundle cut short": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, entries, "001.p", "44"), func(data []byte) []byte { return data[:100] })
		}, []tiles.Span{{First: 258, Last: 299}}, 0},
		"a bundle gone": {func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, entries, "000")) }, []tiles.Span{{First: 0, Last: 255}}, 0},
		"a bundle gone, and an entry changed": {func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, entries, "001.p", "44"))
			edit(t, filepath.Join(dir, entries, "000"), flip(5*34+10))
		}, []tiles.Span{{First: 5, Last: 5}, {First: 256, Last: 299}}, 0},
		"the tiles too": {func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, entries, "000"))
			edit(t, filepath.Join(dir, "tiles", "tile", "0", "000"), flip(77))
		}, []tiles.Span{{First: 0, Last: 255}}, 256},
		"and gone": {func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, entries, "000"))
			os.Remove(filepath.Join(dir, "tiles", "tile", "0", "000"))
		}, []tiles.Span{{First: 0, Last: 255}}, 256},
		"a tile changed, the entries whole": {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, "tiles", "tile", "0", "000"), flip(77)) }, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := published(t, 300)
			damage.do(t, dir)
			var found []tiles.Span
			hashes := make([]tlog.Hash, 300)
			for e, err := range checkpoint(t, dir, "").Entries(t.Context(), 0) {
				d := new(tiles.Damage)
				if errors.As(err, &d) {
					found = append(found, d.Span)
					copy(hashes[d.First:d.Last+1], d.Hashes)
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				hashes[e.Index] = e.Hash
			}
			unknown := 0
			for i, leaf := range someLeaves(300) {
				if hashes[i] == (tlog.Hash{}) {
					unknown++
				} else if hashes[i] != tlog.RecordHash(leaf) {
					t.Errorf("entry %d: %s", i, hashes[i])
				}
			}
			if diff := cmp.Diff(damage.want, found); diff != "" || unknown != damage.unknown {
				t.Error(unknown, diff)
			}
		})
	}
}

// TestClaimedSize: a checkpoint may claim any size; room is taken only for what is there, and not for what is too much.
func TestClaimedSize(t *testing.T) {
	t.Parallel()
	for size, want := range map[int64]string{tiles.MaxEntries + 1: "are read at most", math.MaxInt64: "are read at most", tiles.MaxEntries: tiles.ErrBroken.Error()} {
		dir := published(t, 3)
		text := fmt.Sprintf("%s\n%d\n%s\n", origin, size, tlog.Hash{})
		signed, err := note.Sign(&note.Note{Text: text}, tilestest.NewKey(t, origin).Signer)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "tiles", "checkpoint"), signed, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := read(t, dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d: %v", size, err)
		}
	}
}

func TestForeignLog(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tilestest.NewKey(t, origin).Publish(t, dir, [][]byte{[]byte("golang.org/x/mod v0.42.0")})
	if _, _, err := read(t, dir); !errors.Is(err, tiles.ErrForeign) {
		t.Error(err)
	}
}

func TestCheckpointOfAnother(t *testing.T) {
	t.Parallel()
	dir := published(t, 3)
	log, err := tiles.Open(t.Context(), dir, tilestest.NewKey(t, "trial.sallyport.invalid/other").Vkey)
	if err != nil {
		t.Fatal(err)
	}
	unsigned := new(tiles.Unsigned)
	if _, err := log.Checkpoint(t.Context()); !errors.As(err, &unsigned) {
		t.Error(err)
	}
}

// TestServerThatMisbehaves: what is too long is not read, and what fails is no missing file.
func TestServerThatMisbehaves(t *testing.T) {
	t.Parallel()
	key := tilestest.NewKey(t, origin).Vkey
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/long/") {
			for range 200 {
				fmt.Fprint(w, strings.Repeat("x", 1<<10))
			}
			return
		}
		http.Error(w, "no", http.StatusServiceUnavailable)
	}))
	defer server.Close()
	for path, want := range map[string]string{"/long": "longer than 131072 bytes", "/down": "503"} {
		_, err := tiles.Open(t.Context(), server.URL+path, key)
		if err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), want) {
			t.Error(path, err)
		}
	}
	for _, source := range []string{"http://", "https://host/path?query", filepath.Join(t.TempDir(), "none")} {
		if _, err := tiles.Open(t.Context(), source, key); err == nil {
			t.Error(source)
		}
	}
}

// TestRoot compares with x/mod's own reckoning.
func TestRoot(t *testing.T) {
	t.Parallel()
	for size := range 70 {
		var hashes, stored []tlog.Hash
		reader := tlog.HashReaderFunc(func(at []int64) (found []tlog.Hash, err error) {
			for _, i := range at {
				found = append(found, stored[i])
			}
			return found, nil
		})
		for i, leaf := range someLeaves(size) {
			more, err := tlog.StoredHashes(int64(i), leaf, reader)
			if err != nil {
				t.Fatal(err)
			}
			stored, hashes = append(stored, more...), append(hashes, tlog.RecordHash(leaf))
		}
		want, err := tlog.TreeHash(int64(size), reader)
		if err != nil {
			t.Fatal(err)
		}
		if tiles.Root(hashes) != want {
			t.Errorf("root over %d leaves", size)
		}
	}
}

// FuzzCheckpoint signs whatever it is given: what the key has signed is read or refused.
func FuzzCheckpoint(f *testing.F) {
	key := tilestest.NewKey(f, origin)
	log, err := tiles.Open(f.Context(), f.TempDir(), key.Vkey)
	if err != nil {
		f.Fatal(err)
	}
	for _, size := range []string{"2", "-1", "99999999999999999999", "+2"} {
		f.Add(origin + "\n" + size + "\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
	}
	f.Fuzz(func(t *testing.T, text string) {
		signed, err := note.Sign(&note.Note{Text: text}, key.Signer)
		if err != nil {
			return
		}
		c, err := log.Parse(string(signed))
		if err == nil && (c.Note != string(signed) || c.Size > math.MaxInt64 || !strings.HasPrefix(text, origin+"\n")) {
			t.Errorf("%+v", c)
		}
	})
}
