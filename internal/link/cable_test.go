package link

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// cable is a network in memory, so that a test's clock can be synctest's. It can be pulled.
type cable struct {
	ends   chan net.Conn
	closed chan struct{}
	pulled atomic.Bool
	dialed atomic.Int64
}

func newCable() *cable { return &cable{ends: make(chan net.Conn), closed: make(chan struct{})} }

func (c *cable) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	c.dialed.Add(1)
	if c.pulled.Load() {
		return nil, errors.New("no link")
	}
	here, there := wire()
	select {
	case c.ends <- there:
		return here, nil
	case <-c.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (c *cable) Accept() (net.Conn, error) {
	select {
	case end := <-c.ends:
		return end, nil
	case <-c.closed:
		return nil, net.ErrClosed
	}
}

func (c *cable) Close() error {
	select {
	case <-c.closed:
	default:
		close(c.closed)
	}
	return nil
}

func (c *cable) Addr() net.Addr { return &net.UnixAddr{Name: "cable"} }

// half is one direction of a wire. Unlike net.Pipe's, its writers never wait: two ends that part at once, each holding
// a lock to say so, would wait for each other, and synctest's clock would stand still.
type half struct {
	mu       sync.Mutex
	data     []byte
	closed   bool
	deadline time.Time
	changed  chan struct{} // closed and replaced when something above is changed
}

func (h *half) change(what func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	what()
	close(h.changed)
	h.changed = make(chan struct{})
}

func (h *half) Read(p []byte) (int, error) {
	for {
		n, changed, late, err := h.take(p)
		if n > 0 || err != nil {
			return n, err
		}
		select {
		case <-changed:
		case <-late:
		}
	}
}

func (h *half) take(p []byte) (n int, changed <-chan struct{}, late <-chan time.Time, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.deadline.IsZero() {
		left := time.Until(h.deadline)
		if left <= 0 {
			return 0, nil, nil, os.ErrDeadlineExceeded
		}
		late = time.After(left)
	}
	if len(h.data) == 0 && h.closed {
		return 0, nil, nil, io.EOF
	}
	n = copy(p, h.data)
	h.data = h.data[n:]
	return n, h.changed, late, nil
}

func (h *half) Write(p []byte) (n int, err error) {
	h.change(func() {
		if n = len(p); h.closed {
			n, err = 0, net.ErrClosed
		}
		h.data = append(h.data, p[:n]...)
	})
	return n, err
}

// end is an end of a wire.
type end struct {
	in, out *half
}

func wire() (here, there *end) {
	a, b := &half{changed: make(chan struct{})}, &half{changed: make(chan struct{})}
	return &end{a, b}, &end{b, a}
}

func (e *end) Read(p []byte) (int, error)       { return e.in.Read(p) }
func (e *end) Write(p []byte) (int, error)      { return e.out.Write(p) }
func (e *end) LocalAddr() net.Addr              { return &net.UnixAddr{Name: "cable"} }
func (e *end) RemoteAddr() net.Addr             { return &net.UnixAddr{Name: "cable"} }
func (e *end) SetWriteDeadline(time.Time) error { return nil }
func (e *end) SetDeadline(t time.Time) error    { return e.SetReadDeadline(t) }
func (e *end) SetReadDeadline(t time.Time) error {
	e.in.change(func() { e.in.deadline = t })
	return nil
}

func (e *end) Close() error {
	for _, h := range []*half{e.in, e.out} {
		h.change(func() { h.closed = true })
	}
	return nil
}
