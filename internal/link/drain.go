package link

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"sallyport/internal/store"
)

// session is what a sender knows of its session.
type session struct {
	id       []byte
	sequence int64 // of the last batch sent
	expected int64 // number of the message that the peer waits for
}

// lostError is a message that the peer needs and nobody has any more.
type lostError struct{ error }

func (e *lostError) Unwrap() error { return e.error }

// drain sends until nothing is queued. A session that the peer has forgotten is opened anew once.
func (s *Sender) drain(ctx context.Context) error {
	err := s.drainOnce(ctx)
	var p *Problem
	if errors.As(err, &p) && p.is(ProblemSession) {
		s.session = nil
		err = s.drainOnce(ctx)
	}
	return err
}

func (s *Sender) drainOnce(ctx context.Context) error {
	if s.session == nil {
		begun, err := s.greet(ctx)
		if err != nil {
			return err
		}
		s.session = begun
		s.alarms.clear(AlarmClock, AlarmStranger)
	}
	for {
		queued, err := s.queued(ctx)
		if err != nil || len(queued) == 0 {
			return err
		}
		if err := s.exchange(ctx, queued); err != nil {
			return err
		}
		s.alarms.clear(AlarmSignature, AlarmEquivocation, AlarmLost)
	}
}

func (s *Sender) queued(ctx context.Context) (all []store.Outgoing, err error) {
	err = s.node.Store.View(ctx, func(tx *store.Tx) error {
		all, err = tx.Outgoing(s.peer.Name, maxItems)
		return err
	})
	return all, err
}

// exchange sends one batch of what is queued, and settles what the peer has of it.
func (s *Sender) exchange(ctx context.Context, queued []store.Outgoing) error {
	b, err := s.fill(queued)
	if err != nil {
		return err
	}
	said, err := s.node.say(forBatch, b)
	if err != nil {
		return err
	}
	answer, _, err := post[reply](ctx, s, batchPath, said, forReply)
	if err != nil {
		return err
	}
	if err := answer.check(b); err != nil {
		return fmt.Errorf("link: %s: %w", s.peer.Name, err)
	}
	if err := s.finish(ctx, queued, answer.Results); err != nil {
		return err
	}
	before := s.session.expected
	s.session.expected = answer.Expected
	switch {
	case answer.Held != "":
		return fmt.Errorf("link: %s answers: %.*q", s.peer.Name, maxReason, answer.Held)
	case len(answer.Results) == 0 && answer.Expected == before:
		return fmt.Errorf("link: %s answers no message and says no reason", s.peer.Name)
	}
	return nil
}

// fill makes a batch of the first messages. Those that the peer has, it only asks about: their keys may be destroyed
// already, where this node was killed between that and the acknowledgement.
func (s *Sender) fill(queued []store.Outgoing) (*batch, error) {
	if first := queued[0].Number; first > s.session.expected {
		return nil, &lostError{fmt.Errorf("link: %s waits for message %d, which it acknowledged once; here the oldest is %d. Was its book set back?", s.peer.Name, s.session.expected, first)}
	}
	s.session.sequence++
	b := &batch{Session: s.session.id, Sequence: s.session.sequence}
	room := maxBatch - envelopeHead - 1024
	for _, o := range queued {
		i := item{Number: o.Number, Digest: o.Digest}
		if o.Number >= s.session.expected {
			envelope, err := s.node.Vault.Open(Record(s.peer.Name, o.Number), o.Envelope)
			if err != nil {
				return nil, &lostError{fmt.Errorf("link: message %d to %s cannot be opened: %w", o.Number, s.peer.Name, err)}
			}
			i.Envelope = envelope
		}
		if room -= base64.StdEncoding.EncodedLen(len(i.Envelope)) + 256; room < 0 {
			break
		}
		b.Items = append(b.Items, i)
	}
	return b, nil
}

// check says what is wrong with the answer to a batch.
func (r *reply) check(b *batch) error {
	if !bytes.Equal(r.Session, b.Session) || r.Sequence != b.Sequence || len(r.Results) > len(b.Items) || r.Expected < 1 {
		return errors.New("an answer to another batch")
	}
	for n, done := range r.Results {
		if done.Number != b.Items[n].Number || !bytes.Equal(done.Digest, b.Items[n].Digest) || len(done.Refusal) > maxReason {
			return fmt.Errorf("the answer to message %d is about another message", b.Items[n].Number)
		}
	}
	return nil
}

// finish destroys the keys of messages that the peer has, and then acknowledges them: a kill in between is mended by asking
// the peer again, whereas a key forgotten after the acknowledgement would stay.
func (s *Sender) finish(ctx context.Context, queued []store.Outgoing, results []result) error {
	if len(results) == 0 {
		return nil
	}
	for _, done := range results {
		if err := s.node.Vault.Shred(Record(s.peer.Name, done.Number)); err != nil {
			return fmt.Errorf("link: destroying the key of message %d to %s: %w", done.Number, s.peer.Name, err)
		}
	}
	now := s.node.Now()
	return s.node.Store.InTx(ctx, func(tx *store.Tx) error {
		for n, done := range results {
			o := &queued[n]
			if err := s.settle(tx, Settled{s.peer.Name, o.Number, o.Case, o.Digest, done.Refusal, now}); err != nil {
				return fmt.Errorf("link: settling message %d to %s: %w", o.Number, s.peer.Name, err)
			}
		}
		return tx.Acknowledge(s.peer.Name, results[len(results)-1].Number, now)
	})
}

// Record names the key of a queued message in the vault.
func Record(peer string, number int64) string { return fmt.Sprintf("link/%s/%d", peer, number) }
