package desk

import (
	"context"
	"sync"
	"time"
)

// patience is how long a search stands back at most, each time.
const patience = 100 * time.Millisecond

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

// standBack waits while anybody receives, within patience.
func (p *precedence) standBack(ctx context.Context) {
	p.lock.Lock()
	going, clear := p.going, p.clear
	p.lock.Unlock()
	if going == 0 {
		return
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-clear:
	case <-timer.C:
	case <-ctx.Done():
	}
}
