package reconcile

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
	"sallyport/record"
)

// held is what one reading of a log keeps of it: what anyone can read, and where the commitments are that a book names. Of a log of an earlier version it
// keeps every commitment, since such logs are compared by them.
type held struct {
	usable      bool                   // the log leads to its checkpoint's root
	old         bool                   // it begins as logs of an earlier version did
	at          map[tlog.Hash]uint64   // index in the log, the first
	again       map[tlog.Hash][]uint64 // further ones
	public      published
	broken      []tiles.Span
	unaccounted []tiles.Span // commitments that are neither of an event of the book nor padding
	began       *tlog.Hash   // root over as many entries as the book's checkpoint has; nil where it cannot be told
}

// mostOld is how many commitments a log keeps that were made before it said how it grows: 2 GiB of hashes.
const mostOld = 1 << 26

// reading is the reading of one log.
type reading struct {
	*held
	of      *side
	watched map[tlog.Hash]bool // commitments that a book names; nil before the first entry
	account *accounting        // nil without a book of the node's own
	public  reader
	begins  beginning
}

// read reads a side's log once, from its first entry to its last.
func (s *side) read(ctx context.Context, sides []*side) error {
	s.held = &held{usable: true, at: map[tlog.Hash]uint64{}, again: map[tlog.Hash][]uint64{}}
	r := &reading{held: s.held, of: s}
	for e, err := range s.entries(ctx) {
		damage := new(tiles.Damage)
		switch {
		case errors.Is(err, tiles.ErrBroken):
			s.held = &held{}
			return nil
		case errors.As(err, &damage):
			r.start(sides, true)
			err = r.damaged(damage)
		case err == nil:
			r.start(sides, len(e.Leaf) == record.Size)
			err = r.take(e)
		}
		if err != nil {
			return fmt.Errorf("%s: log: %w", s.Log.Source, err)
		}
	}
	s.held.public = r.public.end(s.Signed.Size, s.broken)
	if r.account != nil {
		s.unaccounted = r.account.spans
	}
	if s.then != nil {
		s.began = r.begins.root(s.then.Size)
	}
	return nil
}

// start prepares for all entries, once the first tells what kind of log it is.
func (r *reading) start(sides []*side, old bool) {
	if r.watched != nil {
		return
	}
	r.old, r.watched = old, map[tlog.Hash]bool{}
	for _, s := range sides {
		for e := range s.Book.events() {
			if s != r.of && e.message == nil {
				continue
			}
			for _, h := range r.of.forms(e) {
				r.watched[h] = true
			}
		}
	}
	if r.of.Book != nil {
		r.account = newAccounting(r.of)
	}
	if r.of.then != nil {
		r.begins.until = r.of.then.Size
	}
}

func (r *reading) take(e tiles.Entry) error {
	r.begins.add(e.Hash)
	if len(e.Leaf) != record.Size {
		r.public.take(e)
		return nil
	}
	if r.account != nil && !r.watched[e.Hash] {
		r.account.take(e.Index, e.Hash)
	}
	return r.keep(e.Index, e.Hash)
}

// damaged takes entries of which only the leaves' hashes are left, if these are.
func (r *reading) damaged(d *tiles.Damage) error {
	if n := len(r.broken); n > 0 && r.broken[n-1].Last+1 == d.First {
		r.broken[n-1].Last = d.Last
	} else {
		r.broken = append(r.broken, d.Span)
	}
	r.begins.lost = r.begins.lost || d.Hashes == nil
	for i, h := range d.Hashes {
		r.begins.add(h)
		if err := r.keep(d.First+uint64(i), h); err != nil {
			return err
		}
	}
	return nil
}

// keep notes where a commitment is.
func (r *reading) keep(index uint64, h tlog.Hash) error {
	early := r.public.settings == nil
	if !early && !r.watched[h] {
		return nil
	}
	if _, twice := r.at[h]; twice {
		r.again[h] = append(r.again[h], index)
	} else {
		r.at[h] = index
	}
	if early && index >= mostOld {
		return fmt.Errorf("it does not say how it grows in its first %d entries; a log of an earlier version has fewer", mostOld)
	}
	return nil
}

// beginning works out the root over the first entries of a log.
type beginning struct {
	until, size uint64
	over        []tlog.Hash // of whole trees, the greatest first
	lost        bool        // an entry's hash is not known
}

func (b *beginning) add(h tlog.Hash) {
	if b.size == b.until || b.lost {
		return
	}
	b.size++
	for k := b.size; k%2 == 0; k /= 2 {
		h = tlog.NodeHash(b.over[len(b.over)-1], h)
		b.over = b.over[:len(b.over)-1]
	}
	b.over = append(b.over, h)
}

// root is the root over the first size entries, and nil where there are not so many, or not all are known.
func (b *beginning) root(size uint64) *tlog.Hash {
	if b.size != size {
		return nil
	}
	root := tiles.Root(nil)
	for i := len(b.over) - 1; i >= 0; i-- {
		if i == len(b.over)-1 {
			root = b.over[i]
			continue
		}
		root = tlog.NodeHash(b.over[i], root)
	}
	return &root
}
