package publish

import (
	"context"

	"sallyport/internal/tiles"
	"sallyport/record/figures"
)

// Read adds up what a log has published, as of a checkpoint. Every entry is shown to lead to its root, so none can be left out.
func Read(ctx context.Context, c *tiles.Checkpoint) (*figures.Log, error) {
	l := &figures.Log{Checkpoint: figures.Checkpoint{Origin: c.Origin, Size: c.Size, Root: c.Root.String()}}
	for entry, err := range c.Entries(ctx, 0) {
		if err != nil {
			return nil, err
		}
		if err := l.Add(entry.Index, entry.Leaf); err != nil {
			return nil, err
		}
	}
	return l, nil
}
