package link

import (
	"crypto/tls"
	"fmt"
	"slices"
)

// strangerError is a server whose certificate is not one of the peer's.
type strangerError struct {
	peer string
	pin  Pin
}

func (e *strangerError) Error() string {
	return fmt.Sprintf("link: the server at the address of %s shows certificate %s, which is not configured for it", e.peer, e.pin)
}

// ServerTLS is for a listener that peers reach: TLS 1.3, and a certificate of the client's, which the Receiver compares
// with the peers' pins so that a stranger is told why it is refused.
func (id *Identity) ServerTLS() *tls.Config {
	return &tls.Config{
		MinVersion:             tls.VersionTLS13,
		Certificates:           []tls.Certificate{id.Certificate},
		ClientAuth:             tls.RequireAnyClientCert,
		SessionTicketsDisabled: true,
	}
}

// clientTLS believes in the peer's pins and in nothing else: no authority, no host name, no dates.
func (id *Identity) clientTLS(p *Peer) *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS13,
		Certificates:       []tls.Certificate{id.Certificate},
		InsecureSkipVerify: true, // what follows takes its place
		VerifyConnection: func(state tls.ConnectionState) error {
			if pin := CertificatePin(state.PeerCertificates[0]); !slices.Contains(p.Certificates, pin) {
				return &strangerError{p.Name, pin}
			}
			return nil
		},
	}
}
