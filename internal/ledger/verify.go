package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/store"
)

// Checkpoint is a signed statement of the log's size and root (c2sp.org/tlog-checkpoint), with what is needed to check
// claims about the log against it. Nothing here uses the code that wrote the log.
type Checkpoint struct {
	Size uint64
	Root tlog.Hash
	Note string // as signed
	dir  string
	key  note.Verifier
}

// Read reads the published checkpoint of the log in dir and checks its signature with the public key kept there.
// The error is fs.ErrNotExist before the first one.
func Read(dir string) (*Checkpoint, error) {
	public, err := os.ReadFile(filepath.Join(dir, publicFile))
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(public)))
	if err != nil {
		return nil, fmt.Errorf("ledger: public key: %w", err)
	}
	signed, err := os.ReadFile(filepath.Join(dir, "tiles", "checkpoint"))
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	c := &Checkpoint{dir: filepath.Join(dir, "tiles"), key: verifier}
	return c, c.open(string(signed))
}

func (c *Checkpoint) open(signed string) error {
	n, err := note.Open([]byte(signed), note.VerifierList(c.key))
	if err != nil {
		return fmt.Errorf("ledger: checkpoint: %w", err)
	}
	lines := strings.SplitN(n.Text, "\n", 4) // origin, size, root, and perhaps extensions
	if len(lines) < 4 || lines[0] != c.key.Name() {
		return fmt.Errorf("ledger: the checkpoint is not of %s", c.key.Name())
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return errors.New("ledger: the checkpoint's root is not a hash")
	}
	c.Size, err = strconv.ParseUint(lines[1], 10, 63)
	c.Root, c.Note = tlog.Hash(root), signed
	return err
}

// Extends checks that the log c speaks of begins with all that an older signed checkpoint spoke of.
func (c *Checkpoint) Extends(older string) error {
	old := Checkpoint{key: c.key}
	if err := old.open(older); err != nil {
		return err
	}
	if old.Size > c.Size {
		return fmt.Errorf("ledger: the log shrank from %d to %d entries", old.Size, c.Size)
	}
	if old.Size == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(int64(c.Size), int64(old.Size), c.hashes())
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	if err := tlog.CheckTree(proof, int64(c.Size), c.Root, int64(old.Size), old.Root); err != nil {
		return fmt.Errorf("ledger: the log was rewritten after %d entries: %w", old.Size, err)
	}
	return nil
}

// Holds checks that the log holds e at the index of its number.
func (c *Checkpoint) Holds(e *store.Event) error {
	leaf, err := Leaf(e)
	if err != nil {
		return err
	}
	if e.Seq >= c.Size {
		return fmt.Errorf("ledger: event %d is not under the checkpoint over %d entries", e.Seq, c.Size)
	}
	proof, err := tlog.ProveRecord(int64(c.Size), int64(e.Seq), c.hashes())
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	if err := tlog.CheckRecord(proof, int64(c.Size), c.Root, int64(e.Seq), tlog.RecordHash(leaf)); err != nil {
		return fmt.Errorf("ledger: the log does not hold event %d as the record has it: %w", e.Seq, err)
	}
	return nil
}

func (c *Checkpoint) hashes() tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: int64(c.Size), Hash: c.Root}, tileFiles(c.dir))
}

// tileFiles reads tiles of height 8 from a folder.
type tileFiles string

func (d tileFiles) Height() int { return 8 }

func (d tileFiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (d tileFiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		content, err := d.read(tile)
		if err != nil {
			return nil, err
		}
		data[i] = content
	}
	return data, nil
}

// read falls back to the full tile, which the log may keep instead of the partial one.
func (d tileFiles) read(tile tlog.Tile) ([]byte, error) {
	content, err := os.ReadFile(d.path(tile))
	if errors.Is(err, fs.ErrNotExist) && tile.W < 1<<tile.H {
		width := tile.W
		tile.W = 1 << tile.H
		content, err = os.ReadFile(d.path(tile))
		if len(content) >= width*tlog.HashSize {
			content = content[:width*tlog.HashSize]
		}
	}
	return content, err
}

// path is that of c2sp.org/tlog-tiles: as tlog has it, without the height.
func (d tileFiles) path(tile tlog.Tile) string {
	return filepath.Join(string(d), filepath.FromSlash(strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
}
