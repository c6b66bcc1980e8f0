package link

import (
	"crypto/ed25519"
	"errors"
	"fmt"
)

// domain keeps a signature for one purpose from serving another.
type domain string

const (
	forMessage domain = "sallyport link message v1\n"
	forHello   domain = "sallyport link hello v1\n"
	forWelcome domain = "sallyport link welcome v1\n"
	forBatch   domain = "sallyport link batch v1\n"
	forReply   domain = "sallyport link reply v1\n"
)

const (
	envelopeHead = 32 + ed25519.SignatureSize
	maxEnvelope  = envelopeHead + MaxMessage
)

// Envelope is a signed payload: a message, or what two nodes say about a session. On the wire it is the key's pin (32
// bytes), the signature (64, Ed25519 over the domain and the payload, RFC 8032) and the payload.
type Envelope struct {
	Key       Pin // of the signer's public key
	Signature [ed25519.SignatureSize]byte
	Payload   []byte
}

// Marshal returns the bytes of the wire.
func (e *Envelope) Marshal() []byte {
	text := make([]byte, 0, envelopeHead+len(e.Payload))
	text = append(text, e.Key[:]...)
	text = append(text, e.Signature[:]...)
	return append(text, e.Payload...)
}

// ParseEnvelope reads what Marshal wrote. It believes nothing of it yet.
func ParseEnvelope(text []byte) (*Envelope, error) {
	if len(text) <= envelopeHead {
		return nil, fmt.Errorf("link: an envelope of %d bytes; key, signature and payload need more than %d", len(text), envelopeHead)
	}
	e := &Envelope{Payload: text[envelopeHead:]}
	copy(e.Key[:], text)
	copy(e.Signature[:], text[len(e.Key):])
	return e, nil
}

func seal(key ed25519.PrivateKey, d domain, payload []byte) *Envelope {
	e := &Envelope{Key: publicKey(key).Pin(), Payload: payload}
	copy(e.Signature[:], ed25519.Sign(key, signed(d, payload)))
	return e
}

func signed(d domain, payload []byte) []byte { return append([]byte(d), payload...) }

// ErrForged is in the error for a signature that is not one of the peer's.
var ErrForged = errors.New("the signature is not the peer's")

func (e *Envelope) verify(d domain, keys []PublicKey) error {
	for _, key := range keys {
		if key.Pin() == e.Key && ed25519.Verify(key[:], signed(d, e.Payload), e.Signature[:]) {
			return nil
		}
	}
	return fmt.Errorf("link: signed with key %s: %w", e.Key, ErrForged)
}

// Message checks the signature against the sender's keys and returns the message.
func (e *Envelope) Message(keys []PublicKey) (*Message, error) {
	if err := e.verify(forMessage, keys); err != nil {
		return nil, err
	}
	return DecodeMessage(e.Payload)
}
