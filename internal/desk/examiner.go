package desk

import (
	"context"
	"crypto/sha256"
	"image"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/store"
	"sallyport/itl/ebts"
)

// Shown is one person put before an examiner. Neither score nor rank is shown, nor who is the control, nor what the
// other examiner said.
type Shown struct {
	Person string
	Prints []fingerprint.Template
	images []ebts.Print
}

// Image is what the gallery has of a finger, with its resolution; ErrNone where only minutiae of it came.
func (s *Shown) Image(finger int) (*image.Gray, int, error) { return imageOf(s.images, finger) }

// Lineup returns the booking's prints and the people to compare them with, in an order of this examiner's own. That they were looked at is on the record.
func (h *Hub) Lineup(ctx context.Context, who sallyport.Actor, id string, at time.Time) (booking []fingerprint.Template, shown []Shown, err error) {
	b, err := h.Bench(ctx, who, id, at)
	if err != nil {
		return nil, nil, err
	}
	return b.Booking, b.Shown, nil
}

// shuffle gives each examiner an order of their own for each submission.
func shuffle(id, examiner, person string) []byte {
	sum := sha256.Sum256([]byte(id + "\n" + examiner + "\n" + person))
	return sum[:]
}

// Examine takes an examiner's answer: whom of those shown the booking's prints belong to. It confirms only when that is
// exactly one person and not the control; anything else, none and several included, is no match.
func (h *Hub) Examine(ctx context.Context, who sallyport.Actor, id string, at time.Time, same []string) error {
	return h.examine(ctx, who, id, at, same, nil)
}

// examine has keep write what belongs to the answer, before the signature is asked for.
func (h *Hub) examine(ctx context.Context, who sallyport.Actor, id string, at time.Time, same []string, keep func(*store.Tx, []sallyport.Candidate) error) error {
	e := casework.Event{Kind: casework.Examine, Actor: who, At: at}
	return h.step(ctx, id, e, func(tx *store.Tx, _ *store.Submission, e *casework.Event) error {
		candidates, err := tx.Candidates(id)
		if err != nil {
			return err
		}
		if keep != nil {
			if err := keep(tx, candidates); err != nil {
				return err
			}
		}
		if len(same) != 1 {
			return nil
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
