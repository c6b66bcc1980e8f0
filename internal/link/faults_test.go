package link

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
)

// mishap is what the network does to one request.
type mishap int

const (
	passes         mishap = iota
	requestLost           // the sender learns nothing, nor does the receiver
	answerLost            // the receiver has it
	twice                 // the sender learns the first answer
	twiceLast             // the sender learns the second
	late                  // kept, and brought later
	oldFirst              // all that were kept are brought before it, last first
	answerDamaged         // a bit of the answer is another
	requestDamaged        // a bit of the request is another
	cutUp                 // the connection ends within the request
	cutDown               // or within the answer
	lastMishap     = cutDown
)

var errFault = errors.New("the network failed")

// network stands between a sender and its receiver: requests go through it, and connections through its proxy.
type network struct {
	under http.RoundTripper
	proxy *proxy
	plan  []mishap // of the next requests; passes afterwards
	where int      // which byte is damaged or the last to pass
	kept  []*http.Request
	did   map[mishap]int
}

// carry puts the network between a sender and where its peer receives.
func (n *network) carry(s *Sender) *Sender {
	transport := s.client.Transport.(*http.Transport)
	n.under, s.client.Transport = transport, n
	return s
}

func (n *network) RoundTrip(req *http.Request) (*http.Response, error) {
	what := passes
	if len(n.plan) > 0 {
		what, n.plan = n.plan[0], n.plan[1:]
	}
	n.did[what]++
	raw, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	switch what {
	case requestLost:
		return nil, errFault
	case answerLost:
		n.lose(req, raw)
		return nil, errFault
	case twice:
		answer, err := n.pass(req, raw)
		n.lose(req, raw)
		return answer, err
	case twiceLast:
		n.lose(req, raw)
		return n.pass(req, raw)
	case late:
		n.kept = append(n.kept, again(req, raw).WithContext(context.Background()))
		return nil, errFault
	case oldFirst:
		slices.Reverse(n.kept)
		for _, old := range n.kept {
			n.lose(old, nil)
		}
		n.kept = nil
		return n.pass(req, raw)
	case requestDamaged:
		return n.pass(req, n.damage(raw))
	case answerDamaged:
		answer, err := n.pass(req, raw)
		if err == nil {
			text, _ := io.ReadAll(answer.Body)
			answer.Body = io.NopCloser(bytes.NewReader(n.damage(text)))
		}
		return answer, err
	case cutUp:
		n.proxy.up.Store(int64(n.where % (len(raw) + 1)))
	case cutDown:
		n.proxy.down.Store(int64(n.where % 1500))
	}
	answer, err := n.pass(req, raw)
	n.proxy.heal()
	return answer, err
}

// again is a request with a body that was read. Without one given, it has its own still.
func again(req *http.Request, raw []byte) *http.Request {
	fresh := req.Clone(req.Context())
	if raw != nil {
		fresh.Body, fresh.GetBody = io.NopCloser(bytes.NewReader(raw)), nil
	}
	return fresh
}

// pass returns the answer with all of its body, or the failure of either.
func (n *network) pass(req *http.Request, raw []byte) (*http.Response, error) {
	answer, err := n.under.RoundTrip(again(req, raw))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	answer.Body = io.NopCloser(bytes.NewReader(text))
	return answer, err
}

func (n *network) lose(req *http.Request, raw []byte) { _, _ = n.pass(req, raw) }

func (n *network) damage(text []byte) []byte {
	text = bytes.Clone(text)
	if len(text) > 0 {
		text[n.where%len(text)] ^= 1 << (n.where % 8)
	}
	return text
}

// CloseIdleConnections is what the client asks for when its sender stops.
func (n *network) CloseIdleConnections() { n.under.(*http.Transport).CloseIdleConnections() }

// proxy passes connections on, and cuts them all once so many bytes have passed.
type proxy struct {
	listener net.Listener
	up, down atomic.Int64
	mu       sync.Mutex
	to       string
	open     map[net.Conn]bool
}

const unlimited = 1 << 50

func newProxy(t tester) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: listener, open: map[net.Conn]bool{}}
	p.heal()
	go p.run()
	t.Cleanup(func() {
		listener.Close()
		p.cut()
	})
	return p
}

// lead brings later connections there, and cuts those to where it was before.
func (p *proxy) lead(to string) {
	p.cut()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.to = to
}

func (p *proxy) heal() {
	p.up.Store(unlimited)
	p.down.Store(unlimited)
}

func (p *proxy) run() {
	for {
		from, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		to, err := net.Dial("tcp", p.to)
		if err != nil {
			from.Close()
			p.mu.Unlock()
			continue
		}
		p.open[from], p.open[to] = true, true
		p.mu.Unlock()
		go p.carry(from, to, &p.up)
		go p.carry(to, from, &p.down)
	}
}

func (p *proxy) carry(from, to net.Conn, left *atomic.Int64) {
	defer from.Close()
	defer to.Close()
	chunk := make([]byte, 16<<10)
	for {
		n, err := from.Read(chunk)
		rest := left.Add(-int64(n))
		if rest < 0 {
			_, _ = to.Write(chunk[:max(0, int64(n)+rest)])
			p.cut()
			return
		}
		if _, failed := to.Write(chunk[:n]); failed != nil || err != nil {
			return
		}
	}
}

// cut ends every connection.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		c.Close()
	}
	clear(p.open)
}
