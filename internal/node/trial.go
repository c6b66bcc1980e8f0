package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"

	"sallyport/law"
)

// Jail is one that a trial has a node for.
type Jail struct{ Place, ORI string }

// Trial is a hub and the nodes of some jails in one process, with links over loopback, each with everything that it keeps in a folder of its own.
type Trial struct {
	Hub       *Hub
	Agencies  []*Agency // in the order of the jails
	listeners []net.Listener
}

// OpenTrial opens or creates a trial in folder dir.
func OpenTrial(ctx context.Context, dir string, jails []Jail, book *law.Book, log *slog.Logger) (t *Trial, err error) {
	t = new(Trial)
	defer func() {
		if err != nil {
			err = errors.Join(err, t.Close())
		}
	}()
	for range 1 + len(jails) {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return t, err
		}
		t.listeners = append(t.listeners, listener)
	}
	hub, agencies, err := t.configs(dir, jails)
	if err != nil {
		return t, err
	}
	if t.Hub, err = OpenHub(ctx, hub, book, log.With("node", hub.Name)); err != nil {
		return t, err
	}
	for _, c := range agencies {
		agency, err := OpenAgency(ctx, c, book, log.With("node", c.Name))
		if err != nil {
			return t, err
		}
		t.Agencies = append(t.Agencies, agency)
	}
	return t, nil
}

// configs are those of the hub and of each jail, which know each other by the keys in their folders.
func (t *Trial) configs(dir string, jails []Jail) (hub Config, agencies []Config, err error) {
	hub = Config{Name: "hub", Dir: filepath.Join(dir, "hub")}
	know, err := peerOf(hub.Dir, hub.Name, t.listeners[0])
	if err != nil {
		return hub, nil, err
	}
	for i, j := range jails {
		name := strings.ReplaceAll(j.Place, "/", ".")
		c := Config{Name: name, Dir: filepath.Join(dir, name), Place: j.Place, Hub: know, Pages: fmt.Sprintf("localhost:%d", 8081+i)}
		peer, err := peerOf(c.Dir, name, t.listeners[1+i])
		if err != nil {
			return hub, nil, err
		}
		agencies = append(agencies, c)
		hub.Agencies = append(hub.Agencies, AgencyPeer{Place: j.Place, ORIs: []string{j.ORI}, Peer: peer})
	}
	return hub, agencies, nil
}

func peerOf(dir, name string, at net.Listener) (*Peer, error) {
	identity, err := Identity(dir, name)
	if err != nil {
		return nil, err
	}
	return &Peer{Name: name, URL: "https://" + at.Addr().String(),
		Certificates: []string{identity.Pin().String()}, Keys: []string{identity.PublicKey().String()}}, nil
}

// Nodes are all of the trial's, the hub's first.
func (t *Trial) Nodes() []*Node {
	var all []*Node
	if t.Hub != nil {
		all = append(all, t.Hub.Node)
	}
	for _, a := range t.Agencies {
		all = append(all, a.Node)
	}
	return all
}

// ServeLinks answers each node's peers until ctx ends.
func (t *Trial) ServeLinks(ctx context.Context) error {
	nodes := t.Nodes()
	failed := make(chan error, len(nodes))
	for i, n := range nodes {
		go func() { failed <- n.ServeLink(ctx, t.listeners[i]) }()
	}
	var err error
	for range nodes {
		err = errors.Join(err, <-failed)
	}
	return err
}

// Close closes every node.
func (t *Trial) Close() (err error) {
	for _, a := range t.Agencies {
		err = errors.Join(err, a.Close())
	}
	if t.Hub != nil {
		err = errors.Join(err, t.Hub.Close())
	}
	for _, l := range t.listeners {
		if closing := l.Close(); !errors.Is(closing, net.ErrClosed) {
			err = errors.Join(err, closing)
		}
	}
	return err
}
