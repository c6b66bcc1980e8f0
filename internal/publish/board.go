package publish

import (
	"context"
	"errors"
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
	witnessed bool
	tables    []figures.Table // nil where they have to be made anew
	shares    []figures.Share
}

// View calls show with what there is. It must not keep the log.
func (b *Board) View(ctx context.Context, show func(l *figures.Log, witnessed bool) error) error {
	b.one.Lock()
	defer b.one.Unlock()
	if err := b.read(ctx); err != nil {
		return err
	}
	return show(&b.log, b.witnessed)
}

// Tables are the log's, made once for each batch. They must not be changed.
func (b *Board) Tables(ctx context.Context) (at figures.Checkpoint, witnessed bool, shares []figures.Share, tables []figures.Table, err error) {
	err = b.View(ctx, func(l *figures.Log, is bool) error {
		if b.tables == nil {
			b.shares, b.tables = l.Shares(), l.Tables()
		}
		at, witnessed, shares, tables = l.Checkpoint, is, b.shares, b.tables
		return nil
	})
	return at, witnessed, shares, tables, err
}

// read adds what the log has published since it was read last.
func (b *Board) read(ctx context.Context) error {
	return b.Store.View(ctx, func(tx *store.Tx) error {
		c, err := tx.LastWitnessed()
		witnessed := err == nil
		if errors.Is(err, store.ErrNone) {
			c, err = tx.LastCheckpoint()
		}
		if errors.Is(err, store.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		at, err := checkpoint(c.Note)
		if err != nil {
			return err
		}
		if at.Size < b.log.Size { // only now is one witnessed, and it is smaller
			b.log, b.tables = figures.Log{}, nil
		}
		leaves, err := tx.PublishedLeaves(b.log.Size, at.Size)
		if err != nil {
			return err
		}
		for _, leaf := range leaves {
			if err := b.log.Add(leaf.Index, []byte(leaf.Body)); err != nil {
				return err
			}
			b.tables = nil
		}
		b.log.Checkpoint, b.witnessed = at, witnessed
		return nil
	})
}

// checkpoint is what a checkpoint that this node has signed says.
func checkpoint(signed string) (at figures.Checkpoint, err error) {
	text, _, _ := strings.Cut(signed, "\n\n")
	c, err := proof.ParseCheckpoint(text + "\n")
	return figures.Checkpoint{Origin: c.Origin, Size: c.Size, Root: c.Root.String()}, err
}
