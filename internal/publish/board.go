package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"sallyport/internal/store"
	"sallyport/proof"
	"sallyport/record/figures"
)

// Board is what a node shows of its own log: figures under the last checkpoint that is witnessed, or, where none is, under the last that there is. It reads
// what it published from the store, as the log has it, and not the log; whoever doubts it counts the tiles. It is safe for concurrent use.
type Board struct {
	Store *store.Store

	one       sync.Mutex
	log       figures.Log
	next      uint64 // the first entry that is not counted yet
	witnessed bool
	tables    []figures.Table // nil where they have to be made anew
	shares    []figures.Share
}

// Counting says that the log has more than what is counted so far. Each look counts a part of it, so that nobody waits for the whole, and nobody is shown a
// number that no checkpoint gives.
type Counting struct{ Done, Of uint64 } // entries

func (c *Counting) Error() string {
	return fmt.Sprintf("publish: %d of the log's %d entries are counted so far", c.Done, c.Of)
}

// part is how many published leaves one look counts.
const part = 5000

// Ready counts all that there is: what a node does in the background once it runs, and whoever would rather wait than look again.
func (b *Board) Ready(ctx context.Context) error {
	for {
		err := b.View(ctx, func(*figures.Log, bool) error { return nil })
		if _, counting := errors.AsType[*Counting](err); !counting {
			return err
		}
	}
}

// View calls show with what there is, or returns a *Counting. It must not keep the log.
func (b *Board) View(ctx context.Context, show func(l *figures.Log, witnessed bool) error) error {
	b.one.Lock()
	defer b.one.Unlock()
	if err := b.read(ctx); err != nil {
		return err
	}
	return show(&b.log, b.witnessed)
}

// Tables are the log's, made once for each batch, after all is counted. They must not be changed.
func (b *Board) Tables(ctx context.Context) (at figures.Checkpoint, witnessed bool, shares []figures.Share, tables []figures.Table, err error) {
	if err := b.Ready(ctx); err != nil {
		return at, false, nil, nil, err
	}
	err = b.View(ctx, func(l *figures.Log, is bool) error {
		if b.tables == nil {
			b.shares, b.tables = l.Shares(), l.Tables()
		}
		at, witnessed, shares, tables = l.Checkpoint, is, b.shares, b.tables
		return nil
	})
	return at, witnessed, shares, tables, err
}

// read adds a part of what the log has published since it was read last.
func (b *Board) read(ctx context.Context) error {
	return b.Store.View(ctx, func(tx *store.Tx) error {
		at, witnessed, err := last(tx)
		if err != nil || at.Size == 0 {
			return err
		}
		if at.Size < b.next { // only now is one witnessed, and it is smaller
			b.log, b.next, b.tables = figures.Log{}, 0, nil
		}
		leaves, err := tx.PublishedLeaves(b.next, at.Size, part)
		if err != nil {
			return err
		}
		for _, leaf := range leaves {
			if err := b.log.Add(leaf.Index, []byte(leaf.Body)); err != nil {
				return err
			}
			b.next, b.tables = leaf.Index+1, nil
		}
		if len(leaves) == part && b.next < at.Size {
			return &Counting{b.next, at.Size}
		}
		b.next, b.log.Checkpoint, b.witnessed = at.Size, at, witnessed
		return nil
	})
}

// last is the checkpoint that is shown, of no entries where there is none.
func last(tx *store.Tx) (at figures.Checkpoint, witnessed bool, err error) {
	c, err := tx.LastWitnessed()
	witnessed = err == nil
	if errors.Is(err, store.ErrNone) {
		c, err = tx.LastCheckpoint()
	}
	if errors.Is(err, store.ErrNone) {
		return at, false, nil
	}
	if err != nil {
		return at, false, err
	}
	at, err = checkpoint(c.Note)
	return at, witnessed, err
}

// checkpoint is what a checkpoint that this node has signed says.
func checkpoint(signed string) (at figures.Checkpoint, err error) {
	text, _, _ := strings.Cut(signed, "\n\n")
	c, err := proof.ParseCheckpoint(text + "\n")
	return figures.Checkpoint{Origin: c.Origin, Size: c.Size, Root: c.Root.String()}, err
}
