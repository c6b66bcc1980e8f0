// Package datashare seals what a reference URL gives, as MOSIP's ABIS API 0.9 has it from MOSIP 1.2.0 on ("DataShare URL"): only
// whoever holds the key of the certificate that it is sealed for can open it.
//
// Base64 for URLs of: "VER_R2", the SHA-256 of the certificate (32 bytes), the AES key under RSA-OAEP with SHA-256 (256 bytes);
// "#KEY_SPLITTER#"; 32 random bytes, which are authenticated and whose first 12 are the nonce; the data under AES-256-GCM.
package datashare

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
)

const (
	version  = "VER_R2"
	splitter = "#KEY_SPLITTER#"

	keyBytes   = 32  // of AES
	rsaBytes   = 256 // the form has so many
	extraBytes = 32  // authenticated, not sealed
	nonceBytes = 12
	keyBlock   = len(version) + sha256.Size + rsaBytes
)

// Key is the certificate's key, to which data can be sealed: RSA with 2,048 bits.
func Key(to *x509.Certificate) (*rsa.PublicKey, error) {
	key, is := to.PublicKey.(*rsa.PublicKey)
	if !is || key.Size() != rsaBytes {
		return nil, fmt.Errorf("certificate of %s: its key is not RSA of %d bits, which the data share of MOSIP needs; ask for one that is", to.Subject, 8*rsaBytes)
	}
	return key, nil
}

// Seal seals data for the holder of the certificate's key.
func Seal(random io.Reader, to *x509.Certificate, data []byte) ([]byte, error) {
	key, err := Key(to)
	if err != nil {
		return nil, err
	}
	secret := make([]byte, keyBytes+extraBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("data share: %w", err)
	}
	secret, extra := secret[:keyBytes], secret[keyBytes:]
	wrapped, err := rsa.EncryptOAEP(sha256.New(), random, key, secret, nil)
	if err != nil {
		return nil, fmt.Errorf("data share: %w", err)
	}
	sealer, err := gcm(secret)
	if err != nil {
		return nil, err
	}
	thumbprint := sha256.Sum256(to.Raw)
	out := bytes.Join([][]byte{[]byte(version), thumbprint[:], wrapped, []byte(splitter), extra}, nil)
	out = sealer.Seal(out, extra[:nonceBytes], data, extra)
	return base64.RawURLEncoding.AppendEncode(nil, out), nil
}

// Open opens what Seal has sealed for the certificate, with its key.
func Open(key *rsa.PrivateKey, certificate *x509.Certificate, sealed []byte) ([]byte, error) {
	all, err := base64.RawURLEncoding.DecodeString(string(bytes.TrimRight(sealed, "=")))
	if err != nil {
		return nil, fmt.Errorf("data share: %w", err)
	}
	begin := keyBlock + len(splitter)
	if len(all) < begin+extraBytes || string(all[:len(version)]) != version || string(all[keyBlock:begin]) != splitter {
		return nil, errors.New("data share: is not of the form of MOSIP 1.2.0, " + version)
	}
	if thumbprint := sha256.Sum256(certificate.Raw); !bytes.Equal(all[len(version):len(version)+sha256.Size], thumbprint[:]) {
		return nil, errors.New("data share: was sealed for another certificate")
	}
	secret, err := rsa.DecryptOAEP(sha256.New(), nil, key, all[keyBlock-rsaBytes:keyBlock], nil)
	if err != nil {
		return nil, fmt.Errorf("data share: %w", err)
	}
	opener, err := gcm(secret)
	if err != nil {
		return nil, err
	}
	extra := all[begin : begin+extraBytes]
	data, err := opener.Open(nil, extra[:nonceBytes], all[begin+extraBytes:], extra)
	if err != nil {
		return nil, fmt.Errorf("data share: %w", err)
	}
	return data, nil
}

func gcm(secret []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("data share: %w", err)
	}
	return cipher.NewGCM(block)
}
