package tiles

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// MaxSize is the greatest log that Leaves reads whole: 2 GiB of hashes.
const MaxSize = 1 << 26

// Leaves are the leaf hashes of a log (RFC 6962, 2.1), all of them, shown to lead to the checkpoint's root.
type Leaves struct {
	Hashes []tlog.Hash
	Broken []Span // entries that are not there, or are not what the root commits to; their hashes are from the tiles
}

// Span is entries First to Last of a log.
type Span struct {
	First uint64 `json:"first"`
	Last  uint64 `json:"last"`
}

// ErrBroken is in the error for a log of which neither the entries nor the tiles lead to the checkpoint's root.
var ErrBroken = errors.New("neither its entries nor its tiles lead to the root that it has signed")

// Leaves reads every entry. Where they do not lead to the root, the log's tiles of hashes tell which are at fault.
func (c *Checkpoint) Leaves(ctx context.Context) (*Leaves, error) {
	if c.Size > MaxSize {
		return nil, fmt.Errorf("tiles: %s: %d entries; %d are read at most", c.log.Source, c.Size, MaxSize)
	}
	leaves, missing := new(Leaves), map[int64]bool{}
	err := c.each(func(n int64, width int) (err error) {
		missing[n], err = leaves.read(ctx, c.log, n, width)
		return err
	})
	if err == nil && Root(leaves.Hashes) != c.Root {
		leaves, err = c.compare(ctx, leaves.Hashes, missing)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errDamaged) {
		err = ErrBroken
	}
	if err != nil {
		return nil, fmt.Errorf("tiles: %s: %w", c.log.Source, err)
	}
	return leaves, nil
}

// read appends what bundle n has, or, where that is missing or damaged, the tile above it.
func (l *Leaves) read(ctx context.Context, log *Log, n int64, width int) (missing bool, err error) {
	entries, err := log.bundle(ctx, tlog.Tile{H: height, L: -1, N: n, W: width})
	for _, leaf := range entries {
		l.Hashes = append(l.Hashes, tlog.RecordHash(leaf))
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errDamaged) {
		return false, err
	}
	hashes, err := log.lowest(ctx, n, width)
	for _, h := range hashes {
		l.mark(uint64(len(l.Hashes)))
		l.Hashes = append(l.Hashes, h)
	}
	return true, err
}

func (l *Leaves) mark(index uint64) {
	if n := len(l.Broken); n > 0 && l.Broken[n-1].Last+1 == index {
		l.Broken[n-1].Last = index
		return
	}
	l.Broken = append(l.Broken, Span{index, index})
}

// compare tells by the lowest tiles which entries are not what the root commits to.
func (c *Checkpoint) compare(ctx context.Context, entries []tlog.Hash, missing map[int64]bool) (*Leaves, error) {
	l := new(Leaves)
	err := c.each(func(n int64, width int) error {
		hashes, err := c.log.lowest(ctx, n, width)
		for _, h := range hashes {
			if missing[n] || entries[len(l.Hashes)] != h {
				l.mark(uint64(len(l.Hashes)))
			}
			l.Hashes = append(l.Hashes, h)
		}
		return err
	})
	if err == nil && Root(l.Hashes) != c.Root {
		err = ErrBroken
	}
	return l, err
}

// each calls do for every bundle of entries: its number and how many there are in it.
func (c *Checkpoint) each(do func(n int64, width int) error) error {
	for first := uint64(0); first < c.Size; first += width {
		if err := do(int64(first/width), int(min(width, c.Size-first))); err != nil {
			return err
		}
	}
	return nil
}

// Root is the Merkle tree hash over leaf hashes (RFC 6962, 2.1).
func Root(leaves []tlog.Hash) tlog.Hash {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	}
	k := 1 << (bits.Len(uint(len(leaves)-1)) - 1) // the greatest power of two below
	return tlog.NodeHash(Root(leaves[:k]), Root(leaves[k:]))
}
