package node

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/netip"
	"net/url"
	"os"
	"time"
)

// pagesTLS is how the pages are served over TLS, or nil where that is a proxy's on this machine.
func (c *Config) pagesTLS() (*tls.Config, error) {
	if c.Certificate == "" {
		return nil, c.behindProxy()
	}
	pair, err := tls.LoadX509KeyPair(c.Certificate, c.Certificate)
	if err != nil {
		return nil, fmt.Errorf("certificate: %s: %w; the file holds the certificate, those between it and the authority, and the key, as PEM", c.Certificate, err)
	}
	if c.SignIn != nil {
		if origin, err := url.Parse(c.SignIn.Origin); err == nil && pair.Leaf.VerifyHostname(origin.Hostname()) != nil {
			return nil, fmt.Errorf("certificate: %s: it is for %q, and not for the host of sign_in's origin, %s", c.Certificate, pair.Leaf.DNSNames, origin.Hostname())
		}
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}, NextProtos: []string{"http/1.1"}}, nil
}

// behindProxy says whether people can sign in where the node itself serves without TLS: only through a proxy on the same machine, or whoever reads the
// line between the two could act as whoever is signed in.
func (c *Config) behindProxy() error {
	if c.SignIn == nil {
		return nil
	}
	host, _, err := net.SplitHostPort(c.Pages)
	if err != nil {
		return fmt.Errorf("pages: %w", err)
	}
	address, err := netip.ParseAddr(host)
	switch {
	case host != "localhost" && (err != nil || !address.IsLoopback()):
		return fmt.Errorf("sign_in: pages at %s would be without TLS: give certificate, or let pages be localhost behind a proxy on this machine that ends TLS", c.Pages)
	case c.SignIn.Origin == "https://"+c.Pages:
		return fmt.Errorf("sign_in: nobody serves %s over TLS: give certificate, or the origin of the proxy that does", c.SignIn.Origin)
	}
	return nil
}

const (
	trialCertificate = 365 * 24 * time.Hour // how long a trial's certificate is good
	renewed          = 30 * 24 * time.Hour  // before its end
)

// TrialCertificate keeps a certificate for these hosts in a file that only its owner may read. It is signed by nobody but itself: a browser asks whether to go
// on. One that is there is used again while it is good, so that it is asked once.
func TrialCertificate(file string, hosts []string, random io.Reader, now time.Time) error {
	if pair, err := tls.LoadX509KeyPair(file, file); err == nil && goodFor(pair.Leaf, hosts, now) {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return err
	}
	serial := make([]byte, 16)
	if _, err := io.ReadFull(random, serial); err != nil {
		return err
	}
	template := &x509.Certificate{SerialNumber: new(big.Int).SetBytes(serial), DNSNames: hosts, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(trialCertificate),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	template.Subject.CommonName = "Sallyport, a trial"
	certificate, err := x509.CreateCertificate(random, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	text := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...)
	return errors.Join(os.WriteFile(file+".new", text, 0o600), os.Rename(file+".new", file))
}

func goodFor(certificate *x509.Certificate, hosts []string, now time.Time) bool {
	for _, host := range hosts {
		if certificate.VerifyHostname(host) != nil {
			return false
		}
	}
	return now.Before(certificate.NotAfter.Add(-renewed))
}
