package desk

import (
	"context"
	"sync"
	"time"
)

// A search stands back for at most so many times as long as it has worked, and not less than the least.
const (
	patience      = 10
	leastPatience = 100 * time.Millisecond
)

// precedence lets those who receive go before those who search: a jail waits for its acknowledgement, and a search has hours. Searches go on all the
// same, slowly, however many transactions come: what waits for them is bounded, and would never become less.
type precedence struct {
	lock  sync.Mutex
	going int           // who receive
	clear chan struct{} // closed when nobody does any more
}

// receive says that somebody receives until done is called.
func (p *precedence) receive() (done func()) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.going == 0 {
		p.clear = make(chan struct{})
	}
	p.going++
	return p.received
}

func (p *precedence) received() {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.going--; p.going == 0 {
		close(p.clear)
	}
}

// standBack waits while anybody receives, within patience for whoever has worked so long.
func (p *precedence) standBack(ctx context.Context, worked time.Duration) {
	p.lock.Lock()
	going, clear := p.going, p.clear
	p.lock.Unlock()
	if going == 0 {
		return
	}
	timer := time.NewTimer(max(leastPatience, patience*worked))
	defer timer.Stop()
	select {
	case <-clear:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// between stands back, each time, for what was worked since the time before.
func (p *precedence) between(ctx context.Context) func() {
	began := time.Now() // a stopwatch, and not the node's clock
	return func() {
		p.standBack(ctx, time.Since(began))
		began = time.Now()
	}
}
