package tiles

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/record"
)

// MaxSize is the greatest log that Leaves reads whole: 2 GiB of hashes.
const MaxSize = 1 << 26

// Leaves are the leaf hashes of a log (RFC 6962, 2.1), all of them, shown to lead to the checkpoint's root.
type Leaves struct {
	Hashes    []tlog.Hash
	Published []Entry // those that anyone can read
	Broken    []Span  // entries that are not there, or are not what the root commits to; their hashes are from the tiles
}

// Leaves reads every entry. Where they do not lead to the root, the log's tiles of hashes tell which are at fault.
func (c *Checkpoint) Leaves(ctx context.Context) (*Leaves, error) {
	if c.Size > MaxSize {
		return nil, fmt.Errorf("tiles: %s: %d entries; %d are read at most", c.log.Source, c.Size, MaxSize)
	}
	leaves := new(Leaves)
	for b, err := range c.bundles(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if b.hashes == nil {
			return nil, fmt.Errorf("tiles: %s: entries from %d on: %w", c.log.Source, b.first, ErrBroken)
		}
		leaves.Hashes = append(leaves.Hashes, b.hashes...)
		damage := new(Damage)
		b.yield(b.first, func(entry Entry, e error) bool {
			if errors.As(e, &damage) {
				leaves.mark(damage.Span)
				return true
			}
			if err = e; e == nil && len(entry.Leaf) != record.Size {
				leaves.Published = append(leaves.Published, entry)
			}
			return e == nil
		})
		if err != nil {
			return nil, err
		}
	}
	return leaves, nil
}

func (l *Leaves) mark(s Span) {
	if n := len(l.Broken); n > 0 && l.Broken[n-1].Last+1 == s.First {
		l.Broken[n-1].Last = s.Last
		return
	}
	l.Broken = append(l.Broken, s)
}
