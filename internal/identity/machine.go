package identity

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"

	"sallyport"
)

// FromCertificate says which machine is at the other end of a connection by mutual TLS: a jail's or a laboratory's system that
// hands in bookings or reads answers. pins names the office of each machine by the pin of its certificate's public key, written
// sha256: and 64 hexadecimal digits (RFC 7469, 2.4). The listener asks for a certificate (tls.RequireAnyClientCert); the pin is
// all that is believed, no authority, name or date in it. A machine acts as software, under its pin.
func FromCertificate(state tls.ConnectionState, pins map[string]string) (sallyport.Actor, error) {
	if !state.HandshakeComplete || len(state.PeerCertificates) == 0 {
		return sallyport.Actor{}, errors.New("no certificate was shown; this address is for machines that show one")
	}
	sum := sha256.Sum256(state.PeerCertificates[0].RawSubjectPublicKeyInfo)
	pin := "sha256:" + hex.EncodeToString(sum[:])
	office := pins[pin]
	if office == "" {
		return sallyport.Actor{}, fmt.Errorf("certificate %s is not configured here", pin)
	}
	return sallyport.Actor{ID: pin, Office: office, Role: sallyport.Software}, nil
}
