package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/store"
	"sallyport/itl"
	"sallyport/itl/ebts"
	"sallyport/roles"
	"sallyport/wsq"
)

// Bench is what lies before an examiner: the booking's prints, and the people to compare them with in an order of the examiner's own.
type Bench struct {
	Booking []fingerprint.Template
	Shown   []Shown

	car ebts.CAR
}

// Image is the booking's print of a finger as it was sent, with its resolution; ErrNone where it has none.
func (b *Bench) Image(finger int) (*image.Gray, int, error) {
	print, ok := b.car.Print(finger)
	if !ok {
		return nil, 0, ErrNone
	}
	return decoded(print)
}

func imageOf(all []ebts.Print, finger int) (*image.Gray, int, error) {
	for _, print := range all {
		if print.Finger == finger {
			return decoded(print)
		}
	}
	return nil, 0, ErrNone
}

// decoded is a print's image, and what it was scanned at.
func decoded(print ebts.Print) (*image.Gray, int, error) {
	img, info, err := wsq.DecodeBytes(print.WSQ)
	if err != nil {
		return nil, 0, err
	}
	if info.PPI == 0 {
		return img, fingerprint.Resolution, nil // what an EBTS print is scanned at where the stream does not state it
	}
	return img, info.PPI, nil
}

// Bench returns what an examiner compares while the case waits for an answer of theirs. That it was looked at is on the record.
func (h *Hub) Bench(ctx context.Context, who sallyport.Actor, id string, at time.Time) (b *Bench, err error) {
	if err := roles.Allows(who, roles.ExaminePrints); err != nil {
		return nil, err
	}
	err = h.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if err := waitsFor(who, s.State); err != nil {
			return err
		}
		if b, err = h.bench(tx, who, id); err != nil {
			return err
		}
		return h.read(tx, who, s, at, "prints")
	})
	return b, err
}

// waitsFor says whether a case waits for this examiner's answer.
func waitsFor(who sallyport.Actor, s casework.State) error {
	switch {
	case !slices.Contains([]casework.Stage{casework.Candidates, casework.Examined}, s.Stage):
		return &NotNow{errors.New("these prints wait for no examiner")}
	case s.Stage == casework.Examined && s.Examiner == who.ID:
		return &NotNow{errors.New("you have answered; the prints wait for another examiner")}
	}
	return nil
}

func (h *Hub) bench(tx *store.Tx, who sallyport.Actor, id string) (b *Bench, err error) {
	b = new(Bench)
	if b.Booking, err = h.prints(tx, id); err != nil {
		return nil, err
	}
	if b.car, err = h.card(tx, id); err != nil {
		return nil, err
	}
	candidates, err := tx.Candidates(id)
	if err != nil {
		return nil, err
	}
	for _, c := range candidates {
		prints, err := h.enrolled(tx, c.Person)
		if err != nil {
			return nil, err
		}
		images, err := h.images(tx, c.Person)
		if err != nil {
			return nil, err
		}
		b.Shown = append(b.Shown, Shown{c.Person, prints, images})
	}
	slices.SortFunc(b.Shown, func(a, b Shown) int {
		return bytes.Compare(shuffle(id, who.ID, a.Person), shuffle(id, who.ID, b.Person))
	})
	return b, nil
}

// card reads the transaction again, for its images. A booking that came another way than as a transaction has none.
func (h *Hub) card(tx *store.Tx, id string) (car ebts.CAR, err error) {
	data, err := h.kept(tx, id, transactionDocument)
	if errors.Is(err, store.ErrNone) {
		return car, nil
	}
	if err != nil {
		return car, err
	}
	transaction, err := itl.Parse(data)
	if err != nil {
		return car, err
	}
	return ebts.ParseCAR(transaction)
}

// ToExamine are the cases that wait for this examiner's answer, longest first: those behind a mark, most of them at most. more says whether there are further
// ones. Whether another has answered is not told.
func (h *Hub) ToExamine(ctx context.Context, who sallyport.Actor, after Mark, most int) (all []*store.Submission, more bool, err error) {
	if err := roles.Allows(who, roles.ExaminePrints); err != nil {
		return nil, false, err
	}
	err = h.Store.View(ctx, func(tx *store.Tx) error {
		var lists []oldest
		for _, stage := range []casework.Stage{casework.Candidates, casework.Examined} {
			lists = append(lists, func(most int) ([]*store.Submission, error) { return waitingFor(tx, who, stage, after, most) })
		}
		all, err = merged(most+1, lists)
		return err
	})
	more = len(all) > most
	return all[:min(len(all), most)], more, err
}

// waitingFor are the cases at a stage that wait for this examiner. Those that the examiner has answered are passed over, however many they are.
func waitingFor(tx *store.Tx, who sallyport.Actor, stage casework.Stage, after Mark, most int) (all []*store.Submission, err error) {
	for len(all) < most {
		some, err := tx.SubmissionsAfter(stage, after.Due, after.ID, most)
		if err != nil {
			return nil, err
		}
		for _, s := range some {
			if waitsFor(who, s.State) == nil {
				all = append(all, s)
			}
		}
		if len(some) < most {
			break
		}
		after = markOf(some[len(some)-1])
	}
	return all, nil
}
