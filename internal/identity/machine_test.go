package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"math/big"
	"testing"
	"time"

	"sallyport"
)

// machine is a certificate that nobody but its holder has signed, long expired, and its pin.
func machine(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1, 0)}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(public)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, "sha256:" + hex.EncodeToString(sum[:])
}

// connect has a client connect to a server over TLS, and returns what the server sees.
func connect(t *testing.T, server tls.Certificate, client ...tls.Certificate) (tls.ConnectionState, error) {
	t.Helper()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{server}, ClientAuth: tls.RequestClientCert})
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		dialer := tls.Dialer{Config: &tls.Config{Certificates: client, InsecureSkipVerify: true}}
		if there, err := dialer.DialContext(t.Context(), "tcp", listener.Addr().String()); err == nil {
			_, _ = there.Read(make([]byte, 1)) // until the server has seen enough
			there.Close()
		}
	}()
	here, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer here.Close()
	err = here.(*tls.Conn).HandshakeContext(t.Context())
	return here.(*tls.Conn).ConnectionState(), err
}

func TestFromCertificate(t *testing.T) {
	server, _ := machine(t)
	jail, pin := machine(t)
	stranger, strange := machine(t)
	pins := map[string]string{pin: "us-ca/los-angeles"}
	state, err := connect(t, server, jail)
	if err != nil {
		t.Fatal(err)
	}
	if who, err := FromCertificate(state, pins); err != nil || who != (sallyport.Actor{ID: pin, Office: "us-ca/los-angeles", Role: sallyport.Software}) {
		t.Error(who, err)
	}
	if state, err = connect(t, server, stranger); err != nil {
		t.Fatal(err)
	}
	if who, err := FromCertificate(state, pins); err == nil || err.Error() != "certificate "+strange+" is not configured here" || who.ID != "" {
		t.Error(who, err)
	}
	if state, err = connect(t, server); err != nil {
		t.Fatal(err)
	}
	for _, state := range []tls.ConnectionState{state, {}} {
		if who, err := FromCertificate(state, pins); err == nil || who.ID != "" {
			t.Error(who, err)
		}
	}
	// Somebody else's certificate without its key does not come through the handshake.
	stolen := tls.Certificate{Certificate: jail.Certificate, PrivateKey: stranger.PrivateKey}
	if state, err := connect(t, server, stolen); err == nil {
		who, err := FromCertificate(state, pins)
		t.Error(who, err)
	}
}
