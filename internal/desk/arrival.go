package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
)

// arrival is a transaction on its way in: checked, and sealed under a key that is on the disk, before any transaction of the store's waits for it.
type arrival struct {
	*store.Submission
	sealed  []byte       // the transaction
	custody []store.Fact // sealed too

	known string        // the reference that it ended under: its own, or the one that it had before
	fresh bool          // whether it was let in now
	err   error         // or why not
	let   chan struct{} // closed when all this is known
}

var errCutOff = errors.New("desk: receiving was cut off")

// arrive seals what has come. The submission has its reference.
func (h *Hub) arrive(s *store.Submission, data []byte, custody []store.Fact) (*arrival, error) {
	if _, err := caseFrom(s, custody, s.At); err != nil {
		return nil, &Unfit{err}
	}
	a := &arrival{Submission: s, custody: make([]store.Fact, len(custody)), err: errCutOff, let: make(chan struct{})}
	var err error
	if a.sealed, err = h.Vault.Seal(s.ID, transactionDocument, data); err != nil {
		return nil, err
	}
	for i, f := range custody {
		if a.custody[i], err = h.sealFact(s.ID, f); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// admit keeps an arrival, and says in it what came of it. A TCN that came before is that submission; one that finds no room is refused. An error
// is the transaction's.
func (h *Hub) admit(tx *store.Tx, a *arrival) error {
	a.known, a.fresh, a.err = a.ID, false, nil
	earlier, err := h.known(tx, a.Booking)
	if err == nil {
		a.known = earlier.ID
		return nil
	}
	if !errors.Is(err, store.ErrNone) {
		return err
	}
	if room, err := h.crowd.room(tx, a.At, h.most()); err != nil || !room {
		a.err = ErrBusy
		return err
	}
	s := *a.Submission // as it came, however often this is tried
	received := casework.Event{Kind: casework.Receive, Actor: h.Software(), At: a.At}
	next, lines, err := h.life.Step(s.State, received)
	if err != nil {
		return fmt.Errorf("submission %s: %w", s.ID, err)
	}
	was := s.State
	s.State = next
	if err := errors.Join(tx.AddSubmission(&s), tx.PutDocument(a.ID, transactionDocument, a.sealed)); err != nil {
		return err
	}
	for i := range a.custody {
		if err := tx.AddFact(a.ID, &a.custody[i]); err != nil {
			return err
		}
	}
	a.fresh = true
	return errors.Join(h.recordAll(tx, s.ID, lines), h.tell(tx, &s, was, &received)) // no clock runs while it waits for its search
}

// gate lets arrivals in together: whoever comes while one transaction is being written waits for the next, and the disk is waited for once.
type gate struct {
	writing sync.Mutex // held by whoever writes for a group
	lock    sync.Mutex
	waiting []*arrival
}

// letIn lets an arrival in with whoever else is waiting, and returns once it is on the disk or refused.
func (h *Hub) letIn(ctx context.Context, a *arrival) {
	g := &h.gate
	g.lock.Lock()
	g.waiting = append(g.waiting, a)
	leads := len(g.waiting) == 1
	g.lock.Unlock()
	if !leads {
		<-a.let
		return
	}
	g.writing.Lock()
	defer g.writing.Unlock()
	g.lock.Lock()
	group := g.waiting
	g.waiting = nil
	g.lock.Unlock()
	written := false
	defer func() {
		for _, one := range group {
			if !written { // it panics
				one.err = errCutOff
			}
			close(one.let)
		}
	}()
	h.write(context.WithoutCancel(ctx), group) // the others' requests go on when this one's ends
	written = true
}

// write keeps a group in one transaction. Where that fails, each is tried by itself: one that cannot be kept does not take the others with it.
func (h *Hub) write(ctx context.Context, group []*arrival) {
	err := h.inTx(ctx, func(tx *store.Tx) error {
		for _, a := range group {
			if err := h.admit(tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	switch {
	case err == nil:
	case len(group) == 1:
		group[0].err = err
	default:
		for i := range group {
			h.write(ctx, group[i:i+1])
		}
	}
}

// crowd is how many wait for their search. They are counted once a second: meanwhile whoever is let in is added, and nobody is taken off.
type crowd struct {
	lock    sync.Mutex
	counted time.Time
	waiting int64
}

// room says whether one more may wait, and takes that to be so.
func (c *crowd) room(tx *store.Tx, at time.Time, most int64) (bool, error) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.old(at) {
		waiting, err := tx.CountAt(casework.Received)
		if err != nil {
			return false, err
		}
		c.counted, c.waiting = at, waiting
	}
	if c.waiting >= most {
		return false, nil
	}
	c.waiting++
	return true, nil
}

// full says that there was no room a moment ago.
func (c *crowd) full(at time.Time, most int64) bool {
	c.lock.Lock()
	defer c.lock.Unlock()
	return !c.old(at) && c.waiting >= most
}

func (c *crowd) old(at time.Time) bool {
	return c.counted.IsZero() || at.Sub(c.counted).Abs() >= time.Second
}
