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
	entries, missing, err := c.entries(ctx)
	if err != nil {
		return nil, err
	}
	if len(missing) == 0 && Root(entries) == c.Root {
		return &Leaves{Hashes: entries}, nil
	}
	hashes, err := c.lowest(ctx)
	if err != nil {
		return nil, err
	}
	if Root(hashes) != c.Root {
		return nil, c.broken()
	}
	leaves := &Leaves{Hashes: hashes}
	for i, h := range hashes {
		if entries[i] != h {
			leaves.mark(uint64(i))
		}
	}
	return leaves, nil
}

func (c *Checkpoint) broken() error { return fmt.Errorf("tiles: %s: %w", c.log.Source, ErrBroken) }

func (l *Leaves) mark(index uint64) {
	if n := len(l.Broken); n > 0 && l.Broken[n-1].Last+1 == index {
		l.Broken[n-1].Last = index
		return
	}
	l.Broken = append(l.Broken, Span{index, index})
}

// entries returns the hash of each entry; those of a bundle that is missing or damaged are zero.
func (c *Checkpoint) entries(ctx context.Context) (hashes []tlog.Hash, missing []int64, err error) {
	err = c.each(-1, func(t tlog.Tile) error {
		leaves, err := c.log.bundle(ctx, t)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errDamaged) {
			missing = append(missing, t.N)
			leaves, err = nil, nil
		}
		for _, leaf := range leaves {
			hashes = append(hashes, tlog.RecordHash(leaf))
		}
		hashes = append(hashes, make([]tlog.Hash, t.W-len(leaves))...)
		return err
	})
	return hashes, missing, err
}

// lowest returns the hashes that the log's lowest tiles have.
func (c *Checkpoint) lowest(ctx context.Context) (hashes []tlog.Hash, err error) {
	err = c.each(0, func(t tlog.Tile) error {
		data, err := c.log.hashTile(ctx, t)
		if errors.Is(err, fs.ErrNotExist) {
			return c.broken()
		}
		if err != nil {
			return err
		}
		for ; len(data) > 0; data = data[tlog.HashSize:] {
			hashes = append(hashes, tlog.Hash(data[:tlog.HashSize]))
		}
		return nil
	})
	return hashes, err
}

// each calls do for every tile of a level just above the entries, or for every bundle of entries.
func (c *Checkpoint) each(level int, do func(tlog.Tile) error) error {
	for n := int64(0); uint64(n)*width < c.Size; n++ {
		t := tlog.Tile{H: height, L: level, N: n, W: int(min(width, c.Size-uint64(n)*width))}
		if err := do(t); err != nil {
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
