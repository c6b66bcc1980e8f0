package link

import (
	"errors"
	"fmt"
	"net/url"
)

// Peer is the other end of a link, as this node's configuration has it. Pins and keys are lists so that a peer can change
// either without a gap: the new one is added here first.
type Peer struct {
	Name         string      // of its node
	URL          string      // where it receives, https://host:port; "" where it only sends
	Certificates []Pin       // one of them is its certificate's
	Keys         []PublicKey // with one of them it signs
}

// Validate says what is wrong with a peer's configuration.
func (p *Peer) Validate() error {
	if !wordForm.MatchString(p.Name) {
		return fmt.Errorf("link: peer %q: a node's name has a-z, 0-9 and ./_- , 100 at most", p.Name)
	}
	if len(p.Certificates) == 0 || len(p.Keys) == 0 {
		return fmt.Errorf("link: peer %s: give the pin of its certificate and its key, as its node prints them", p.Name)
	}
	if p.URL == "" {
		return nil
	}
	if _, err := p.address(""); err != nil {
		return fmt.Errorf("link: peer %s: %w", p.Name, err)
	}
	return nil
}

// address is where the peer takes what belongs at path.
func (p *Peer) address(path string) (string, error) {
	u, err := url.Parse(p.URL)
	if err == nil && (u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "") {
		err = errors.New("is not https://host:port")
	}
	if err != nil {
		return "", fmt.Errorf("url %q: %w", p.URL, err)
	}
	return u.JoinPath(path).String(), nil
}

// byPin finds peers by their certificates.
func (n *Node) byPin(peers []Peer) (map[Pin]*inbound, error) {
	names, found := map[string]bool{}, map[Pin]*inbound{}
	for _, p := range peers {
		if err := p.Validate(); err != nil {
			return nil, err
		}
		if names[p.Name] {
			return nil, fmt.Errorf("link: peer %s is there twice", p.Name)
		}
		names[p.Name] = true
		one := &inbound{peer: p, alarms: newAlarms(n, p.Name)}
		for _, pin := range p.Certificates {
			if other := found[pin]; other != nil {
				return nil, fmt.Errorf("link: peers %s and %s have the same certificate %s", other.peer.Name, p.Name, pin)
			}
			found[pin] = one
		}
	}
	return found, nil
}
