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
	id    string // of the submission that it is about
	place string // of that
}

// recount makes every batch of a log anew, from what a book says, by the code that a node makes them by.
func recount(ctx context.Context, b *Book, batches []read) (findings []Finding, err error) {
	lines, err := tellAll(b.Book)
	if err != nil {
		return nil, err
	}
	places := map[string]bool{}
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
			if err := put(tx, lines[:n], places); err != nil {
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

// put puts lines on the record of an empty store, and the places that they are about.
func put(tx *store.Tx, lines []told, places map[string]bool) error {
	var events []store.Line
	for _, l := range lines {
		if l.id != "" && l.place != "" && !places[l.id] {
			places[l.id] = true
			if err := tx.AddSubmission(&store.Submission{ID: l.id, Booking: sallyport.Booking{TCN: l.id, Agency: l.place}}); err != nil {
				return err
			}
		}
		events = append(events, l.line)
	}
	return tx.AddEvents(events)
}

// compare makes a batch, and holds it against the log's.
func (r *read) compare(tx *store.Tx) (findings []Finding, err error) {
	day, err := time.Parse(time.DateOnly, r.head.Day)
	if err != nil {
		return nil, err
	}
	count, err := tx.CountOfDay(store.DayOf(day))
	if err != nil {
		return nil, err
	}
	at := span(r.index, r.index+uint64(len(r.leaves)))
	if need := needOf(&r.settings, count); need != r.head.Need {
		findings = append(findings, found(BatchRecount, at, "the batch of %s says that slots %d times as wide were needed; by the book's %d events it is %d", r.head.Day, r.head.Need, count, need))
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
	return append(findings, differences(r, leaves[1:], at.First)...), nil
}

// needOf is the smallest power of two by which a day's slots, so much wider, have room for twice as many events.
func needOf(s *record.Settings, events int64) int {
	slots, need := max(1, 24*60*60/s.Slot), int64(1)
	for need*slots*int64(s.Width) < 2*events {
		need *= 2
	}
	return int(need)
}

// differences are leaves that only the log has, or only the book gives.
func differences(r *read, made [][]byte, index uint64) (findings []Finding) {
	has := func(all [][]byte, leaf []byte) bool {
		return slices.ContainsFunc(all, func(other []byte) bool { return bytes.Equal(leaf, other) })
	}
	for i, leaf := range r.leaves {
		if !has(made, leaf) {
			at := index + 1 + uint64(i)
			findings = append(findings, found(BatchRecount, span(at, at), "the batch of %s: the book does not give %s", r.head.Day, text(leaf)))
		}
	}
	for _, leaf := range made {
		if !has(r.leaves, leaf) {
			findings = append(findings, found(BatchRecount, span(index, index), "the batch of %s: the log does not have %s", r.head.Day, text(leaf)))
		}
	}
	return findings
}

// text is what a leaf says, for people.
func text(leaf []byte) string {
	_, body, _ := bytes.Cut(leaf, []byte("\n"))
	return fmt.Sprintf("%.300s", bytes.TrimSuffix(body, []byte("\n")))
}

// tellAll are a book's lines in order, with when each happened: what a message's line does not say, its outbox or inbox does.
func tellAll(b *reconcile.Book) (lines []told, err error) {
	queued, got := map[string]time.Time{}, map[string]time.Time{}
	for _, m := range b.Sent {
		queued[fmt.Sprint(m.To, " ", m.Number)] = m.Queued
	}
	for _, m := range b.Received {
		got[fmt.Sprint(m.From, " ", m.Number)] = m.At
	}
	for i := range b.Events {
		e := &b.Events[i]
		l := told{seq: e.Seq, index: e.Index, line: store.Line{Body: e.Body, Salt: e.Salt}}
		if m, ok := e.Message(); ok {
			l.id, l.line.At = m.Case, queued[fmt.Sprint(m.To, " ", m.Number)]
			if m.To == b.Node() {
				l.line.At = got[fmt.Sprint(m.From, " ", m.Number)]
			}
		} else {
			happened, err := e.Event()
			if err != nil {
				return nil, err
			}
			l.id, l.place, l.line.At = happened.Submission, happened.Place, happened.At
		}
		if e.Old {
			l.line.At = time.Unix(0, 0) // no batch has those
		}
		lines = append(lines, l)
	}
	return refused(b, lines)
}

// refused adds the lines whose text the book leaves out, with what of it is published.
func refused(b *reconcile.Book, lines []told) ([]told, error) {
	places := map[string]string{}
	for _, l := range lines {
		if l.place != "" {
			places[l.id] = l.place
		}
	}
	for _, r := range b.Refusals {
		body, err := json.Marshal(sallyport.Event{Submission: r.Case, Kind: "message refused", At: r.At, Place: places[r.Case]})
		if err != nil {
			return nil, err
		}
		lines = append(lines, told{seq: r.Seq, index: r.Index, id: r.Case, place: places[r.Case], line: store.Line{Body: string(body), At: r.At}})
	}
	slices.SortFunc(lines, func(x, y told) int { return cmp.Compare(x.seq, y.seq) })
	return lines, nil
}
