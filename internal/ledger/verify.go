package ledger

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/store"
	"sallyport/internal/tiles"
)

// Checkpoint is a signed statement of the log's size and root (c2sp.org/tlog-checkpoint), with what is needed to check
// claims about the log against it. Nothing here uses the code that wrote the log.
type Checkpoint struct {
	Size      uint64
	Root      tlog.Hash
	Note      string // as signed
	published *tiles.Checkpoint
}

// Read reads the published checkpoint of the log in dir and checks its signature with the public key kept there.
// The error is fs.ErrNotExist before the first one.
func Read(ctx context.Context, dir string) (*Checkpoint, error) {
	log, err := tiles.Open(ctx, dir, "")
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	c, err := log.Checkpoint(ctx)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return &Checkpoint{c.Size, c.Root, c.Note, c}, nil
}

// Extends checks that the log c speaks of begins with all that an older signed checkpoint spoke of.
func (c *Checkpoint) Extends(ctx context.Context, older string) error {
	return c.published.Extends(ctx, older)
}

// Holds checks that the log holds e at the index of its number.
func (c *Checkpoint) Holds(e *store.Event) error {
	leaf, err := Leaf(e)
	if err != nil {
		return err
	}
	if err := c.published.Holds(context.Background(), e.Seq, leaf); err != nil { // files of this machine
		return fmt.Errorf("ledger: event %d: %w", e.Seq, err)
	}
	return nil
}
