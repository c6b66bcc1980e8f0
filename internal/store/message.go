package store

import (
	"time"

	"sallyport/internal/store/query"
)

// Outgoing is a message to another node. Numbers of one peer are 1, 2 and so on, without gaps.
type Outgoing struct {
	Peer              string
	Number            int64
	Case              string
	Envelope          []byte // sealed and signed, as it goes out; nil once the peer has acknowledged it
	Digest            []byte // what both books are compared by; stays
	QueuedAt, AckedAt time.Time
}

// Queue appends a message to a peer: it takes the next number, and make makes of it what is sent.
func (t *Tx) Queue(peer, caseID string, at time.Time, make func(number int64) (envelope, digest []byte, err error)) (int64, error) {
	number, err := t.number("messages to " + peer)
	if err != nil {
		return 0, err
	}
	envelope, digest, err := make(number)
	if err != nil {
		return 0, err
	}
	return number, from(t.query.Queue(t.ctx, query.QueueParams{Peer: peer, Number: number, CaseID: caseID,
		Envelope: envelope, Digest: digest, QueuedAt: at.UnixMicro()}))
}

// Outgoing returns what a peer has not acknowledged, at most limit messages, by number.
func (t *Tx) Outgoing(peer string, limit int) ([]Outgoing, error) {
	rows, err := t.query.Outgoing(t.ctx, query.OutgoingParams{Peer: peer, Most: int64(limit)})
	all := make([]Outgoing, len(rows))
	for i, row := range rows {
		all[i] = Outgoing{peer, row.Number, row.CaseID, row.Envelope, row.Digest, moment(row.QueuedAt), perhaps(row.AckedAt)}
	}
	return all, from(err)
}

// OutgoingDigests returns every message ever queued to a peer, by number, without envelopes.
func (t *Tx) OutgoingDigests(peer string) ([]Outgoing, error) {
	rows, err := t.query.OutgoingDigests(t.ctx, peer)
	all := make([]Outgoing, len(rows))
	for i, row := range rows {
		all[i] = Outgoing{peer, row.Number, row.CaseID, nil, row.Digest, moment(row.QueuedAt), perhaps(row.AckedAt)}
	}
	return all, from(err)
}

// Acknowledge notes that a peer has the messages up to that number, and forgets their envelopes.
func (t *Tx) Acknowledge(peer string, upTo int64, at time.Time) error {
	return from(t.query.Acknowledge(t.ctx, query.AcknowledgeParams{Peer: peer, Number: upTo, AckedAt: nullable(at)}))
}

// Incoming is a message that a peer has sent, with what this node made of it.
type Incoming struct {
	Peer       string
	Number     int64 // the peer's
	Case       string
	Digest     []byte
	Refusal    string // why it was not acted on; "" where it was
	ReceivedAt time.Time
}

// AddIncoming records a message; there is one of each number.
func (t *Tx) AddIncoming(m *Incoming) error {
	return from(t.query.AddIncoming(t.ctx, query.AddIncomingParams{Peer: m.Peer, Number: m.Number, CaseID: m.Case,
		Digest: m.Digest, Refusal: m.Refusal, ReceivedAt: m.ReceivedAt.UnixMicro()}))
}

// LastIncoming returns the greatest number received from a peer, or 0.
func (t *Tx) LastIncoming(peer string) (int64, error) {
	number, err := t.query.LastIncoming(t.ctx, peer)
	return number, from(err)
}

// Incoming returns a peer's message of that number, or ErrNone.
func (t *Tx) Incoming(peer string, number int64) (*Incoming, error) {
	row, err := t.query.Incoming(t.ctx, query.IncomingParams{Peer: peer, Number: number})
	if err != nil {
		return nil, none(err)
	}
	m := incoming(row)
	return &m, nil
}

// IncomingFrom returns everything received from a peer, by number.
func (t *Tx) IncomingFrom(peer string) ([]Incoming, error) {
	rows, err := t.query.IncomingFrom(t.ctx, peer)
	all := make([]Incoming, len(rows))
	for i, row := range rows {
		all[i] = incoming(row)
	}
	return all, from(err)
}

func incoming(row query.Incoming) Incoming {
	return Incoming{row.Peer, row.Number, row.CaseID, row.Digest, row.Refusal, moment(row.ReceivedAt)}
}

// WaitingAbout returns how many messages about a case are not acknowledged yet.
func (t *Tx) WaitingAbout(caseID string) (int64, error) {
	count, err := t.query.WaitingAbout(t.ctx, caseID)
	return count, from(err)
}
