package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
)

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
