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

// Node is one side of a comparison: a node's log, and its book, where there is one.
type Node struct {
	Name    string
	Log     *tiles.Log
	Signed  *tiles.Checkpoint // of the log as it is read
	Book    *Book             // nil where it is not given
	entries func(context.Context) iter.Seq2[tiles.Entry, error]
	then    *tiles.Checkpoint // the log's when the book was written; nil where the log's key has not signed it
}

// Open reads a log's checkpoint. The error is *tiles.Unsigned where that is not signed with its key.
func Open(ctx context.Context, log *tiles.Log) (*Node, error) {
	n := &Node{Name: nodeOf(log.Key.Name()), Log: log}
	if n.Name == "" {
		return nil, fmt.Errorf("reconcile: %s: the log is called %s; what follows the first / has to be a node's name", log.Source, log.Key.Name())
	}
	var err error
	if n.Signed, err = log.Checkpoint(ctx); err != nil {
		return nil, err
	}
	n.entries = func(ctx context.Context) iter.Seq2[tiles.Entry, error] { return n.Signed.Entries(ctx, 0) }
	return n, nil
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
	*held
	n     int    // its place among the sides
	knows uint64 // entries of the log that the book speaks for
}

func newSide(number int, n *Node) *side {
	s := &side{Node: n, n: number}
	if n.Book != nil {
		s.knows = n.Book.Leaves
	}
	if n.then != nil {
		s.knows = max(s.knows, n.then.Size)
	}
	return s
}

// forms are the leaves by which this node's log can commit to a line of the record.
func (s *side) forms(e *Event) []tlog.Hash {
	sum := record.Commit(e.salt, s.Log.Key.Name(), e.Body)
	forms := []tlog.Hash{tlog.RecordHash(sum[:])}
	if s.old {
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
	case !s.usable:
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
	if !s.usable {
		fault(LogUnusable, "the checkpoint over %d entries is signed, and neither the entries nor the tiles lead to its root", s.Signed.Size)
	} else {
		for _, span := range s.broken {
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
	case s.began != nil && *s.began != s.then.Root:
		fault(LogRewritten, "the first %d entries have the root %s; the book has a signed checkpoint over them with the root %s",
			s.then.Size, *s.began, s.then.Root)
	}
	if s.then != nil && s.Book.Leaves < s.then.Size {
		fault(RecordShort, "the record ends at %d entries; the log had %d when the book was written", s.Book.Leaves, s.then.Size)
	}
	return found
}
