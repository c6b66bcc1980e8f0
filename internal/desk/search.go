package desk

import (
	"context"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/search"
	"sallyport/internal/store"
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

// Search compares the submission's prints with the gallery. Where anyone resembles them, the least alike of those compared goes
// to the examiners too, as a control.
func (d *Desk) Search(ctx context.Context, id string, at time.Time) error {
	found, err := d.search(ctx, id)
	if err != nil {
		return fmt.Errorf("submission %s: %w", id, err)
	}
	e := casework.Event{Kind: casework.Search, Actor: software, At: at, Candidates: len(found)}
	return d.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
		return tx.SetCandidates(id, found)
	})
}

// search is done before the step: it must not keep others from writing.
func (d *Desk) search(ctx context.Context, id string) ([]sallyport.Candidate, error) {
	var prints []fingerprint.Template
	err := d.Store.View(ctx, func(tx *store.Tx) (err error) {
		if prints, err = tx.Prints(id); err != nil {
			return err
		}
		return d.follow(ctx, tx)
	})
	if err != nil {
		return nil, err
	}
	probe, err := tenPrint(prints)
	if err != nil {
		return nil, err
	}
	ranked, err := d.Gallery.Search(ctx, &probe, compared)
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

// follow brings the search engine to what the store holds.
func (d *Desk) follow(ctx context.Context, tx *store.Tx) error {
	d.following.Lock()
	defer d.following.Unlock()
	var changed []search.Enrolment
	err := tx.Enrolments(d.followed, func(person string, number int64) error {
		changed = append(changed, search.Enrolment{Person: person, Number: number})
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range changed {
		if err := d.catchUp(ctx, tx, e); err != nil {
			return fmt.Errorf("gallery, %s: %w", e.Person, err)
		}
		d.followed = e.Number
	}
	return nil
}

func (d *Desk) catchUp(ctx context.Context, tx *store.Tx, e search.Enrolment) error {
	if d.Gallery.Has(e) {
		return nil
	}
	templates, err := tx.Enrolled(e.Person)
	if err != nil {
		return err
	}
	if len(templates) == 0 {
		return d.Gallery.Remove(ctx, e.Person)
	}
	prints, err := tenPrint(templates)
	if err != nil {
		return err
	}
	return d.Gallery.Enrol(ctx, e, &prints)
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
