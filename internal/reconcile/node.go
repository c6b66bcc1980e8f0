package reconcile

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/tiles"
	"sallyport/record"
)

// Node is one side of a comparison: a node's log as it was read, and its book, where there is one.
type Node struct {
	Name   string
	Log    *tiles.Log
	Signed *tiles.Checkpoint // of the log as it was read
	Leaves *tiles.Leaves     // nil where nothing leads to the checkpoint's root
	Book   *Book             // nil where it is not given
	then   *tiles.Checkpoint // the log's when the book was written; nil where the log's key has not signed it
}

// Read reads a log and checks all of it. The error is *tiles.Unsigned where its checkpoint is not signed with its key.
func Read(ctx context.Context, log *tiles.Log) (*Node, error) {
	n := &Node{Name: nodeOf(log.Key.Name()), Log: log}
	if n.Name == "" {
		return nil, fmt.Errorf("reconcile: %s: the log is called %s; what follows the first / has to be a node's name", log.Source, log.Key.Name())
	}
	var err error
	if n.Signed, err = log.Checkpoint(ctx); err != nil {
		return nil, err
	}
	n.Leaves, err = n.Signed.Leaves(ctx)
	if errors.Is(err, tiles.ErrBroken) {
		err = nil
	}
	return n, err
}

// Take gives a node its book, which has to be one of its log.
func (n *Node) Take(b *Book) error {
	switch {
	case b.Log != n.Log.Vkey:
		return fmt.Errorf("the book is of the log %s, not of %s", b.Log, n.Log.Vkey)
	case n.Book != nil:
		return fmt.Errorf("a second book of %s", n.Name)
	}
	n.Book = b
	then, err := n.Log.Parse(b.Checkpoint)
	if unsigned := new(tiles.Unsigned); err != nil && !errors.As(err, &unsigned) {
		return err
	}
	n.then = then
	return nil
}

// side is a node with what is needed to look things up.
type side struct {
	*Node
	n      int                    // its place among the sides
	at     map[tlog.Hash]uint64   // index in the log, the first
	again  map[tlog.Hash][]uint64 // further ones
	knows  uint64                 // entries of the log that the book speaks for
	public published
}

func newSide(number int, n *Node) *side {
	s := &side{Node: n, n: number, at: map[tlog.Hash]uint64{}, again: map[tlog.Hash][]uint64{}}
	if n.Leaves != nil {
		s.public = readPublished(n.Leaves)
	}
	for i, h := range s.commitments() {
		if _, known := s.at[h]; known {
			s.again[h] = append(s.again[h], i)
			continue
		}
		s.at[h] = i
	}
	if n.Book != nil {
		s.knows = n.Book.Leaves
	}
	if n.then != nil {
		s.knows = max(s.knows, n.then.Size)
	}
	return s
}

// commitments are the leaves of the log that nobody can read: none of one that cannot be believed.
func (s *side) commitments() iter.Seq2[uint64, tlog.Hash] {
	return func(yield func(uint64, tlog.Hash) bool) {
		if s.Leaves == nil {
			return
		}
		open := s.Leaves.Published
		for i, h := range s.Leaves.Hashes {
			if len(open) > 0 && open[0].Index == uint64(i) {
				open = open[1:]
				continue
			}
			if !yield(uint64(i), h) {
				return
			}
		}
	}
}

// forms are the leaves by which this node's log can commit to a line of the record.
func (s *side) forms(e *Event) []tlog.Hash {
	sum := record.Commit(e.salt, s.Log.Key.Name(), e.Body)
	forms := []tlog.Hash{tlog.RecordHash(sum[:])}
	if s.public.early > 0 {
		sum = early(e.salt, e.Body)
		forms = append(forms, tlog.RecordHash(sum[:]))
	}
	return forms
}

// where returns every index at which the log holds one of these leaves.
func (s *side) where(leaves []tlog.Hash) (held []uint64) {
	for _, h := range leaves {
		if first, known := s.at[h]; known {
			held = append(append(held, first), s.again[h]...)
		}
	}
	return held
}

// shown is which of several forms the log holds, or else the first.
func (s *side) shown(leaves []tlog.Hash) tlog.Hash {
	for _, h := range leaves {
		if _, held := s.at[h]; held {
			return h
		}
	}
	return leaves[0]
}

// proof says what the node's own log has of a line of its book.
func (s *side) proof(index *uint64, leaves []tlog.Hash) (k Kind, early bool) {
	held := s.where(leaves)
	switch {
	case s.Leaves == nil:
		return "", false
	case len(held) == 0 && (index == nil || *index >= s.Signed.Size):
		return "", true
	case len(held) == 0:
		return NotInLog, false
	case index == nil || !slices.Contains(held, *index):
		return OtherIndex, false
	case len(held) > 1:
		return Twice, false
	}
	return "", false
}

// logFaults are what is wrong with a node's log, or with its record as a whole.
func (s *side) logFaults() (found []Finding) {
	fault := func(k Kind, detail string, args ...any) {
		found = append(found, Finding{Kind: k, Detail: fmt.Sprintf(detail, args...), Evidence: []Evidence{s.evidence()}})
	}
	if s.Leaves == nil {
		fault(LogUnusable, "the checkpoint over %d entries is signed, and neither the entries nor the tiles lead to its root", s.Signed.Size)
	} else {
		for _, span := range s.Leaves.Broken {
			fault(EntryDamaged, "entries %d to %d are missing, or are not what the tiles and the signed checkpoint commit to", span.First, span.Last)
		}
	}
	if s.Book == nil {
		return found
	}
	switch {
	case s.then == nil:
		fault(CheckpointUnsigned, "the book's checkpoint does not carry the signature of the log's key")
	case s.then.Size > s.Signed.Size:
		fault(LogShrank, "the log ends at %d entries; the same key has signed a checkpoint over %d, which the book has", s.Signed.Size, s.then.Size)
	case s.Leaves != nil && tiles.Root(s.Leaves.Hashes[:s.then.Size]) != s.then.Root:
		fault(LogRewritten, "the first %d entries have the root %s; the book has a signed checkpoint over them with the root %s",
			s.then.Size, tiles.Root(s.Leaves.Hashes[:s.then.Size]), s.then.Root)
	}
	if s.then != nil && s.Book.Leaves < s.then.Size {
		fault(RecordShort, "the record ends at %d entries; the log had %d when the book was written", s.Book.Leaves, s.then.Size)
	}
	return found
}
