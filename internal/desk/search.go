package desk

import (
	"context"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/store"
)

const (
	// likeness is the ten-print score from which a person of the gallery is put before examiners. Measured on 30
	// synthetic people: the right person scored 254 or more, the 870 others 107 or less. It decides nothing.
	likeness = 150
	// mostCandidates is how many people examiners are shown at most, besides the control.
	mostCandidates = 3
)

// Search compares the submission's prints with the whole gallery. Where anyone resembles them, the least alike person of
// the gallery goes to the examiners too, as a control.
func (d *Desk) Search(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.Search, Actor: software, At: at}
	return d.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, e *casework.Event) error {
		found, err := search(tx, id)
		if err != nil {
			return err
		}
		e.Candidates = len(found)
		return tx.SetCandidates(id, found)
	})
}

func search(tx *store.Tx, id string) ([]sallyport.Candidate, error) {
	prints, err := tx.Prints(id)
	if err != nil {
		return nil, err
	}
	probe, err := tenPrint(prints)
	if err != nil {
		return nil, err
	}
	var gallery fingerprint.Gallery
	err = tx.Gallery(func(person string, templates []fingerprint.Template) error {
		prints, err := tenPrint(templates)
		if err != nil {
			return fmt.Errorf("gallery, %s: %w", person, err)
		}
		gallery.Add(person, prints)
		return nil
	})
	if err != nil {
		return nil, err
	}
	ranked := gallery.Search(probe, gallery.Len())
	var found []sallyport.Candidate
	for _, c := range ranked[:min(len(ranked), mostCandidates)] {
		if c.Score >= likeness {
			found = append(found, sallyport.Candidate{Person: c.ID, Score: c.Score})
		}
	}
	if len(found) == 0 || len(found) == len(ranked) {
		return found, nil
	}
	last := ranked[len(ranked)-1]
	return append(found, sallyport.Candidate{Person: last.ID, Score: last.Score, Control: true}), nil
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
