package link

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// batch is messages in order, for one session.
type batch struct {
	Session  []byte `json:"session"`
	Sequence int64  `json:"sequence"` // grows within the session: a batch is taken once
	Items    items  `json:"items"`
}

// items are counted while they are read: a batch cannot make the receiver set aside more than it may hold.
type items []item

func (all *items) UnmarshalJSON(text []byte) error {
	from := json.NewDecoder(bytes.NewReader(text))
	if open, err := from.Token(); err != nil || open != json.Delim('[') {
		return errForm
	}
	for from.More() {
		if len(*all) == maxItems {
			return fmt.Errorf("more than %d items", maxItems)
		}
		var one item
		if err := from.Decode(&one); err != nil {
			return err
		}
		*all = append(*all, one)
	}
	return nil
}

// item is a message, or asks what became of one that the receiver has already: then only its digest is sent.
type item struct {
	Number   int64  `json:"number"`
	Digest   []byte `json:"digest"`
	Envelope []byte `json:"envelope,omitempty"`
}

// reply answers a batch.
type reply struct {
	Session  []byte   `json:"session"`
	Sequence int64    `json:"sequence"`
	Results  []result `json:"results"`        // of the first items, in order
	Held     string   `json:"held,omitempty"` // why the next item cannot be taken now
	Expected int64    `json:"expected"`       // number of the next message
}

// result says that a message was received.
type result struct {
	Number  int64  `json:"number"`
	Digest  []byte `json:"digest"`
	Refusal string `json:"refusal,omitempty"` // why it had no effect; "" where it had
}

// open checks every item before anything is done with one.
func (b *batch) open(p *Peer, self string) ([]*Message, error) {
	messages := make([]*Message, len(b.Items))
	for n := range b.Items {
		m, err := b.Items[n].open(p, self)
		if err != nil {
			return nil, err
		}
		messages[n] = m
	}
	return messages, nil
}

// open checks an item against the peer's keys before anything is done with it. It returns no message for a question.
func (i *item) open(p *Peer, self string) (*Message, error) {
	if i.Number < 1 || len(i.Digest) != len(Digest(nil)) {
		return nil, problem(ProblemMalformed, "an item has no number or no digest")
	}
	if i.Envelope == nil {
		return nil, nil
	}
	e, err := ParseEnvelope(i.Envelope)
	if err != nil {
		return nil, problem(ProblemMalformed, "message %d: %v", i.Number, err)
	}
	if err := e.verify(forMessage, p.Keys); err != nil {
		return nil, problem(ProblemSignature, "message %d: %v", i.Number, err)
	}
	m, err := DecodeMessage(e.Payload)
	if err != nil {
		return nil, problem(ProblemMalformed, "message %d: %v", i.Number, err)
	}
	if m.From != p.Name || m.To != self || m.Number != i.Number || string(Digest(e.Payload)) != string(i.Digest) {
		return nil, problem(ProblemMalformed, "message %d is from %s to %s, number %d; its item says otherwise", i.Number, m.From, m.To, m.Number)
	}
	return m, nil
}
