// Package tilestest publishes logs for tests, as c2sp.org/tlog-tiles has them, with x/mod alone: quicker than a node's log,
// and the same each time.
package tilestest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
)

// Key is the key of a test's log; it follows from the log's origin.
type Key struct {
	note.Signer
	Vkey   string
	Secret string // as golang.org/x/mod/sumdb/note has it
}

// NewKey makes the key of an origin.
func NewKey(t testing.TB, origin string) Key {
	t.Helper()
	seed := sha256.Sum256([]byte(origin))
	public := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(origin, public)
	if err != nil {
		t.Fatal(err)
	}
	id := strings.Split(strings.TrimPrefix(vkey, origin), "+")[1]
	secret := "PRIVATE+KEY+" + origin + "+" + id + "+" + base64.StdEncoding.EncodeToString(append([]byte{1}, seed[:]...))
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return Key{signer, vkey, secret}
}

// Checkpoint signs what the key's log would say over these leaf hashes.
func (k Key) Checkpoint(t testing.TB, hashes []tlog.Hash) string {
	t.Helper()
	text := fmt.Sprintf("%s\n%d\n%s\n", k.Name(), len(hashes), tiles.Root(hashes))
	signed, err := note.Sign(&note.Note{Text: text}, k.Signer)
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

// Publish writes a log of these leaves into dir: the key beside it, and below tiles what a web server would serve.
func (k Key) Publish(t testing.TB, dir string, leaves [][]byte) {
	t.Helper()
	var stored stored
	var hashes []tlog.Hash
	for i, leaf := range leaves {
		more, err := tlog.StoredHashes(int64(i), leaf, &stored)
		if err != nil {
			t.Fatal(err)
		}
		stored, hashes = append(stored, more...), append(hashes, tlog.RecordHash(leaf))
	}
	for _, tile := range tlog.NewTiles(8, 0, int64(len(leaves))) {
		data, err := tlog.ReadTileData(tile, &stored)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "tiles", strings.Replace(tile.Path(), "tile/8/", "tile/", 1)), data)
	}
	for first := 0; first < len(leaves); first += 256 {
		part := leaves[first:min(first+256, len(leaves))]
		tile := tlog.Tile{H: 8, L: -1, N: int64(first / 256), W: len(part)}
		var bundle bytes.Buffer
		for _, leaf := range part {
			bundle.Write(binary.BigEndian.AppendUint16(nil, uint16(len(leaf))))
			bundle.Write(leaf)
		}
		write(t, filepath.Join(dir, "tiles", strings.Replace(tile.Path(), "tile/8/data", "tile/entries", 1)), bundle.Bytes())
	}
	write(t, filepath.Join(dir, tiles.KeyFile), []byte(k.Vkey+"\n"))
	write(t, filepath.Join(dir, "tiles", "checkpoint"), []byte(k.Checkpoint(t, hashes)))
}

func write(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// stored are a log's hashes in tlog's order.
type stored []tlog.Hash

func (s *stored) ReadHashes(indexes []int64) (hashes []tlog.Hash, err error) {
	for _, i := range indexes {
		hashes = append(hashes, (*s)[i])
	}
	return hashes, nil
}
