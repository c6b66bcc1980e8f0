package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// greet opens a session with the peer.
func (s *Sender) greet(ctx context.Context) (*session, error) {
	h, err := s.node.hello(s.peer.Name)
	if err != nil {
		return nil, err
	}
	said, err := s.node.say(forHello, h)
	if err != nil {
		return nil, err
	}
	sent := s.node.clock()
	w, payload, err := post[welcome](ctx, s, helloPath, said, forWelcome)
	if err != nil {
		return nil, err
	}
	if err := w.check(h, said.Payload, sent, s.node.clock(), s.node.skew()); err != nil {
		return nil, err
	}
	s.node.Log.Info("link: a session began", "peer", s.peer.Name, "expected", w.Expected)
	return &session{id: sessionID(payload), expected: w.Expected}, nil
}

// post sends what this node signed and returns what the peer signed in answer, with its payload.
func post[T any](ctx context.Context, s *Sender, path string, e *Envelope, d domain) (*T, []byte, error) {
	address, err := s.peer.address(path)
	if err != nil {
		return nil, nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(e.Marshal()))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Content-Type", media)
	answer, err := s.client.Do(req)
	if err != nil {
		return nil, nil, fmt.Errorf("link: reaching %s: %w", s.peer.Name, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, nil, readProblem(answer)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxReply+1))
	if err != nil {
		return nil, nil, fmt.Errorf("link: reading the answer of %s: %w", s.peer.Name, err)
	}
	if len(body) > maxReply {
		return nil, nil, fmt.Errorf("link: the answer of %s is longer than %d bytes", s.peer.Name, maxReply)
	}
	v, payload, err := open[T](s.peer.Keys, d, body)
	if err != nil {
		return nil, nil, fmt.Errorf("link: the answer of %s: %w", s.peer.Name, err)
	}
	return v, payload, nil
}

// alarm tells a person of a failure that trying again will not mend.
func (s *Sender) alarm(err error) {
	var stranger *strangerError
	var lost *lostError
	var p *Problem
	switch {
	case errors.As(err, &stranger):
		s.alarms.raise(AlarmStranger, err.Error())
	case errors.As(err, &lost):
		s.alarms.raise(AlarmLost, err.Error())
	case errors.As(err, &p) && p.is(ProblemStranger):
		s.alarms.raise(AlarmStranger, err.Error())
	case errors.As(err, &p):
		for kind, alarm := range alarming {
			if p.is(kind) {
				s.alarms.raise(alarm, err.Error())
			}
		}
	}
}
