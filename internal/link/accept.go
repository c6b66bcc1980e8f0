package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sallyport/internal/store"
)

// Refusal is the desk's word that a message cannot have an effect, however often it is sent. The sender learns the reason, and keeps it: it quotes nothing
// of the message.
type Refusal struct{ Reason string }

func (r *Refusal) Error() string { return "link: refused: " + r.Reason }

const maxReason = 500 // bytes of a reason that travel

// hello opens a session in the place of the one before.
func (r *Receiver) hello(ctx context.Context, in *inbound, body []byte) (*Envelope, error) {
	h, payload, err := open[hello](in.peer.Keys, forHello, body)
	if err != nil {
		return nil, err
	}
	if err := h.check(r.node, in.peer.Name); err != nil {
		return nil, err
	}
	expected, err := r.expected(ctx, in)
	if err != nil {
		return nil, err
	}
	w, err := r.node.welcome(h, payload, expected)
	if err != nil {
		return nil, err
	}
	said, err := r.node.say(forWelcome, w)
	if err != nil {
		return nil, err
	}
	in.session, in.began, in.sequence = sessionID(said.Payload), time.Now(), 0
	in.alarms.clear(AlarmClock)
	r.node.Log.Info("link: a session began", "peer", in.peer.Name, "expected", expected)
	return said, nil
}

func (r *Receiver) expected(ctx context.Context, in *inbound) (next int64, err error) {
	err = r.node.Store.View(ctx, func(tx *store.Tx) error {
		last, err := tx.LastIncoming(in.peer.Name)
		next = last + 1
		return err
	})
	return next, err
}

// batch takes messages one by one, each in a transaction of its own, until one cannot be taken now.
func (r *Receiver) batch(ctx context.Context, in *inbound, body []byte) (*Envelope, error) {
	b, _, err := open[batch](in.peer.Keys, forBatch, body)
	if err != nil {
		return nil, err
	}
	if err := in.admit(b); err != nil {
		return nil, err
	}
	messages, err := b.open(&in.peer, r.node.Identity.Name)
	if err != nil {
		return nil, err
	}
	answer := &reply{Session: b.Session, Sequence: b.Sequence}
	for i := range b.Items {
		done, err := r.take(ctx, in.peer.Name, &b.Items[i], messages[i])
		var p *Problem
		if errors.As(err, &p) {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err() // the peer has gone, and will ask again: nobody has to look into that
		}
		if err != nil {
			r.node.Log.Error("link: a message could not be taken", "peer", in.peer.Name, "number", b.Items[i].Number, "error", err)
			answer.Held = asProblem(err).Detail
		}
		if done == nil {
			break
		}
		answer.Results = append(answer.Results, *done)
	}
	if answer.Expected, err = r.expected(ctx, in); err != nil {
		return nil, err
	}
	in.alarms.clear(AlarmSignature, AlarmEquivocation)
	return r.node.say(forReply, answer)
}

// admit checks that a batch belongs to the session and was not seen before.
func (in *inbound) admit(b *batch) error {
	if in.session == nil || !bytes.Equal(b.Session, in.session) || time.Since(in.began) > sessionLife {
		return problem(ProblemSession, "say hello again")
	}
	if b.Sequence <= in.sequence {
		return problem(ProblemReplayed, "batch %d of this session or a later one was seen; say hello again", b.Sequence)
	}
	in.sequence = b.Sequence
	return nil
}

// take gives one item its effect, or says what became of it before. It returns nothing for one that is not next.
func (r *Receiver) take(ctx context.Context, peer string, i *item, m *Message) (done *result, err error) {
	err = r.once(ctx, peer, i, m, &done, func(tx *store.Tx) (string, error) { return "", r.desk.Accept(tx, m) })
	var no *Refusal
	if errors.As(err, &no) {
		reason := clip(no.Reason)
		err = r.once(ctx, peer, i, m, &done, func(tx *store.Tx) (string, error) { return reason, r.desk.Refuse(tx, m, reason) })
	}
	if err != nil {
		return nil, err
	}
	return done, nil
}

// once is the transaction of a message: its effect and its row in the inbox, or neither.
func (r *Receiver) once(ctx context.Context, peer string, i *item, m *Message, done **result, effect func(*store.Tx) (string, error)) error {
	return r.node.Store.InTx(ctx, func(tx *store.Tx) error {
		last, err := tx.LastIncoming(peer)
		if err != nil {
			return err
		}
		if i.Number <= last {
			*done, err = before(tx, peer, i)
			return err
		}
		if i.Number > last+1 || m == nil {
			return nil
		}
		refusal, err := effect(tx)
		if err != nil {
			return err
		}
		*done = &result{i.Number, i.Digest, refusal}
		return tx.AddIncoming(&store.Incoming{
			Peer: peer, Number: i.Number, Case: m.Case, Digest: i.Digest, Refusal: refusal, ReceivedAt: r.node.Now(),
		})
	})
}

// before says what became of a message that was received already.
func before(tx *store.Tx, peer string, i *item) (*result, error) {
	was, err := tx.Incoming(peer, i.Number)
	if err != nil {
		return nil, fmt.Errorf("link: message %d of %s in the inbox: %w", i.Number, peer, err)
	}
	if !bytes.Equal(was.Digest, i.Digest) {
		return nil, problem(ProblemEquivocation, "message %d of %s was received with digest %x; now it has %x", i.Number, peer, was.Digest, i.Digest)
	}
	return &result{i.Number, was.Digest, was.Refusal}, nil
}

// clip shortens a reason to what may travel, at a character.
func clip(reason string) string {
	return strings.ToValidUTF8(reason[:min(len(reason), maxReason)], "")
}
