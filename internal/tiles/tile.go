package tiles

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	height   = 8           // of tiles: c2sp.org/tlog-tiles
	width    = 1 << height // hashes of a full tile, entries of a full bundle
	leafSize = 32          // bytes of an event's commitment
)

// maxTile is more than any tile or bundle of commitments has, and less than would do harm.
const maxTile = 1 << 20 // bytes

// path is that of c2sp.org/tlog-tiles: as tlog has it, without the height, and with another word for entries.
func path(t tlog.Tile) string {
	name := strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
	return strings.Replace(name, "tile/data/", "tile/entries/", 1)
}

// tile reads a tile or a bundle. It falls back to the full one, which the log may keep instead of the partial one.
func (l *Log) tile(ctx context.Context, t tlog.Tile) ([]byte, error) {
	content, err := l.files.read(ctx, l.base+path(t), maxTile)
	if errors.Is(err, fs.ErrNotExist) && t.W < width {
		t.W = width
		content, err = l.files.read(ctx, l.base+path(t), maxTile)
	}
	return content, err
}

// hashTile reads the first t.W hashes of a tile.
func (l *Log) hashTile(ctx context.Context, t tlog.Tile) ([]byte, error) {
	content, err := l.tile(ctx, t)
	if err != nil {
		return nil, err
	}
	if len(content) < t.W*tlog.HashSize {
		return nil, fmt.Errorf("tiles: %s has %d bytes, and %d hashes have more: %w", path(t), len(content), t.W, errDamaged)
	}
	return content[:t.W*tlog.HashSize], nil
}

// lowest reads the leaf hashes of bundle n.
func (l *Log) lowest(ctx context.Context, n int64, width int) (hashes []tlog.Hash, err error) {
	data, err := l.hashTile(ctx, tlog.Tile{H: height, L: 0, N: n, W: width})
	for ; len(data) > 0; data = data[tlog.HashSize:] {
		hashes = append(hashes, tlog.Hash(data[:tlog.HashSize]))
	}
	return hashes, err
}

// errDamaged is a tile or a bundle that is not what its log ever published.
var errDamaged = errors.New("it is cut short")

// bundle reads the entries of a bundle: t.W leaves. The error is errDamaged, or ErrForeign for leaves of another size.
func (l *Log) bundle(ctx context.Context, t tlog.Tile) ([][]byte, error) {
	content, err := l.tile(ctx, t)
	if err != nil {
		return nil, err
	}
	leaves, err := parseBundle(content, t.W)
	if err != nil {
		return nil, fmt.Errorf("tiles: %s %s: %w", l.Source, path(t), err)
	}
	return leaves, nil
}

// parseBundle reads count entries, each behind its length in two bytes. More may follow, in the bundle of a longer log.
func parseBundle(content []byte, count int) ([][]byte, error) {
	leaves := make([][]byte, 0, width)
	foreign := false
	for range count {
		if len(content) < 2 {
			return nil, errDamaged
		}
		size := int(binary.BigEndian.Uint16(content))
		if content = content[2:]; len(content) < size {
			return nil, errDamaged
		}
		foreign = foreign || size != leafSize
		leaves, content = append(leaves, content[:size]), content[size:]
	}
	if foreign {
		return nil, ErrForeign
	}
	return leaves, nil
}

// ErrForeign is a log whose entries are not commitments of this program's.
var ErrForeign = errors.New("its entries are not commitments of 32 bytes: this is no log of Sallyport's")

// hashes reads hashes that lead to the checkpoint's root.
func (c *Checkpoint) hashes(ctx context.Context) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: int64(c.Size), Hash: c.Root}, tileReader{ctx, c.log})
}

// tileReader is one reading of tiles, as tlog wants it.
type tileReader struct {
	ctx context.Context
	log *Log
}

func (tileReader) Height() int { return height }

func (tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

func (r tileReader) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, t := range tiles {
		content, err := r.log.hashTile(r.ctx, t)
		if err != nil {
			return nil, err
		}
		data = append(data, content)
	}
	return data, nil
}
