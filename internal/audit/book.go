package audit

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"sallyport/internal/reconcile"
	"sallyport/internal/store"
	"sallyport/internal/tiles"
)

// Book is what a node gives an auditor of its own record.
type Book struct {
	*reconcile.Book
	Empty *store.Store // what the batches are made anew in
}

// book holds the log against its node's book: every commitment is to a line of it or to padding, and every batch is what its lines give.
func (r *Report) book(ctx context.Context, log *tiles.Log, b *Book, batches []read) error {
	node, err := reconcile.Open(ctx, log)
	if err != nil {
		return err
	}
	if err := node.Take(b.Book); err != nil {
		return &WrongBook{err}
	}
	compared, err := reconcile.Check(ctx, node)
	if err != nil {
		return err
	}
	r.Book = compared.Nodes[0].Book
	for i := range compared.Differences {
		d := &compared.Differences[i]
		switch d.Kind {
		case reconcile.EntryDamaged, reconcile.LogUnusable: // which is told already
		default:
			r.Findings = append(r.Findings, fromBook(d))
		}
	}
	findings, err := recount(ctx, b, batches)
	r.Findings = append(r.Findings, findings...)
	return err
}

// WrongBook is a book of another log.
type WrongBook struct{ Err error }

func (e *WrongBook) Error() string { return e.Err.Error() }

// fromBook is what comparing a book found, as a finding of the log.
func fromBook(d *reconcile.Finding) Finding {
	detail := d.Detail
	if d.From != "" {
		detail = fmt.Sprintf("%s to %s, message %d", d.From, d.To, d.Number)
	}
	for _, e := range d.Evidence {
		for _, line := range e.Record {
			detail += fmt.Sprintf("; line #%d of the record", line.Seq)
		}
		for _, held := range e.Log {
			if len(held.At) > 0 {
				detail += fmt.Sprintf("; in the log at %v", held.At)
			}
		}
	}
	return Finding{Kind(d.Kind), nil, d.Words, detail, bookKeeper}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
