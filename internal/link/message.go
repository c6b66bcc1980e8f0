package link

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"
)

const saltSize = 32

// Message is what one node tells another, once.
type Message struct {
	From   string          `json:"from"` // names of nodes
	To     string          `json:"to"`
	Number int64           `json:"number"`         // 1, 2, 3 … from one node to one other
	Case   string          `json:"case,omitempty"` // the submission it is about; "" for none
	Kind   string          `json:"kind"`
	At     time.Time       `json:"at"`   // when it was queued, UTC, to the microsecond
	Salt   []byte          `json:"salt"` // 32 random bytes, so that the digest tells nothing of the rest
	Body   json.RawMessage `json:"body"`
}

var (
	wordForm = regexp.MustCompile(`^[a-z0-9][a-z0-9./_-]{0,99}$`)
	caseForm = regexp.MustCompile(`^[!-~]{0,128}$`)
)

// Encode returns the one encoding that a message has: JSON without spaces, fields in the order above. It fails for a
// message that no node would take, naming the field.
func (m *Message) Encode() ([]byte, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	payload, err := encode(m)
	if err != nil {
		return nil, fault("message", err)
	}
	if len(payload) > MaxMessage {
		return nil, fmt.Errorf("link: message %d (%s) has %d bytes; %d at most", m.Number, m.Kind, len(payload), MaxMessage)
	}
	return payload, nil
}

// DecodeMessage reads what Encode wrote, and nothing else.
func DecodeMessage(payload []byte) (*Message, error) {
	if len(payload) > MaxMessage {
		return nil, fmt.Errorf("link: a message of %d bytes; %d at most", len(payload), MaxMessage)
	}
	m, err := decode[Message](payload)
	if err != nil {
		return nil, fault("message", err)
	}
	return m, m.check()
}

func (m *Message) check() error {
	switch {
	case !wordForm.MatchString(m.From):
		return badField("from", m.From)
	case !wordForm.MatchString(m.To):
		return badField("to", m.To)
	case m.Number < 1:
		return badField("number", m.Number)
	case !caseForm.MatchString(m.Case):
		return badField("case", m.Case)
	case !wordForm.MatchString(m.Kind):
		return badField("kind", m.Kind)
	case m.At != m.At.UTC().Truncate(time.Microsecond):
		return badField("at", m.At)
	case len(m.Salt) != saltSize:
		return fmt.Errorf("link: message: salt has %d bytes; %d are needed", len(m.Salt), saltSize)
	case len(m.Body) == 0 || string(m.Body) == "null":
		return errors.New("link: message: body is missing")
	}
	return nil
}

func badField(name string, value any) error {
	return fmt.Errorf("link: message: %s %q is not of the form that a message needs", name, fmt.Sprint(value))
}

// Sign returns the message in an envelope signed with the sender's key.
func (m *Message) Sign(key ed25519.PrivateKey) (*Envelope, error) {
	payload, err := m.Encode()
	if err != nil {
		return nil, err
	}
	return seal(key, forMessage, payload), nil
}

// Digest is SHA-256 of a message's payload. Both books hold it; because of the salt it tells nothing to others.
func Digest(payload []byte) []byte {
	sum := sha256.Sum256(payload)
	return sum[:]
}
