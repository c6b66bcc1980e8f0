package audit

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/internal/publish"
	"sallyport/internal/reconcile"
	"sallyport/internal/store"
	"sallyport/record"
)

// read is a batch as the log has it.
type read struct {
	index    uint64 // of its head
	head     record.Day
	settings record.Settings // that were in force
	leaves   [][]byte        // behind the head
}

// told is a line of a book.
type told struct {
	seq   uint64
	index *uint64
	line  store.Line
}

// recount makes the lines of every batch of a log anew, from what a book says, by the code that a node makes them by.
func recount(ctx context.Context, b *Book, batches []read) (findings []Finding, err error) {
	lines, err := tellAll(b.Book)
	if err != nil {
		return nil, err
	}
	for i := range batches {
		one := &batches[i]
		if one.index >= b.Leaves { // it is newer than the book
			break
		}
		n := 0 // events are planned by rising number, so those in the log before this batch come first
		for n < len(lines) && lines[n].index != nil && *lines[n].index < one.index {
			n++
		}
		var found []Finding
		err := b.Empty.InTx(ctx, func(tx *store.Tx) (err error) {
			var events []store.Line
			for _, l := range lines[:n] {
				events = append(events, l.line)
			}
			if err := tx.AddEvents(events); err != nil {
				return err
			}
			found, err = one.compare(tx)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("audit: the batch of %s: %w", one.head.Day, err)
		}
		findings, lines = append(findings, found...), lines[n:]
	}
	return findings, nil
}

// compare makes a batch, and holds it against the log's.
func (r *read) compare(tx *store.Tx) (findings []Finding, err error) {
	day, err := time.Parse(time.DateOnly, r.head.Day)
	if err != nil {
		return nil, err
	}
	made, err := publish.Batch(tx, store.DayOf(day), publish.Rules{Place: r.settings.Place, Volume: r.settings.Volume})
	if err != nil {
		return nil, err
	}
	made.Need, made.Room = r.head.Need, r.head.Room
	leaves, err := made.Leaves()
	if err != nil {
		return nil, err
	}
	return differences(r, leaves[1:]), nil
}

// differences are lines that only the log has, or only the book gives.
func differences(r *read, made [][]byte) (findings []Finding) {
	given, logged := setOf(made), setOf(r.leaves)
	for i, leaf := range r.leaves {
		if kind, _ := record.KindOf(leaf); kind == record.KindLine && !given[string(leaf)] {
			at := r.index + 1 + uint64(i)
			findings = append(findings, found(BatchRecount, span(at, at), "the batch of %s: the book does not give %s", r.head.Day, text(leaf)))
		}
	}
	for _, leaf := range made {
		if !logged[string(leaf)] {
			findings = append(findings, found(BatchRecount, span(r.index, r.index), "the batch of %s: the log does not have %s", r.head.Day, text(leaf)))
		}
	}
	return findings
}

func setOf(leaves [][]byte) map[string]bool {
	all := map[string]bool{}
	for _, leaf := range leaves {
		all[string(leaf)] = true
	}
	return all
}

// text is what a leaf says, for people.
func text(leaf []byte) string {
	_, body, _ := bytes.Cut(leaf, []byte("\n"))
	return fmt.Sprintf("%.300s", bytes.TrimSuffix(body, []byte("\n")))
}

// tellAll are a book's lines in order, without those of messages: a book does not say on which day the other node sent one, and comparing it with the log
// tells of them.
func tellAll(b *reconcile.Book) (lines []told, err error) {
	places := map[string]string{} // of submissions
	for i := range b.Events {
		e := &b.Events[i]
		if _, ok := e.Message(); ok || e.Old { // no batch has those from before there were any
			continue
		}
		happened, err := e.Event()
		if err != nil {
			return nil, err
		}
		if happened.Place != "" {
			places[happened.Submission] = happened.Place
		}
		lines = append(lines, told{e.Seq, e.Index, store.Line{Body: e.Body, Salt: e.Salt, At: happened.At}})
	}
	for _, r := range b.Refusals { // their text is left out, and what of it is published is not
		body, err := json.Marshal(sallyport.Event{Submission: r.Case, Kind: "message refused", At: r.At, Place: places[r.Case]})
		if err != nil {
			return nil, err
		}
		lines = append(lines, told{r.Seq, r.Index, store.Line{Body: string(body), At: r.At}})
	}
	slices.SortFunc(lines, func(x, y told) int { return cmp.Compare(x.seq, y.seq) })
	return lines, nil
}
