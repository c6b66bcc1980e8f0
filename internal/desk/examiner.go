package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Shown is one person put before an examiner. Neither score nor rank is shown, nor who is the control, nor what the
// other examiner said.
type Shown struct {
	Person string
	Prints []fingerprint.Template
}

// Lineup returns the booking's prints and the people to compare them with, in an order of this examiner's own. That they were looked at is on the record.
func (h *Hub) Lineup(ctx context.Context, who sallyport.Actor, id string, at time.Time) (booking []fingerprint.Template, shown []Shown, err error) {
	if err := roles.Allows(who, roles.ExaminePrints); err != nil {
		return nil, nil, err
	}
	err = h.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if booking, err = h.prints(tx, id); err != nil {
			return err
		}
		candidates, err := tx.Candidates(id)
		if err != nil {
			return err
		}
		for _, c := range candidates {
			prints, err := h.enrolled(tx, c.Person)
			if err != nil {
				return err
			}
			shown = append(shown, Shown{c.Person, prints})
		}
		return h.read(tx, who, s, at, "prints")
	})
	slices.SortFunc(shown, func(a, b Shown) int {
		return bytes.Compare(shuffle(id, who.ID, a.Person), shuffle(id, who.ID, b.Person))
	})
	return booking, shown, err
}

// shuffle gives each examiner an order of their own for each submission.
func shuffle(id, examiner, person string) []byte {
	sum := sha256.Sum256([]byte(id + "\n" + examiner + "\n" + person))
	return sum[:]
}

// Examine takes an examiner's answer: whom of those shown the booking's prints belong to. It confirms only when that is
// exactly one person and not the control; anything else, none and several included, is no match.
func (h *Hub) Examine(ctx context.Context, who sallyport.Actor, id string, at time.Time, same []string) error {
	e := casework.Event{Kind: casework.Examine, Actor: who, At: at}
	return h.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, e *casework.Event) error {
		candidates, err := tx.Candidates(id)
		if err != nil || len(same) != 1 {
			return err
		}
		st, err := ExamineStatement(who, id, same)
		if err != nil {
			return err
		}
		if err := h.signed(ctx, tx, st, at); err != nil {
			return err
		}
		for _, c := range candidates {
			if c.Person == same[0] && !c.Control {
				e.Confirms = c.Person
			}
		}
		return nil
	})
}
