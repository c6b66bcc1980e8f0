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
	Witnessed bool   // by as many as the node's policy asks for; only the log's own CatchUp and Slot say so
	origin    string
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
	return &Checkpoint{Size: c.Size, Root: c.Root, Note: c.Note, origin: log.Key.Name(), published: c}, nil
}

// Extends checks that the log c speaks of begins with all that an older signed checkpoint spoke of.
func (c *Checkpoint) Extends(ctx context.Context, older string) error {
	return c.published.Extends(ctx, older)
}

// Holds checks that the log holds e at its index.
func (c *Checkpoint) Holds(e *store.Event) error {
	if !e.Planned {
		return fmt.Errorf("ledger: event %d has no place in the log yet", e.Seq)
	}
	leaf, err := Leaf(c.origin, e)
	if err != nil {
		return err
	}
	if err := c.published.Holds(context.Background(), e.Index, leaf); err != nil { // files of this machine
		return fmt.Errorf("ledger: event %d: %w", e.Seq, err)
	}
	return nil
}
