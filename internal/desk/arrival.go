package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// admit keeps arrivals, and says in each what came of it. A TCN that came before is that submission; one that finds no room is refused. An error
// is the transaction's, and says nothing of any one of them.
func (h *Hub) admit(tx *store.Tx, group []*arrival) error {
	known, err := h.allKnown(tx, group)
	if err != nil {
		return err
	}
	var fresh []*arrival
	first := map[[2]string]*arrival{}
	for i, a := range group {
		a.known, a.fresh, a.err = a.ID, false, nil
		twice := first[[2]string{a.TCN, a.ORI}]
		switch {
		case known[i] != "":
			a.known = known[i]
			continue
		case twice != nil:
			a.known = twice.ID
			continue
		}
		room, err := h.crowd.room(tx, a.At, h.most())
		if err != nil {
			return err
		}
		if !room {
			a.err = ErrBusy
			continue
		}
		a.fresh = true
		first[[2]string{a.TCN, a.ORI}] = a
		fresh = append(fresh, a)
	}
	return h.keepAll(tx, fresh)
}

// allKnown are the references of those that came before, "" for the others.
func (h *Hub) allKnown(tx *store.Tx, group []*arrival) ([]string, error) {
	keys := make([]store.Key, len(group))
	for i, a := range group {
		keys[i] = h.key(a.Booking)
	}
	return tx.IDsByKey(keys)
}

// keepAll takes the step of each into the store. No clock runs while they wait for their search, and nobody has to be told.
func (h *Hub) keepAll(tx *store.Tx, fresh []*arrival) error {
	var submissions []*store.Submission
	var documents []store.Document
	var lines []store.Line
	for _, a := range fresh {
		s := *a.Submission // as it came, however often this is tried
		next, entries, err := h.life.Step(s.State, casework.Event{Kind: casework.Receive, Actor: h.Software(), At: a.At})
		if err != nil {
			return fmt.Errorf("submission %s: %w", s.ID, err)
		}
		s.State = next
		submissions = append(submissions, &s)
		documents = append(documents, store.Document{Case: s.ID, Kind: transactionDocument, Sealed: a.sealed})
		for _, e := range entries {
			e.Submission = s.ID
			line, err := h.line(e)
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
	}
	if err := errors.Join(tx.AddSubmissions(submissions), tx.AddDocuments(documents), tx.AddEvents(lines)); err != nil {
		return err
	}
	for _, a := range fresh {
		for i := range a.custody {
			if err := tx.AddFact(a.ID, &a.custody[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// atOnce is how many are written with one transaction at most.
const atOnce = 64

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
	for some := range slices.Chunk(group, atOnce) {
		h.write(context.WithoutCancel(ctx), some) // the others' requests go on when this one's ends
	}
	written = true
}

// write keeps a group in one transaction. Where that fails, each is tried by itself: one that cannot be kept does not take the others with it.
func (h *Hub) write(ctx context.Context, group []*arrival) {
	err := h.inTx(ctx, func(tx *store.Tx) error { return h.admit(tx, group) })
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
