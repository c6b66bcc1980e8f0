package feed

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
	"sallyport/record"
)

// Of is the feed of a published log, read whole.
func Of(ctx context.Context, c *tiles.Checkpoint) ([]byte, error) {
	var leaves []Leaf
	for e, err := range c.Entries(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if len(e.Leaf) == record.Size {
			continue
		}
		says, err := record.Decode(e.Leaf)
		if err != nil {
			return nil, err
		}
		leaves = append(leaves, Leaf{e.Index, says})
	}
	return Make(OfLog(ctx, c), leaves)
}

// OfLog is a published log up to a checkpoint.
func OfLog(ctx context.Context, c *tiles.Checkpoint) Log {
	return Log{Origin: c.Log().Key.Name(), Size: c.Size, Root: func(size uint64) (tlog.Hash, error) { return c.RootAt(ctx, size) }}
}
