package tiles

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// MaxEntries is the greatest log that is read: the hashes over its bundles take 2 GiB.
const MaxEntries = 1 << 34

// ErrBroken is in the error for a log of which neither the entries nor the tiles lead to the checkpoint's root.
var ErrBroken = errors.New("neither its entries nor its tiles lead to the root that it has signed")

// anchorsFrom are the hashes over each bundle from one on, shown to lead to the checkpoint's root: what a bundle is held against. For the end of a log a few
// tiles are enough.
func (c *Checkpoint) anchorsFrom(ctx context.Context, from uint64) ([]tlog.Hash, error) {
	if from > 0 && from*width < c.Size {
		if anchors, err := c.proved(ctx, from); err == nil {
			return anchors, nil
		}
	}
	anchors, err := c.anchors(ctx)
	return anchors[min(from, uint64(len(anchors))):], err
}

// proved reads hashes over bundles by the tiles that lead to them from the root.
func (c *Checkpoint) proved(ctx context.Context, from uint64) ([]tlog.Hash, error) {
	var indexes []int64
	full := c.Size / width
	for n := from; n < full; n++ {
		indexes = append(indexes, tlog.StoredHashIndex(height, int64(n)))
	}
	for i := full * width; i < c.Size; i++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, int64(i)))
	}
	hashes, err := c.hashes(ctx).ReadHashes(indexes)
	if err != nil {
		return nil, err
	}
	if rest := hashes[full-from:]; len(rest) > 0 {
		hashes = append(hashes[:full-from:full-from], Root(rest))
	}
	return hashes, nil
}

// anchors are those of every bundle. The tiles of the second level have them; where these are damaged, the entries or the lowest tiles do.
func (c *Checkpoint) anchors(ctx context.Context) ([]tlog.Hash, error) {
	if c.Size > MaxEntries {
		return nil, fmt.Errorf("tiles: %s: %d entries; %d are read at most", c.log.Source, c.Size, uint64(MaxEntries))
	}
	for _, from := range []func(context.Context) ([]tlog.Hash, error){c.fromTiles, c.fromEntries, c.fromLowest} {
		anchors, err := from(ctx)
		if err == nil && Root(anchors) == c.Root {
			return anchors, nil
		}
		if err != nil && !lost(err) {
			return nil, err
		}
	}
	return nil, fmt.Errorf("tiles: %s: %w", c.log.Source, ErrBroken)
}

// fromTiles reads the tiles of the second level, and the lowest one for what is behind the last full bundle.
func (c *Checkpoint) fromTiles(ctx context.Context) (anchors []tlog.Hash, err error) {
	for full := c.Size / width; uint64(len(anchors)) < full; {
		n := len(anchors) / width
		hashes, err := c.log.hashesOf(ctx, 1, int64(n), int(min(width, full-uint64(len(anchors)))))
		if err != nil {
			return nil, err
		}
		anchors = append(anchors, hashes...)
	}
	if rest := c.Size % width; rest > 0 {
		hashes, err := c.log.hashesOf(ctx, 0, int64(c.Size/width), int(rest))
		if err != nil {
			return nil, err
		}
		anchors = append(anchors, Root(hashes))
	}
	return anchors, nil
}

// fromEntries reads every bundle, or the lowest tile where one is missing.
func (c *Checkpoint) fromEntries(ctx context.Context) (anchors []tlog.Hash, err error) {
	err = c.each(0, func(n int64, count int) error {
		leaves, err := c.log.bundle(ctx, n, count)
		hashes := leafHashes(leaves)
		if err != nil && lost(err) {
			hashes, err = c.log.hashesOf(ctx, 0, n, count)
		}
		anchors = append(anchors, Root(hashes))
		return err
	})
	return anchors, err
}

func (c *Checkpoint) fromLowest(ctx context.Context) (anchors []tlog.Hash, err error) {
	err = c.each(0, func(n int64, count int) error {
		hashes, err := c.log.hashesOf(ctx, 0, n, count)
		anchors = append(anchors, Root(hashes))
		return err
	})
	return anchors, err
}

// each calls do for every bundle of entries from one on: its number and how many there are in it.
func (c *Checkpoint) each(from uint64, do func(n int64, count int) error) error {
	for first := from * width; first < c.Size; first += width {
		if err := do(int64(first/width), int(min(width, c.Size-first))); err != nil {
			return err
		}
	}
	return nil
}

func leafHashes(leaves [][]byte) []tlog.Hash {
	hashes := make([]tlog.Hash, len(leaves))
	for i, leaf := range leaves {
		hashes[i] = tlog.RecordHash(leaf)
	}
	return hashes
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

// RootAt is the root that the log had when it had its first size entries, all of which have to be readable.
func (c *Checkpoint) RootAt(ctx context.Context, size uint64) (root tlog.Hash, err error) {
	if size > c.Size {
		return root, fmt.Errorf("tiles: %d entries are more than the checkpoint's %d", size, c.Size)
	}
	if size > 0 {
		if root, err = tlog.TreeHash(int64(size), c.hashes(ctx)); err == nil { // a few tiles are enough where they are whole
			return root, nil
		}
	}
	anchors, err := c.anchors(ctx)
	if err != nil {
		return root, err
	}
	n := size / width
	parts := anchors[:n:n]
	if rest := size % width; rest > 0 {
		b, err := c.readBundle(ctx, int64(n), int(min(width, c.Size-n*width)), anchors[n])
		if err != nil {
			return root, err
		}
		if b.hashes == nil {
			return root, fmt.Errorf("tiles: %s: entries from %d on: %w", c.log.Source, b.first, ErrBroken)
		}
		parts = append(parts, Root(b.hashes[:rest]))
	}
	return Root(parts), nil
}
