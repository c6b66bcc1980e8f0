package link

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"time"

	"sallyport/internal/store"
)

const (
	pollEvery   = 30 * time.Second // a waker may be lost with a process; the outbox is not
	firstRetry  = time.Second
	latestRetry = time.Minute
	requestTime = answerTime + bodyTime
)

// Settled is what became of a message at the peer: it has it for good.
type Settled struct {
	Peer    string
	Number  int64
	Case    string
	Digest  []byte
	Refusal string // why it had no effect there; "" where it had
	At      time.Time
}

// Settle notes what became of a message, in the transaction of its acknowledgement. It is called once for each message, in
// order; a call whose transaction fails has not been.
type Settle func(tx *store.Tx, s Settled) error

// Sender brings what is queued for one peer there. One process has one Sender for a peer.
type Sender struct {
	node    *Node
	peer    Peer
	settle  Settle
	alarms  *alarms
	client  *http.Client
	wake    chan struct{}
	session *session // nil before the first hello, and after any failure
}

// Send returns what sends to this peer, once it is run.
func (n *Node) Send(peer Peer, settle Settle) (*Sender, error) {
	if err := peer.Validate(); err != nil {
		return nil, err
	}
	if peer.URL == "" {
		return nil, fmt.Errorf("link: peer %s: give the url where its node receives", peer.Name)
	}
	return &Sender{
		node: n, peer: peer, settle: settle, alarms: newAlarms(n, peer.Name), wake: make(chan struct{}, 1),
		client: &http.Client{
			Transport: &http.Transport{
				TLSClientConfig: n.Identity.clientTLS(&peer), TLSHandshakeTimeout: headTime, IdleConnTimeout: answerTime,
				MaxResponseHeaderBytes: 16 << 10, DisableCompression: true,
			},
			Timeout:       requestTime,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// Wake says that something was queued. It never waits.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends: at once, whenever it is woken, and from time to time. After a failure it waits, longer each
// time up to a minute; a wake does not shorten that.
func (s *Sender) Run(ctx context.Context) {
	defer s.client.CloseIdleConnections()
	failures, said := 0, ""
	for ctx.Err() == nil {
		wait, wake := pollEvery, s.wake
		switch err := s.Drain(ctx); {
		case ctx.Err() != nil:
			return
		case err != nil:
			wait, wake = backoff(failures, s.jitter()), nil
			failures++
			if err.Error() != said { // once for a cable that was pulled for days
				said = err.Error()
				s.node.Log.Warn("link: cannot send", "peer", s.peer.Name, "error", err)
			}
		default:
			if failures > 0 {
				s.node.Log.Info("link: sends again", "peer", s.peer.Name, "failures", failures)
			}
			failures, said = 0, ""
		}
		pause(ctx, wait, wake)
	}
}

// Drain sends what is queued now, for those who would rather wait for it than run the Sender. It is not called while Run is.
func (s *Sender) Drain(ctx context.Context) error {
	err := s.drain(ctx)
	if err != nil {
		s.session = nil
		s.alarm(err)
	}
	return err
}

func pause(ctx context.Context, wait time.Duration, wake <-chan struct{}) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}

// backoff is how long to wait after so many failures before: between half and all of a time that doubles. Jitter keeps
// many nodes from returning together.
func backoff(failures int, jitter uint64) time.Duration {
	most := min(firstRetry<<min(failures, 10), latestRetry)
	return most/2 + time.Duration(jitter%uint64(most/2+1))
}

func (s *Sender) jitter() uint64 {
	var raw [8]byte
	if _, err := io.ReadFull(s.node.Random, raw[:]); err != nil {
		s.node.Log.Error("link: no random numbers", "error", err) // everything else that needs them says so too
	}
	return binary.NativeEndian.Uint64(raw[:])
}
