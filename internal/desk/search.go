package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/store"
	"sallyport/itl"
	"sallyport/itl/ebts"
)

const (
	// likeness is the false-match rate at most of whoever is put before examiners. It decides nothing: strangers who pass it cost
	// examiners' time, and examiners tell them from the person.
	likeness = 1e-3
	// mostCandidates is how many people examiners are shown at most, besides the control.
	mostCandidates = 3
	// compared is how many people a search ranks, the last of whom may be the control.
	compared = 20
)

// Search reads the prints of a submission and compares them with the gallery. Where anyone resembles them, the least alike of those compared goes
// to the examiners too, as a control. Prints that cannot be read end it.
func (h *Hub) Search(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.Search, Actor: h.Software(), At: at}
	prints, err := h.extract(ctx, id)
	if unreadable, ok := errors.AsType[*Malformed](err); ok {
		e.Reason = casework.Unreadable
		return h.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
			return h.keep(tx, id, "reason", []byte(unreadable.Error()))
		})
	}
	if err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	found, err := h.search(ctx, prints)
	if err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	e.Candidates = len(found)
	return h.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
		if len(found) == 0 {
			return nil
		}
		return errors.Join(h.keepPrints(tx, id, prints), tx.SetCandidates(id, found))
	})
}

// ToSearch are the oldest submissions whose prints were not searched yet, at most so many.
func (h *Hub) ToSearch(ctx context.Context, most int) (ids []string, err error) {
	err = h.Store.View(ctx, func(tx *store.Tx) error {
		ids, err = tx.IDsAt(casework.Received, most)
		return err
	})
	return ids, err
}

// extract and search are done before the step: they must not keep others from writing.
func (h *Hub) extract(ctx context.Context, id string) ([]fingerprint.Template, error) {
	var data []byte
	err := h.Store.View(ctx, func(tx *store.Tx) (err error) {
		data, err = h.kept(tx, id, transactionDocument)
		return err
	})
	if err != nil {
		return nil, err
	}
	transaction, err := itl.Parse(data)
	if err != nil {
		return nil, &Malformed{id, err}
	}
	car, err := ebts.ParseCAR(transaction)
	if err != nil {
		return nil, &Malformed{id, err}
	}
	prints, err := tenPrints(&car, h.first.between(ctx))
	if err != nil {
		return nil, &Malformed{id, err}
	}
	return prints, nil
}

func (h *Hub) search(ctx context.Context, prints []fingerprint.Template) ([]sallyport.Candidate, error) {
	if err := h.Follow(ctx); err != nil {
		return nil, err
	}
	probe, err := tenPrint(prints)
	if err != nil {
		return nil, err
	}
	ranked, err := h.Gallery.Search(ctx, &probe, compared)
	if err != nil {
		return nil, err
	}
	return candidates(ranked), nil
}

// candidates are those who are alike, and a control where there is anybody else.
func candidates(ranked []fingerprint.Candidate) (found []sallyport.Candidate) {
	for _, c := range ranked[:min(len(ranked), mostCandidates)] {
		if c.FalseMatchRate() <= likeness {
			found = append(found, sallyport.Candidate{Person: c.ID, Score: c.Score})
		}
	}
	if len(found) == 0 || len(found) == len(ranked) {
		return found
	}
	last := ranked[len(ranked)-1]
	return append(found, sallyport.Candidate{Person: last.ID, Score: last.Score, Control: true})
}

func tenPrint(templates []fingerprint.Template) (prints fingerprint.TenPrint, err error) {
	for _, t := range templates {
		if t.Finger < 1 || t.Finger > len(prints) {
			return prints, fmt.Errorf("finger position %d; ten-prints have 1 to 10", t.Finger)
		}
		prints[t.Finger-1] = t
	}
	return prints, nil
}
