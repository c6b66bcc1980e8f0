package webhook

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// Timeout is how long a receiver may take to answer.
const Timeout = 10 * time.Second

// special are the ranges that lead nowhere, back into this network, or around through a translator
// (IANA special-purpose address registries, RFC 6890).
var special = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}

// Reach says which receivers may be posted to beside those of public addresses.
type Reach struct {
	Private []netip.Prefix // networks of the operator's own, this machine's too, that receivers may stand in
	Roots   *x509.CertPool // who vouches for receivers; nil for those that the machine trusts
}

// may says whether an address may be connected to.
func (r Reach) may(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	holds := func(p netip.Prefix) bool { return p.Contains(addr) }
	return addr.IsValid() && (slices.ContainsFunc(r.Private, holds) || !slices.ContainsFunc(special, holds))
}

// client makes a client that connects to permitted addresses only, whatever a name resolves to at that moment, by no proxy, and
// follows no redirect: each would let a receiver point this node at its own network.
func (r Reach) client() *http.Client {
	dialer := &net.Dialer{Timeout: Timeout, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !r.may(at.Addr()) {
			return fmt.Errorf("%s is not a public address; if the receiver is there, list its network", address)
		}
		return nil
	}}
	return &http.Client{
		Timeout:       Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: r.Roots},
			TLSHandshakeTimeout:    Timeout,
			ResponseHeaderTimeout:  Timeout,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost:    1,
			IdleConnTimeout:        time.Minute,
			ForceAttemptHTTP2:      true,
		},
	}
}
