package tiles

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"
)

// Level is what is published of one level of the tree.
type Level struct {
	Level   int      `json:"level"` // 0 are the hashes of entries
	Tiles   int      `json:"tiles"`
	Damaged []string `json:"damaged,omitempty"` // tiles that are missing, or are not what the signed root commits to
}

// Tiles reads the tiles of every level, and tells which of them are not as the signed root has it. Readers of single entries need them all.
func (c *Checkpoint) Tiles(ctx context.Context) (levels []Level, err error) {
	anchors, err := c.anchors(ctx)
	if err != nil {
		return nil, err
	}
	lowest := Level{}
	err = c.each(0, func(n int64, count int) error {
		hashes, err := c.log.hashesOf(ctx, 0, n, count)
		lowest.note(tlog.Tile{H: height, L: 0, N: n, W: count}, err == nil && Root(hashes) == anchors[n])
		return notLost(err)
	})
	if c.Size > 0 {
		levels = append(levels, lowest)
	}
	hashes := anchors[:c.Size/width] // only full tiles have a hash in the level above
	for n := 1; err == nil && len(hashes) > 0; n++ {
		var level Level
		if level, err = c.level(ctx, n, hashes); err == nil {
			levels, hashes = append(levels, level), above(hashes)
		}
	}
	return levels, err
}

// level compares the tiles of a level with the hashes that they ought to have.
func (c *Checkpoint) level(ctx context.Context, n int, want []tlog.Hash) (level Level, err error) {
	level.Level = n
	for first := 0; first < len(want); first += width {
		part := want[first:min(first+width, len(want))]
		hashes, err := c.log.hashesOf(ctx, n, int64(first/width), len(part))
		if err := notLost(err); err != nil {
			return level, err
		}
		level.note(tlog.Tile{H: height, L: n, N: int64(first / width), W: len(part)}, err == nil && Root(hashes) == Root(part))
	}
	return level, nil
}

func (l *Level) note(t tlog.Tile, whole bool) {
	l.Tiles++
	if !whole {
		l.Damaged = append(l.Damaged, path(t))
	}
}

// above are the hashes over each full tile.
func above(hashes []tlog.Hash) (over []tlog.Hash) {
	for ; len(hashes) >= width; hashes = hashes[width:] {
		over = append(over, Root(hashes[:width]))
	}
	return over
}

func notLost(err error) error {
	if lost(err) {
		return nil
	}
	return err
}
