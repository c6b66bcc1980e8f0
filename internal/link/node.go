package link

import (
	"io"
	"log/slog"
	"time"

	"sallyport/internal/store"
)

// Limits of what travels.
const (
	MaxMessage = 8 << 20  // bytes of a message as it is signed: a booking of fourteen prints at full size, twice over
	maxBatch   = 16 << 20 // bytes of a request
	maxReply   = 1 << 20  // bytes of an answer
	maxItems   = 64       // messages of a batch; each is a transaction at the receiver, and all must end before the sender gives up
)

// Node is what both directions of every link of a node stand on. Every field but Skew is needed.
type Node struct {
	Identity *Identity
	Store    *store.Store
	Vault    Vault
	Now      func() time.Time // the clock that is compared with the peer's, and that dates what is stored
	Random   io.Reader        // read by several goroutines at once
	Log      *slog.Logger
	Alarm    func(Alarm)
	Skew     time.Duration // clocks further apart are refused; 0 for two minutes
}

// Vault seals what waits in the outbox: each record under a key of its own, which Shred destroys. Shredding what is not
// there is no error. Seal is called within a writing transaction of the store.
type Vault struct {
	Seal, Open func(record string, text []byte) ([]byte, error)
	Shred      func(record string) error
}

// Draft is a message without what the outbox adds: its sender, its number and its salt.
type Draft struct {
	To, Case, Kind string
	At             time.Time
	Body           any // encoded as JSON
}

// Queue puts a message into the outbox, in the transaction of the state it tells of, and returns it with its number. The
// caller writes its Line into the book in the same transaction, and wakes the peer's Sender after it.
func (n *Node) Queue(tx *store.Tx, d Draft) (*Message, error) {
	body, err := encode(d.Body)
	if err != nil {
		return nil, fault("message "+d.Kind+" to "+d.To, err)
	}
	m := &Message{
		From: n.Identity.Name, To: d.To, Case: d.Case, Kind: d.Kind, At: d.At.UTC().Truncate(time.Microsecond),
		Salt: make([]byte, saltSize), Body: body,
	}
	if _, err := io.ReadFull(n.Random, m.Salt); err != nil {
		return nil, fault("drawing a salt", err)
	}
	_, err = tx.Queue(d.To, d.Case, d.At, func(number int64) (sealed, digest []byte, err error) {
		m.Number = number
		envelope, err := m.Sign(n.Identity.Key)
		if err != nil {
			return nil, nil, err
		}
		sealed, err = n.Vault.Seal(Record(d.To, number), envelope.Marshal())
		return sealed, Digest(envelope.Payload), err
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (n *Node) skew() time.Duration {
	if n.Skew == 0 {
		return 2 * time.Minute
	}
	return n.Skew
}
