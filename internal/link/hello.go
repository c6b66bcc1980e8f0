package link

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"time"
)

const nonceSize = 32

// hello opens a session; the sender of messages says it.
type hello struct {
	From  string    `json:"from"`
	To    string    `json:"to"`
	Nonce []byte    `json:"nonce"`
	Clock time.Time `json:"clock"`
}

// welcome answers it.
type welcome struct {
	From     string    `json:"from"`
	To       string    `json:"to"`
	Hello    []byte    `json:"hello"` // digest of the payload that this answers
	Nonce    []byte    `json:"nonce"`
	Clock    time.Time `json:"clock"`
	Expected int64     `json:"expected"` // number of the next message
}

// sessionID names a session by all that was said to open it: whoever signs for it has seen both nonces.
func sessionID(welcome []byte) []byte {
	sum := sha256.Sum256(append([]byte("sallyport link session v1\n"), welcome...))
	return sum[:]
}

func (n *Node) nonce() ([]byte, error) {
	nonce := make([]byte, nonceSize)
	if _, err := io.ReadFull(n.Random, nonce); err != nil {
		return nil, fault("drawing a nonce", err)
	}
	return nonce, nil
}

// say signs what is said about a session.
func (n *Node) say(d domain, v any) (*Envelope, error) {
	payload, err := encode(v)
	if err != nil {
		return nil, fault("encoding", err)
	}
	return seal(n.Identity.Key, d, payload), nil
}

func (n *Node) clock() time.Time { return n.Now().UTC().Round(0) }

func (n *Node) hello(to string) (*hello, error) {
	nonce, err := n.nonce()
	return &hello{n.Identity.Name, to, nonce, n.clock()}, err
}

// check says what is wrong with a hello that the peer signed.
func (h *hello) check(n *Node, peer string) error {
	if h.From != peer || h.To != n.Identity.Name {
		return problem(ProblemStranger, "this is node %s and your certificate is that of %s; the hello is from %.100q to %.100q", n.Identity.Name, peer, h.From, h.To)
	}
	if len(h.Nonce) != nonceSize {
		return problem(ProblemMalformed, "the nonce has %d bytes; %d are needed", len(h.Nonce), nonceSize)
	}
	now := n.clock()
	if off := clocksApart(h.Clock, now, now, n.skew()); off != "" {
		return problem(ProblemClock, "the clock of %s %s; set the one that is wrong", peer, off)
	}
	return nil
}

// welcome answers a hello whose payload is given.
func (n *Node) welcome(h *hello, payload []byte, expected int64) (*welcome, error) {
	nonce, err := n.nonce()
	return &welcome{n.Identity.Name, h.From, Digest(payload), nonce, n.clock(), expected}, err
}

// check says what is wrong with the answer to a hello that was sent and answered at these times.
func (w *welcome) check(h *hello, payload []byte, sent, received time.Time, skew time.Duration) error {
	if w.From != h.To || w.To != h.From || !bytes.Equal(w.Hello, Digest(payload)) || len(w.Nonce) != nonceSize || w.Expected < 1 {
		return fmt.Errorf("link: %s answers another hello than this node's", h.To)
	}
	if off := clocksApart(w.Clock, sent, received, skew); off != "" {
		return problem(ProblemClock, "the clock of %s %s; set the one that is wrong", h.To, off)
	}
	return nil
}

// clocksApart says how far a clock is from all that it could rightly show between two moments, or nothing where that is
// within skew.
func clocksApart(clock, from, to time.Time, skew time.Duration) string {
	switch {
	case from.Sub(clock) > skew:
		return fmt.Sprintf("is %s behind, more than %s", from.Sub(clock).Round(time.Second), skew)
	case clock.Sub(to) > skew:
		return fmt.Sprintf("is %s ahead, more than %s", clock.Sub(to).Round(time.Second), skew)
	}
	return ""
}
