package tiles

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/record"
)

const (
	height = 8           // of tiles: c2sp.org/tlog-tiles
	width  = 1 << height // hashes of a full tile, entries of a full bundle
)

const (
	maxTile   = width * tlog.HashSize        // bytes
	maxBundle = width * (2 + record.MaxLeaf) // bytes: 16 MiB; one of commitments has 9 kB
)

// path is that of c2sp.org/tlog-tiles: as tlog has it, without the height, and with another word for entries.
func path(t tlog.Tile) string {
	name := strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
	return strings.Replace(name, "tile/data/", "tile/entries/", 1)
}

// tile reads a tile or a bundle. It falls back to the full one, which the log may keep instead of the partial one.
func (l *Log) tile(ctx context.Context, t tlog.Tile) ([]byte, error) {
	limit := int64(maxTile)
	if t.L < 0 {
		limit = maxBundle
	}
	content, err := l.files.read(ctx, l.base+path(t), limit)
	if errors.Is(err, fs.ErrNotExist) && t.W < width {
		t.W = width
		content, err = l.files.read(ctx, l.base+path(t), limit)
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

// hashesOf reads the first count hashes of tile n of a level.
func (l *Log) hashesOf(ctx context.Context, level int, n int64, count int) ([]tlog.Hash, error) {
	data, err := l.hashTile(ctx, tlog.Tile{H: height, L: level, N: n, W: count})
	hashes := make([]tlog.Hash, 0, len(data)/tlog.HashSize)
	for ; len(data) > 0; data = data[tlog.HashSize:] {
		hashes = append(hashes, tlog.Hash(data[:tlog.HashSize]))
	}
	return hashes, err
}

// errDamaged is a tile or a bundle that is not what its log ever published.
var errDamaged = errors.New("it is cut short")

// lost tells a file that is missing or damaged from a failure to read one.
func lost(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, errDamaged) }

// bundle reads the first count entries of bundle n; with errDamaged, those before the damage.
func (l *Log) bundle(ctx context.Context, n int64, count int) ([][]byte, error) {
	t := tlog.Tile{H: height, L: -1, N: n, W: count}
	content, err := l.tile(ctx, t)
	if err != nil {
		return nil, err
	}
	leaves, err := parseBundle(content, count)
	if err != nil {
		err = fmt.Errorf("tiles: %s: %w", path(t), err)
	}
	return leaves, err
}

// parseBundle reads count entries, each behind its length in two bytes. More may follow, in the bundle of a longer log. Those before the damage come
// with the error.
func parseBundle(content []byte, count int) ([][]byte, error) {
	leaves := make([][]byte, 0, width)
	for range count {
		if len(content) < 2 {
			return leaves, errDamaged
		}
		size := int(binary.BigEndian.Uint16(content))
		if content = content[2:]; len(content) < size {
			return leaves, errDamaged
		}
		leaves, content = append(leaves, content[:size:size]), content[size:]
	}
	return leaves, nil
}

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
