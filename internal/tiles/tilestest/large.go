package tilestest

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
)

// PublishLarge writes a log of so many commitments, of the hash of each one's number, without keeping it in memory.
func (k Key) PublishLarge(t testing.TB, dir string, count int) {
	t.Helper()
	var level []tlog.Hash // over each full tile below
	var last []tlog.Hash
	for first := 0; first < count; first += 256 {
		bundle, hashes := make([]byte, 0, 256*34), make([]tlog.Hash, 0, 256)
		for i := first; i < min(first+256, count); i++ {
			leaf := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(i)))
			bundle = append(append(bundle, 0, 32), leaf[:]...)
			hashes = append(hashes, tlog.RecordHash(leaf[:]))
		}
		k.tile(t, dir, tlog.Tile{H: 8, L: -1, N: int64(first / 256), W: len(hashes)}, bundle)
		k.hashes(t, dir, 0, int64(first/256), hashes)
		if last = nil; len(hashes) < 256 {
			last = hashes
			continue
		}
		level = append(level, tiles.Root(hashes))
	}
	root := level
	if last != nil {
		root = append(root[:len(root):len(root)], tiles.Root(last))
	}
	for n := 1; len(level) > 0; n++ {
		var above []tlog.Hash
		for first := 0; first < len(level); first += 256 {
			part := level[first:min(first+256, len(level))]
			k.hashes(t, dir, n, int64(first/256), part)
			if len(part) == 256 {
				above = append(above, tiles.Root(part))
			}
		}
		level = above
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", k.Name(), count, tiles.Root(root))}, k.Signer)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, tiles.KeyFile), []byte(k.Vkey+"\n"))
	write(t, filepath.Join(dir, "tiles", "checkpoint"), signed)
}

func (k Key) hashes(t testing.TB, dir string, level int, n int64, hashes []tlog.Hash) {
	t.Helper()
	data := make([]byte, 0, 32*len(hashes))
	for _, h := range hashes {
		data = append(data, h[:]...)
	}
	k.tile(t, dir, tlog.Tile{H: 8, L: level, N: n, W: len(hashes)}, data)
}

func (k Key) tile(t testing.TB, dir string, tile tlog.Tile, data []byte) {
	t.Helper()
	name := strings.Replace(strings.Replace(tile.Path(), "tile/8/data", "tile/entries", 1), "tile/8/", "tile/", 1)
	write(t, filepath.Join(dir, "tiles", name), data)
}
