package link

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

const (
	pinPrefix = "sha256:"
	keyPrefix = "ed25519:"
)

// Pin is SHA-256 of a public key's SubjectPublicKeyInfo (RFC 7469, 2.4). In a configuration it is written sha256: and 64
// hexadecimal digits.
type Pin [sha256.Size]byte

// CertificatePin returns the pin of a certificate's public key.
func CertificatePin(c *x509.Certificate) Pin { return sha256.Sum256(c.RawSubjectPublicKeyInfo) }

// ParsePin reads the form of a configuration.
func ParsePin(text string) (p Pin, err error) { return p, p.UnmarshalText([]byte(text)) }

func (p Pin) String() string { return pinPrefix + hex.EncodeToString(p[:]) }

// MarshalText returns the form of a configuration.
func (p Pin) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the form of a configuration.
func (p *Pin) UnmarshalText(text []byte) error {
	digits, found := strings.CutPrefix(string(text), pinPrefix)
	raw, err := hex.DecodeString(digits)
	if !found || err != nil || len(raw) != len(p) {
		return fmt.Errorf("link: pin %q: write %s and %d hexadecimal digits, as the peer's node prints it", text, pinPrefix, 2*len(p))
	}
	copy(p[:], raw)
	return nil
}

// PublicKey verifies a node's messages. In a configuration it is written ed25519: and its 32 bytes in base64.
type PublicKey [ed25519.PublicKeySize]byte

// ParsePublicKey reads the form of a configuration.
func ParsePublicKey(text string) (k PublicKey, err error) { return k, k.UnmarshalText([]byte(text)) }

func publicKey(key ed25519.PrivateKey) PublicKey { return PublicKey(key.Public().(ed25519.PublicKey)) }

// spkiHead comes before the 32 bytes of every Ed25519 key in a SubjectPublicKeyInfo (RFC 8410, 4).
var spkiHead = []byte{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00}

// Pin names the key in an envelope.
func (k PublicKey) Pin() Pin { return sha256.Sum256(append(bytes.Clone(spkiHead), k[:]...)) }

func (k PublicKey) String() string { return keyPrefix + base64.StdEncoding.EncodeToString(k[:]) }

// MarshalText returns the form of a configuration.
func (k PublicKey) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the form of a configuration.
func (k *PublicKey) UnmarshalText(text []byte) error {
	digits, found := strings.CutPrefix(string(text), keyPrefix)
	raw, err := base64.StdEncoding.DecodeString(digits)
	if !found || err != nil || base64.StdEncoding.EncodeToString(raw) != digits || len(raw) != len(k) {
		return fmt.Errorf("link: key %q: write %s and %d bytes in base64, as the peer's node prints it", text, keyPrefix, len(k))
	}
	copy(k[:], raw)
	return nil
}
