package link

import (
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"sallyport/internal/lasting"
)

// identityFile holds, in this order, the signing key, the key of the certificate and the certificate.
const identityFile = "node.pem"

const (
	keyBlock         = "PRIVATE KEY" // PKCS #8
	certificateBlock = "CERTIFICATE"
)

// Identity is what a node signs and shows itself with.
type Identity struct {
	Name        string
	Key         ed25519.PrivateKey // signs messages
	Certificate tls.Certificate
}

// Pin is what peers write into their configuration for this node's certificate.
func (id *Identity) Pin() Pin { return CertificatePin(id.Certificate.Leaf) }

// PublicKey is what peers write into their configuration for this node's messages.
func (id *Identity) PublicKey() PublicKey { return publicKey(id.Key) }

// NewIdentity makes a node's keys and its certificate and keeps them in dir, in one file that only its owner may read. It
// fails where there is one: a new key is a new node to every peer.
func NewIdentity(dir, name string, random io.Reader, now time.Time) (*Identity, error) {
	path := filepath.Join(dir, identityFile)
	if _, err := os.Stat(path); err == nil {
		return nil, fmt.Errorf("link: %s: there is an identity already; a new one would be a stranger to every peer", path)
	}
	if !wordForm.MatchString(name) {
		return nil, fmt.Errorf("link: node name %q: use a-z, 0-9 and ./_- , 100 at most", name)
	}
	id, err := makeIdentity(name, random, now)
	if err != nil {
		return nil, fault("identity of "+name, err)
	}
	text, err := id.marshal()
	if err != nil {
		return nil, fault("identity of "+name, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fault("identity of "+name, err)
	}
	if err := lasting.Replace(path, text, 0o600); err != nil {
		return nil, fault("identity of "+name, err)
	}
	return id, nil
}

func makeIdentity(name string, random io.Reader, now time.Time) (*Identity, error) {
	_, signer, err := ed25519.GenerateKey(random)
	if err != nil {
		return nil, err
	}
	_, key, err := ed25519.GenerateKey(random)
	if err != nil {
		return nil, err
	}
	serial := make([]byte, 16)
	if _, err := io.ReadFull(random, serial); err != nil {
		return nil, err
	}
	serial[0] = serial[0]&0x7f | 0x40 // positive, and of full length
	form := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    now.Add(-24 * time.Hour).UTC(),
		NotAfter:     time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), // RFC 5280, 4.1.2.5: no end; what ends it is the pin
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	raw, err := x509.CreateCertificate(random, form, form, key.Public(), key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(raw)
	return &Identity{name, signer, tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key, Leaf: leaf}}, err
}

func (id *Identity) marshal() ([]byte, error) {
	var text []byte
	for _, key := range []any{id.Key, id.Certificate.PrivateKey} {
		raw, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			return nil, err
		}
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: keyBlock, Bytes: raw})...)
	}
	return append(text, pem.EncodeToMemory(&pem.Block{Type: certificateBlock, Bytes: id.Certificate.Certificate[0]})...), nil
}

// LoadIdentity reads what NewIdentity kept in dir. The error is fs.ErrNotExist where there is none.
func LoadIdentity(dir string) (*Identity, error) {
	path := filepath.Join(dir, identityFile)
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fault("identity", err)
	}
	id, err := parseIdentity(text)
	if err != nil {
		return nil, fmt.Errorf("link: %s: %w; restore it from the copy that was kept", path, err)
	}
	return id, nil
}

func parseIdentity(text []byte) (*Identity, error) {
	var blocks [3][]byte
	for i, kind := range []string{keyBlock, keyBlock, certificateBlock} {
		block, rest := pem.Decode(text)
		if block == nil || block.Type != kind {
			return nil, fmt.Errorf("block %d is not a %s", i+1, kind)
		}
		blocks[i], text = block.Bytes, rest
	}
	signer, err := parseKey(blocks[0])
	if err != nil {
		return nil, err
	}
	key, err := parseKey(blocks[1])
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(blocks[2])
	if err != nil {
		return nil, err
	}
	if !key.Public().(ed25519.PublicKey).Equal(leaf.PublicKey) {
		return nil, errors.New("the certificate is for another key")
	}
	return &Identity{leaf.Subject.CommonName, signer, tls.Certificate{Certificate: [][]byte{blocks[2]}, PrivateKey: key, Leaf: leaf}}, nil
}

func parseKey(raw []byte) (ed25519.PrivateKey, error) {
	key, err := x509.ParsePKCS8PrivateKey(raw)
	if err != nil {
		return nil, err
	}
	signer, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("a key is not of Ed25519")
	}
	return signer, nil
}
