package node

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"sallyport/internal/link"
)

// mishap is what the network does to one request between two nodes.
type mishap int

const (
	passes      mishap = iota
	requestLost        // neither learns anything of the other
	answerLost         // the receiver has it, the sender does not know
	cutUp              // the connection ends within the request
	cutDown            // or within the answer
	slow               // it takes its time
	twice              // brought twice at once
	late               // kept; brought, without anybody waiting, after the next that passes
	lateFirst          // what was kept is brought before it, last first
	mishaps            // how many there are
)

// network is the way to one node. It ends the TLS of both, with their own keys, since requests under TLS cannot be seen, repeated or
// reordered by anybody else.
type network struct {
	listener net.Listener
	client   *http.Client

	mu    sync.Mutex
	to    string // where the node listens now; "" while it is down
	often int    // one request of so many has a mishap; 0 for none
	draw  *rand.Rand
	deck  []int // mishaps to come: each comes once before any comes again
	kept  []*carried
	did   [mishaps]int
}

// carried is a request as it can be brought again.
type carried struct {
	path, media string
	body        []byte
}

func newNetwork(t *testing.T, from, to *link.Identity, often int, seed uint64) *network {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	trust := &tls.Config{InsecureSkipVerify: true, Certificates: []tls.Certificate{from.Certificate}} // the node's own sender would look at the pin; here it is given
	n := &network{listener: listener, often: often, draw: rand.New(rand.NewPCG(seed, 7)),
		client: &http.Client{Transport: &http.Transport{TLSClientConfig: trust, DisableCompression: true}}}
	server := &http.Server{Handler: n, TLSConfig: to.ServerTLS(), ErrorLog: quiet()}
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := server.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		_ = server.Close()
		n.client.CloseIdleConnections()
		ended.Wait()
	})
	return n
}

// lead brings later requests there.
func (n *network) lead(to string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.to = to
}

// heal ends all mishaps, and forgets what was kept.
func (n *network) heal() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.often, n.kept = 0, nil
}

// next draws what happens to a request, and what was kept that comes before it or after it.
func (n *network) next(c *carried) (what mishap, before, after []*carried, part float64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.often > 0 && n.draw.IntN(n.often) == 0 {
		if len(n.deck) == 0 {
			n.deck = n.draw.Perm(int(mishaps) - 1)
		}
		what, n.deck = mishap(1+n.deck[0]), n.deck[1:]
	}
	n.did[what]++
	switch what {
	case passes, twice:
		after, n.kept = n.kept, nil
	case late:
		n.kept = append(n.kept, c)
	case lateFirst:
		for _, k := range n.kept {
			before = append([]*carried{k}, before...)
		}
		n.kept = nil
	}
	return what, before, after, n.draw.Float64()
}

func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	c := &carried{r.URL.Path, r.Header.Get("Content-Type"), body}
	what, before, after, part := n.next(c)
	n.lose(r.Context(), before...)
	switch what {
	case requestLost, late:
		panic(http.ErrAbortHandler)
	case cutUp:
		n.cut(r.Context(), c, part)
		panic(http.ErrAbortHandler)
	case slow:
		select {
		case <-time.After(time.Duration(part * float64(50*time.Millisecond))):
		case <-r.Context().Done():
		}
	case twice:
		n.lose(r.Context(), c)
	}
	answer, text, err := n.bring(r.Context(), c, bytes.NewReader(c.body))
	n.lose(r.Context(), after...)
	if err != nil || what == answerLost {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", answer.Header.Get("Content-Type"))
	w.WriteHeader(answer.StatusCode)
	if what == cutDown {
		_, _ = w.Write(text[:int(part*float64(len(text)))])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
	_, _ = w.Write(text) // who does not hear it asks again
}

// bring brings a request to the node, and returns all of the answer.
func (n *network) bring(ctx context.Context, c *carried, body io.Reader) (*http.Response, []byte, error) {
	n.mu.Lock()
	to := n.to
	n.mu.Unlock()
	if to == "" {
		return nil, nil, net.ErrClosed
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+to+c.path, body)
	if err != nil {
		return nil, nil, err
	}
	r.ContentLength = int64(len(c.body))
	r.Header.Set("Content-Type", c.media)
	answer, err := n.client.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer, text, err
}

// lose brings requests whose answers nobody hears.
func (n *network) lose(ctx context.Context, all ...*carried) {
	for _, c := range all {
		_, _, _ = n.bring(ctx, c, bytes.NewReader(c.body))
	}
}

var errCut = errors.New("the connection was cut")

// cut brings part of a request.
func (n *network) cut(ctx context.Context, c *carried, part float64) {
	some := bytes.NewReader(c.body[:int(part*float64(len(c.body)))])
	_, _, _ = n.bring(ctx, c, io.MultiReader(some, failing{}))
}

// failing is a body that ends in an error.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errCut }
