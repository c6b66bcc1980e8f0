// Package devpasskey is a passkey made of software, for the demonstration and for tests: it answers what a browser and an
// authenticator would (WebAuthn 6 and 5.8.1, ES256, no attestation), and says "verified" of whoever asks. No node that
// serves people may import it.
package devpasskey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// What the authenticator says of the person in its data (WebAuthn 6.1).
const (
	Present  = 0x01
	Verified = 0x04
	attested = 0x40 // a new passkey's public key follows
)

// Passkey signs as one passkey does. Its fields may be set to what a broken or copied one would say.
type Passkey struct {
	ID     []byte
	Count  uint32 // of the last signature
	Flags  byte
	Origin string // of the page that asks
	key    *ecdsa.PrivateKey
	user   []byte
	random io.Reader
}

// New makes a passkey that pages of origin may ask. It is registered by what Create returns.
func New(origin string, random io.Reader) (*Passkey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return nil, err
	}
	id := make([]byte, 16)
	if _, err := io.ReadFull(random, id); err != nil {
		return nil, err
	}
	return &Passkey{ID: id, Flags: Present | Verified, Origin: origin, key: key, random: random}, nil
}

// options is what both ceremonies' options have in common, and what only one of them has.
type options struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		Host      string `json:"rpId"` // asked for a signature
		Site      struct {
			Host string `json:"id"`
		} `json:"rp"` // asked for a new passkey
		User struct {
			ID string `json:"id"`
		} `json:"user"`
	} `json:"publicKey"`
}

// Create answers the options of a registration, as navigator.credentials.create does.
func (p *Passkey) Create(asked []byte) (answer []byte, err error) {
	var o options
	if err := json.Unmarshal(asked, &o); err != nil {
		return nil, fmt.Errorf("options: %w", err)
	}
	if p.user, err = base64.RawURLEncoding.DecodeString(o.PublicKey.User.ID); err != nil {
		return nil, fmt.Errorf("options: user: %w", err)
	}
	key, err := p.publicKey()
	if err != nil {
		return nil, err
	}
	data := append(p.data(o.PublicKey.Site.Host, p.Flags|attested), make([]byte, 16)...) // AAGUID: a model that says nothing
	data = binary.BigEndian.AppendUint16(data, uint16(len(p.ID)))
	data = append(append(data, p.ID...), key...)
	object, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		return nil, err
	}
	client, err := p.client("webauthn.create", o.PublicKey.Challenge)
	if err != nil {
		return nil, err
	}
	return p.answer(map[string]string{"clientDataJSON": encode(client), "attestationObject": encode(object)})
}

// Sign answers the options of a signature, as navigator.credentials.get does.
func (p *Passkey) Sign(asked []byte) (answer []byte, err error) {
	var o options
	if err := json.Unmarshal(asked, &o); err != nil {
		return nil, fmt.Errorf("options: %w", err)
	}
	if o.PublicKey.Challenge == "" {
		return nil, errors.New("options: no challenge")
	}
	p.Count++
	data := p.data(o.PublicKey.Host, p.Flags)
	client, err := p.client("webauthn.get", o.PublicKey.Challenge)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(p.random, p.key, digest[:])
	if err != nil {
		return nil, err
	}
	return p.answer(map[string]string{"clientDataJSON": encode(client), "authenticatorData": encode(data),
		"signature": encode(signature), "userHandle": encode(p.user)})
}

// data is the authenticator data without a public key (WebAuthn 6.1).
func (p *Passkey) data(host string, flags byte) []byte {
	hash := sha256.Sum256([]byte(host))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), p.Count)
}

func (p *Passkey) client(kind, challenge string) ([]byte, error) {
	return json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": p.Origin, "crossOrigin": false})
}

// publicKey is the COSE form of an ES256 key (RFC 9053, 7.1.1).
func (p *Passkey) publicKey() ([]byte, error) {
	point, err := p.key.PublicKey.Bytes() // 4, x, y (SEC 1, 2.3.3)
	if err != nil {
		return nil, err
	}
	return webauthncbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})
}

func (p *Passkey) answer(response map[string]string) ([]byte, error) {
	return json.Marshal(map[string]any{"id": encode(p.ID), "rawId": encode(p.ID), "type": "public-key", "response": response,
		"clientExtensionResults": map[string]any{}})
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
