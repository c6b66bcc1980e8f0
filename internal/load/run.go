package load

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Config is one run.
type Config struct {
	Hub         string // its address: http://localhost:8080
	Token       string // of a machine of the jail's place; "" where the node asks for none
	ORI         string // of the jail that the cards come from
	Size        Size
	Rate        float64       // bookings a second
	For         time.Duration // how long they arrive
	Connections int           // that they are sent over

	Run   uint32 // part of every control number: another for each run, or the hub has had them before
	Acked func() // after each one; nil where nobody watches
}

// Validate says what cannot be run.
func (c *Config) Validate() error {
	switch _, known := shapes[c.Size]; {
	case !known:
		return fmt.Errorf("size %q: give small or large", c.Size)
	case c.Rate <= 0 || c.For <= 0 || c.Connections < 1:
		return errors.New("rate, for, connections: each has to be more than none")
	case c.due(c.arrivals()) > 24*time.Hour || c.arrivals() > 100_000_000:
		return errors.New("rate, for: a day and a hundred million bookings are the most")
	}
	return nil
}

// arrivals is how many bookings there are.
func (c *Config) arrivals() int64 { return int64(c.Rate * c.For.Seconds()) }

// due is when booking n arrives, from the beginning of the run.
func (c *Config) due(n int64) time.Duration {
	return time.Duration(float64(n) / c.Rate * float64(time.Second))
}

// run is a run that goes on.
type run struct {
	*Config
	began time.Time
	next  atomic.Int64

	lock   sync.Mutex
	report Report
	took   []time.Duration
}

// Run sends bookings until all that were to arrive have been answered, or ctx ends. What the node answers is in the report; an error says that
// there was nothing to send.
func Run(ctx context.Context, c Config) (*Report, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	card, err := newCard(shapes[c.Size], c.ORI, 0)
	if err != nil {
		return nil, err
	}
	return c.run(ctx, newPost(c.Hub, c.Token, c.Connections), card), nil
}

func (c *Config) run(ctx context.Context, to *post, card *card) *Report {
	r := &run{Config: c, took: make([]time.Duration, 0, c.arrivals())}
	r.report = Report{Hub: c.Hub, Size: c.Size, CardBytes: len(card.data), Rate: c.Rate, For: c.For.Seconds(), Connections: c.Connections, Arrivals: c.arrivals()}
	var senders sync.WaitGroup
	r.began = time.Now()
	for range c.Connections {
		senders.Go(func() { r.send(ctx, to, card.copied()) })
	}
	senders.Wait()
	r.report.close(r.took, time.Since(r.began))
	return &r.report
}

// send takes one arrival after the other, each not before it is due.
func (r *run) send(ctx context.Context, to *post, c *card) {
	for {
		n := r.next.Add(1) - 1
		if n >= r.arrivals() {
			return
		}
		due := r.began.Add(r.due(n))
		if !until(ctx, due) {
			return
		}
		c.renumber(number(r.Run, n))
		r.deliver(ctx, to, c, due)
	}
}

// deliver sends a card until it is acknowledged. Where the node pushes back, it waits as long as it was told to, and gives up once the time is over.
func (r *run) deliver(ctx context.Context, to *post, c *card, due time.Time) {
	for {
		_, again, err := to.send(ctx, c.data)
		if ctx.Err() != nil {
			return
		}
		r.lock.Lock()
		switch {
		case err == nil && again == 0:
			r.took = append(r.took, time.Since(due))
		case err == nil:
			r.report.PushedBack++
		default:
			r.report.fail(err)
		}
		r.lock.Unlock()
		if err != nil || again == 0 {
			if r.Acked != nil {
				r.Acked()
			}
			return
		}
		at := time.Now().Add(again)
		if at.After(r.began.Add(r.For)) || !until(ctx, at) {
			return
		}
	}
}

// until waits for a moment, and says whether ctx lasted until then.
func until(ctx context.Context, at time.Time) bool {
	wait := time.Until(at)
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// errAnswer is an answer that is neither an acknowledgement nor a word to wait.
func errAnswer(status int, body []byte) error {
	return fmt.Errorf("answered %d: %.200s", status, body)
}
