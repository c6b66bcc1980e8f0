package link

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

// serve does what every request needs: the peer by its certificate, the body within its limits, the signed answer or the
// problem.
func (r *Receiver) serve(w http.ResponseWriter, req *http.Request, limit int64, answer func(context.Context, *inbound, []byte) (*Envelope, error)) {
	in, err := r.peer(req)
	var body []byte
	if err == nil {
		body, err = readBody(w, req, limit)
	}
	var said *Envelope
	if err == nil {
		said, err = in.one(func() (*Envelope, error) { return answer(req.Context(), in, body) })
	}
	if err != nil {
		r.refuse(w, req, in, err)
		return
	}
	w.Header().Set("Content-Type", media)
	if _, err := w.Write(said.Marshal()); err != nil {
		r.node.Log.Warn("link: an answer was not sent", "peer", in.peer.Name, "error", err)
	}
}

func (r *Receiver) peer(req *http.Request) (*inbound, error) {
	if req.TLS == nil || len(req.TLS.PeerCertificates) == 0 {
		return nil, problem(ProblemStranger, "show the certificate of your node")
	}
	pin := CertificatePin(req.TLS.PeerCertificates[0])
	if in := r.peers[pin]; in != nil {
		return in, nil
	}
	return nil, problem(ProblemStranger, "node %s has no peer with your certificate %s", r.node.Identity.Name, pin)
}

func readBody(w http.ResponseWriter, req *http.Request, limit int64) ([]byte, error) {
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyTime)); err != nil {
		return nil, fault("limiting the time of a body", err)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, problem(ProblemTooLarge, "more than %d bytes", limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, problem(ProblemSlow, "the body did not come within %s", bodyTime)
	case err != nil:
		return nil, problem(ProblemMalformed, "the body ended early")
	}
	return body, nil
}

// alarming are the problems that a peer in order does not cause.
var alarming = map[string]AlarmKind{
	ProblemClock: AlarmClock, ProblemSignature: AlarmSignature, ProblemEquivocation: AlarmEquivocation,
}

func (r *Receiver) refuse(w http.ResponseWriter, req *http.Request, in *inbound, err error) {
	p, name := asProblem(err), "unknown"
	if in != nil {
		name = in.peer.Name
		for kind, alarm := range alarming {
			if p.is(kind) {
				in.alarms.raise(alarm, p.Detail)
			}
		}
	}
	r.node.Log.Warn("link: refused a request", "peer", name, "from", req.RemoteAddr, "path", req.URL.Path, "problem", p.Type, "error", err)
	if err := p.write(w); err != nil {
		r.node.Log.Warn("link: a refusal was not sent", "peer", name, "error", err)
	}
}

// open checks that a body is signed for this purpose with one of the keys, and reads it.
func open[T any](keys []PublicKey, d domain, body []byte) (*T, []byte, error) {
	e, err := ParseEnvelope(body)
	if err != nil {
		return nil, nil, problem(ProblemMalformed, "%v", err)
	}
	if err := e.verify(d, keys); err != nil {
		return nil, nil, problem(ProblemSignature, "%v", err)
	}
	v, err := decode[T](e.Payload)
	if err != nil {
		return nil, nil, problem(ProblemMalformed, "%v", err)
	}
	return v, e.Payload, nil
}

// one does one thing at a time.
func (in *inbound) one(do func() (*Envelope, error)) (*Envelope, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	return do()
}
