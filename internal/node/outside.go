package node

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"

	"sallyport"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/internal/webhook"
	"sallyport/roles"
)

// Machine is a system of a jail's that hands in bookings and reads events over the API. It is known by its certificate; for a trial, from this machine only, by
// a token.
type Machine struct {
	Certificate string `yaml:"certificate"` // sha256:…, of its public key
	Token       string `yaml:"token"`
	Place       string `yaml:"place"` // of a hub: whose; an agency's own unless given
	By          string `yaml:"by"`    // the person of the jail under whose name it enters custody facts; it enters none unless given
}

// Token is how a person is known to the API for a trial, from this machine only.
type Token struct {
	Token  string         `yaml:"token"`
	ID     string         `yaml:"id"`
	Office string         `yaml:"office"`
	Role   sallyport.Role `yaml:"role"`
}

// fillOutside gives the defaults of those outside, and says what is wrong with them.
func (c *Config) fillOutside() error {
	node := roles.Hub
	if c.Place != "" {
		node = roles.Agency
	}
	for i := range c.Machines {
		m := &c.Machines[i]
		if m.Place == "" {
			m.Place = c.Place
		}
		if m.Place == "" || c.Place != "" && m.Place != c.Place {
			return fmt.Errorf("machines[%d]: place %q: give the jail that it belongs to; at an agency that is its own", i, m.Place)
		}
		if m.Certificate == "" {
			continue
		}
		pin, err := link.ParsePin(m.Certificate)
		if err != nil {
			return fmt.Errorf("machines[%d]: certificate: %w", i, err)
		}
		m.Certificate = pin.String() // with small digits
	}
	for i, t := range c.Tokens {
		if err := roles.Holdable(node, t.Role); err != nil {
			return fmt.Errorf("tokens[%d]: %w", i, err)
		}
	}
	return nil
}

// Feed gives the events of a place that follow a cursor.
func (n *Node) Feed(ctx context.Context, place, after string, limit int) (events []webhook.Event, next string, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		events, next, err = webhook.Feed(ctx, tx.SQL(), place, after, limit)
		return err
	})
	return events, next, err
}

// serveMachines answers machines, who show a certificate, until ctx ends. Where none is configured nobody listens.
func (n *Node) serveMachines(ctx context.Context, pages http.Handler) error {
	known := false
	for _, m := range n.Config.Machines {
		known = known || m.Certificate != ""
	}
	if !known {
		return nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", n.Config.API)
	if err != nil {
		return err
	}
	n.Log.Info("machines are answered", "address", "https://"+listener.Addr().String())
	return servePages(ctx, tls.NewListener(listener, n.link.Identity.ServerTLS()), pages)
}
