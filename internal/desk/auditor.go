package desk

import (
	"context"
	"errors"
	"time"

	"sallyport"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Line is a line of the record as an auditor sees it: by submission, with no facts of a person.
type Line struct {
	Seq uint64
	sallyport.Event
}

// Overview is what an auditor looks at first. The lists are the newest of each, but for the clocks, of which the longest overdue come first.
type Overview struct {
	Overdue   []store.Clock
	Late      int64 // clocks that are overdue
	Kinds     []Kind
	Last      *store.Checkpoint // of the log; nil while there is none
	Witnessed *store.Checkpoint // the last that as many witnesses as the node asks for cosigned; nil while there is none
}

// Kind is one kind of line that an auditor looks for.
type Kind struct {
	What  store.Audited
	Count int64
	Lines []Line
}

// Overview says what an auditor looks at first, with so many lines of each list at most.
func (n *Node) Overview(ctx context.Context, who sallyport.Actor, at time.Time, most int) (o Overview, err error) {
	if err := roles.Allows(who, roles.ReadJournal); err != nil {
		return o, err
	}
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		if o.Overdue, o.Late, err = tx.Overdue(at, most); err != nil {
			return err
		}
		for _, what := range []store.Audited{store.Citizenship, store.Grounds, store.LateHolds, store.Reads} {
			k := Kind{What: what}
			if k.Count, err = tx.CountAudited(what); err != nil {
				return err
			}
			if k.Lines, err = linesOf(tx, what, 0, most); err != nil {
				return err
			}
			o.Kinds = append(o.Kinds, k)
		}
		if o.Last, err = perhaps(tx.LastCheckpoint()); err != nil {
			return err
		}
		o.Witnessed, err = perhaps(tx.LastWitnessed())
		return err
	})
	return o, err
}

// Journal returns lines of one kind that an auditor looks for, the newest first, those before seq where it is not 0, most of them at most.
func (n *Node) Journal(ctx context.Context, who sallyport.Actor, what store.Audited, before uint64, most int) (lines []Line, err error) {
	if err := roles.Allows(who, roles.ReadJournal); err != nil {
		return nil, err
	}
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		lines, err = linesOf(tx, what, before, most)
		return err
	})
	return lines, err
}

func linesOf(tx *store.Tx, what store.Audited, before uint64, most int) ([]Line, error) {
	found, err := tx.Audited(what, before, most)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(found))
	for i := range found {
		event, err := found[i].Decode()
		if err != nil {
			return nil, err
		}
		lines[i] = Line{found[i].Seq, event}
	}
	return lines, nil
}

func perhaps(c store.Checkpoint, err error) (*store.Checkpoint, error) {
	if errors.Is(err, store.ErrNone) {
		return nil, nil
	}
	return &c, err
}

// Reader is how often somebody read what is held about people, in one role.
type Reader struct {
	By    sallyport.Actor
	What  string
	Count int
	About int // how many submissions
	Last  time.Time
}

// mostReads is how many reads are counted for one answer: the newest.
const mostReads = 2000

// Readers says who read what is held about people, in which role, how often and when last, over the newest reads since a time. all says whether there
// are no further ones.
func (n *Node) Readers(ctx context.Context, who sallyport.Actor, since time.Time) (readers []Reader, all bool, err error) {
	lines, err := n.Journal(ctx, who, store.Reads, 0, mostReads)
	if err != nil {
		return nil, false, err
	}
	type key struct {
		by   sallyport.Actor
		what string
	}
	at := map[key]int{}
	seen := map[key]map[string]bool{}
	for _, l := range lines {
		if l.At.Before(since) {
			return readers, true, nil
		}
		k := key{l.Actor, l.Kind}
		i, there := at[k]
		if !there {
			i = len(readers)
			at[k], seen[k] = i, map[string]bool{}
			readers = append(readers, Reader{By: l.Actor, What: l.Kind, Last: l.At})
		}
		readers[i].Count++
		if !seen[k][l.Submission] {
			seen[k][l.Submission] = true
			readers[i].About++
		}
	}
	return readers, len(lines) < mostReads, nil
}
