package node

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"sallyport/law"
)

// Jail is one that a trial has a node for.
type Jail struct {
	Place string `yaml:"place"`
	ORI   string `yaml:"ori"`
}

// TrialConfig is the file of a trial. Its zero value is one jail in Ohio, kept in a folder here.
type TrialConfig struct {
	Dir   string `yaml:"dir"`
	Port  int    `yaml:"port"` // of the hub's pages; those of the jails follow, and the people of each node sign in a thousand ports above
	Jails []Jail `yaml:"jails"`
}

// ReadTrial reads a trial's file, of which every key has to be known. "" is the zero value.
func ReadTrial(file string) (c TrialConfig, err error) {
	if file != "" {
		err = readStrictly(file, &c)
	}
	if c.Dir == "" {
		c.Dir = "sallyport-trial"
	}
	if c.Port == 0 {
		c.Port = 8080
	}
	if len(c.Jails) == 0 {
		c.Jails = []Jail{{"us-oh/franklin", "OHFRTRY01"}}
	}
	return c, err
}

// Trial is a hub and the nodes of some jails in one process, with links over loopback, each with everything that it keeps in a folder of its own.
type Trial struct {
	Hub      *Hub
	Agencies []*Agency // in the order of the jails
	cosign   *cosigners
}

// OpenTrial opens or creates a trial in folder dir. Each of set, where there is any, may change a node's configuration before it is opened.
func OpenTrial(ctx context.Context, dir string, jails []Jail, book *law.Book, log *slog.Logger, set ...func(*Config) error) (t *Trial, err error) {
	t = new(Trial)
	defer func() {
		if err != nil {
			err = errors.Join(err, t.Close())
		}
	}()
	at, err := loopback(ctx, 1+len(jails))
	if err != nil {
		return t, err
	}
	hub, agencies, err := configs(dir, jails, at)
	if err == nil {
		t.cosign, err = cosignEachOther(ctx, &hub, agencies)
	}
	for _, change := range set {
		for i := range agencies {
			err = errors.Join(err, change(&agencies[i]))
		}
		err = errors.Join(err, change(&hub))
	}
	if err == nil {
		t.Hub, err = OpenHub(ctx, hub, book, log.With("node", hub.Name))
	}
	if err != nil {
		return t, errors.Join(err, closeAll(at))
	}
	t.Hub.listener = at[0]
	t.cosign.add(t.Hub.Node)
	for i, c := range agencies {
		agency, err := OpenAgency(ctx, c, book, log.With("node", c.Name))
		if err != nil {
			return t, errors.Join(err, closeAll(at[1+i:]))
		}
		agency.listener = at[1+i]
		t.cosign.add(agency.Node)
		t.Agencies = append(t.Agencies, agency)
	}
	return t, nil
}

func loopback(ctx context.Context, count int) (all []net.Listener, err error) {
	for range count {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return nil, errors.Join(err, closeAll(all))
		}
		all = append(all, listener)
	}
	return all, nil
}

func closeAll(listeners []net.Listener) (err error) {
	for _, l := range listeners {
		err = errors.Join(err, l.Close())
	}
	return err
}

// trialLog is that of a node that somebody is looking at: what happens is in the log soon.
var trialLog = Log{Slot: 2, Width: 8, Volume: -1}

// configs are those of the hub and of each jail, which know each other by the keys in their folders.
func configs(dir string, jails []Jail, at []net.Listener) (hub Config, agencies []Config, err error) {
	hub = Config{Name: "hub", Dir: filepath.Join(dir, "hub"), Log: trialLog}
	know, err := peerOf(hub.Dir, hub.Name, at[0])
	if err != nil {
		return hub, nil, err
	}
	for i, j := range jails {
		name := strings.ReplaceAll(j.Place, "/", ".")
		c := Config{Name: name, Dir: filepath.Join(dir, name), Place: j.Place, Hub: know, Pages: fmt.Sprintf("localhost:%d", 8081+i), Log: trialLog}
		peer, err := peerOf(c.Dir, name, at[1+i])
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
	for _, n := range nodes {
		go func() { failed <- n.ServeLink(ctx) }()
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
	if t.cosign != nil {
		err = errors.Join(err, t.cosign.close())
	}
	return err
}

// Run keeps every node going until ctx ends or one fails.
func (t *Trial) Run(ctx context.Context, hub http.Handler, agency func(*Agency) http.Handler) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return t.Hub.Run(ctx, hub) })
	for _, a := range t.Agencies {
		group.Go(func() error { return a.Run(ctx, agency(a)) })
	}
	return group.Wait()
}
