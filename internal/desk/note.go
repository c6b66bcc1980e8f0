package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sallyport"
	"sallyport/internal/store"
	"sallyport/returns"
	"sallyport/roles"
)

// NoteReturn puts on the record what a yearly return of the jail's place asks and no step says: when bail was posted, where the person went. It can be
// learnt long after a request is over, and after what was held about the person is gone, so it is no step and changes nothing. A later note counts in
// place of an earlier one, field by field; both stay on the record.
func (j *Jail) NoteReturn(ctx context.Context, who sallyport.Actor, id string, at time.Time, r sallyport.Return) error {
	if err := roles.Allows(who, roles.EnterCustody); err != nil {
		return err
	}
	if err := returns.Admit(j.Place, &r, at); err != nil {
		return &Unfit{err}
	}
	return j.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if err := j.mayTouch(who, s); err != nil {
			return err
		}
		if !s.State.Reached {
			return fmt.Errorf("submission %s: %w", id, &NotNow{errors.New("noted for a return: nothing was asked about this person, so no return asks")})
		}
		return j.record(tx, sallyport.Event{Submission: id, Kind: returns.Noted, Actor: who, At: at, Return: &r})
	})
}
