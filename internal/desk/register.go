package desk

import (
	"context"
	"fmt"
	"strings"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// byWay stands between the form and the way by which it came, in the source of what the form states.
const byWay = ", by "

// Entered is a request of the register: what was asked when it was entered, and by which way it came.
type Entered struct {
	*store.Submission
	Asked sallyport.Request
	Way   string
}

// Registered returns the requests that came by other ways than the exchange and are still held, the newest first: those before a mark, most of them at most.
// Like the inbox it names nobody the request is about.
func (j *Jail) Registered(ctx context.Context, who sallyport.Actor, before Mark, most int) (all []Entered, more bool, err error) {
	if err := j.ofThisJail(who, roles.ReadRecord); err != nil {
		return nil, false, err
	}
	err = j.Store.View(ctx, func(tx *store.Tx) error {
		all, more, err = j.registered(tx, before, most)
		return err
	})
	return all, more, err
}

func (j *Jail) registered(tx *store.Tx, before Mark, most int) (all []Entered, more bool, err error) {
	found, err := tx.Registered(before.Due, before.ID, most+1)
	if err != nil {
		return nil, false, err
	}
	for _, s := range found[:min(len(found), most)] {
		one, err := j.entered(tx, s)
		if err != nil {
			return nil, false, err
		}
		all = append(all, one)
	}
	return all, len(found) > most, nil
}

// entered reads what the register says of a request.
func (j *Jail) entered(tx *store.Tx, s *store.Submission) (one Entered, err error) {
	one.Submission = s
	if one.Asked, err = j.asked(tx, s); err != nil {
		return one, err
	}
	facts, err := tx.Facts(s.ID)
	if err != nil {
		return one, err
	}
	for i := range facts { // none is opened but the form's, which says nothing about the person
		if facts[i].Path != "request.form" {
			continue
		}
		if err := j.openFact(s.ID, &facts[i]); err != nil {
			return one, err
		}
		if _, way, known := strings.Cut(facts[i].Source, byWay); known {
			one.Way = way
		}
	}
	return one, nil
}

// asked is what was asked when a request was entered: the state of one that is over has forgotten it, its first line has not.
func (j *Jail) asked(tx *store.Tx, s *store.Submission) (r sallyport.Request, err error) {
	if s.State.Request != nil {
		return *s.State.Request, nil
	}
	first, err := tx.FirstOf(s.ID)
	if err != nil {
		return r, err
	}
	e, err := j.decode(&first)
	if err == nil && e.Kind == string(casework.Register) && e.Request != nil {
		r = *e.Request
	}
	return r, err
}

// mostAlike is how many of the requests entered before one are compared with it.
const mostAlike = 100

// Alike returns the last request that was entered before one and asks the same: the same officer, form, action and date. "" where there is none.
func (j *Jail) Alike(ctx context.Context, who sallyport.Actor, id string) (other string, err error) {
	if err := j.ofThisJail(who, roles.ReadRecord); err != nil {
		return "", err
	}
	err = j.Store.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if s.File == byOtherWays {
			other, err = j.alike(tx, s)
		}
		return err
	})
	return other, err
}

func (j *Jail) alike(tx *store.Tx, s *store.Submission) (other string, err error) {
	this, err := j.asked(tx, s)
	if err != nil {
		return "", err
	}
	before, err := tx.Registered(s.At, s.ID, mostAlike)
	if err != nil {
		return "", err
	}
	for _, one := range before {
		that, err := j.asked(tx, one)
		if err != nil {
			return "", err
		}
		if sameRequest(&this, &that) {
			return one.ID, nil
		}
	}
	return "", nil
}

func sameRequest(a, b *sallyport.Request) bool {
	return a.Action == b.Action && a.Form == b.Form && strings.EqualFold(a.By, b.By) && a.At.Equal(b.At)
}

// mostFound is how many cases are shown of a number that several have.
const mostFound = 20

// shortest is how much of a reference finds a case.
const shortest = 6

// Numbered returns the cases of this jail with a booking's control number, or whose reference begins so, the newest first.
func (j *Jail) Numbered(ctx context.Context, who sallyport.Actor, number string) (all []*store.Submission, err error) {
	if err := j.ofThisJail(who, roles.ReadRecord); err != nil {
		return nil, err
	}
	if len(number) < shortest {
		return nil, &Unfit{fmt.Errorf("number: give the whole control number, or %d characters of the case's reference at least", shortest)}
	}
	key := j.key(sallyport.Booking{TCN: number})
	err = j.Store.View(ctx, func(tx *store.Tx) error {
		all, err = tx.Numbered(key, strings.ToLower(number), mostFound)
		return err
	})
	return all, err
}
