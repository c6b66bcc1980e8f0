package tiles

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/record"
)

// ErrForeign is a log whose entries are not of this program's.
var ErrForeign = errors.New("this is no log of Sallyport's")

// Entry is an entry of a log: a commitment, or a leaf that anyone can read (package record).
type Entry struct {
	Index uint64
	Hash  tlog.Hash // of the leaf (RFC 6962, 2.1)
	Leaf  []byte    // not to be changed
}

// Span is entries First to Last of a log.
type Span struct {
	First uint64 `json:"first"`
	Last  uint64 `json:"last"`
}

// Damage is the error for entries that are missing where the log is published, or are not what the signed root commits to.
type Damage struct {
	Span
	Hashes []tlog.Hash // of the leaves that the root commits to; nil where the lowest tile does not tell
}

func (d *Damage) Error() string {
	return fmt.Sprintf("tiles: entries %d to %d are missing, or are not what the signed root commits to", d.First, d.Last)
}

// Entries yields a log's entries in order, from an index on. Each is shown to lead to the checkpoint's root before it is yielded. Damaged ones are a
// *Damage in their place; whoever goes on is given those behind. Any other error is the last. It keeps a few bundles and 32 bytes for every 256 entries.
func (c *Checkpoint) Entries(ctx context.Context, first uint64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for b, err := range c.bundles(ctx, first/width) {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if !b.yield(first, yield) {
				return
			}
		}
	}
}

// bundle is one as it was read.
type bundle struct {
	first  uint64
	hashes []tlog.Hash // that lead to the root; nil where neither the entries nor the lowest tile do
	leaves [][]byte    // nil for those that are damaged
}

func (b *bundle) yield(from uint64, yield func(Entry, error) bool) bool {
	for i := 0; i < len(b.leaves); i++ {
		e := Entry{Index: b.first + uint64(i), Leaf: b.leaves[i]}
		if e.Index < from {
			continue
		}
		if e.Leaf == nil {
			d, from := &Damage{Span: Span{e.Index, e.Index}}, i
			for i+1 < len(b.leaves) && b.leaves[i+1] == nil {
				i++
				d.Last++
			}
			if b.hashes != nil {
				d.Hashes = b.hashes[from : i+1]
			}
			if !yield(Entry{}, d) {
				return false
			}
			continue
		}
		e.Hash = b.hashes[i]
		if _, err := record.KindOf(e.Leaf); err != nil {
			yield(Entry{}, fmt.Errorf("tiles: entry %d: %w: %w", e.Index, ErrForeign, err))
			return false
		}
		if !yield(e, nil) {
			return false
		}
	}
	return true
}

// ahead is how many bundles are read at once, so that a web server's distance does not matter.
const ahead = 16

// bundles yields a log's bundles in order, from one on.
func (c *Checkpoint) bundles(ctx context.Context, from uint64) iter.Seq2[*bundle, error] {
	type read struct {
		*bundle
		err error
	}
	return func(yield func(*bundle, error) bool) {
		anchors, err := c.anchorsFrom(ctx, from)
		if err != nil {
			yield(nil, err)
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		queue := make(chan chan read, ahead-1)
		go func() {
			defer close(queue)
			_ = c.each(from, func(n int64, count int) error {
				one := make(chan read, 1)
				select {
				case queue <- one:
				case <-ctx.Done():
					return ctx.Err()
				}
				go func() {
					b, err := c.readBundle(ctx, n, count, anchors[uint64(n)-from])
					one <- read{b, err}
				}()
				return nil
			})
		}()
		for one := range queue {
			r := <-one
			if !yield(r.bundle, r.err) || r.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// readBundle reads bundle n, which leads to the root where it leads to its anchor. The lowest tile tells which entries do not.
func (c *Checkpoint) readBundle(ctx context.Context, n int64, count int, anchor tlog.Hash) (*bundle, error) {
	b := &bundle{first: uint64(n) * width, leaves: make([][]byte, count)}
	leaves, err := c.log.bundle(ctx, n, count)
	if err != nil && !lost(err) {
		return nil, err
	}
	found := leafHashes(leaves)
	if err == nil && Root(found) == anchor {
		b.hashes, b.leaves = found, leaves
		return b, nil
	}
	hashes, err := c.log.hashesOf(ctx, 0, n, count)
	if err != nil && !lost(err) {
		return nil, err
	}
	if err != nil || Root(hashes) != anchor {
		return b, nil
	}
	b.hashes = hashes
	for i, h := range found {
		if h == hashes[i] {
			b.leaves[i] = leaves[i]
		}
	}
	return b, nil
}
