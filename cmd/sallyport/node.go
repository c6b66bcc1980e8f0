package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"sallyport"
	"sallyport/internal/api"
	"sallyport/internal/node"
	"sallyport/law"
)

// nodeFlags are those of every part that runs.
type nodeFlags struct {
	Config string `help:"Configuration, YAML. Without it, a trial in a folder here, on loopback." placeholder:"FILE" type:"existingfile"`
	Check  bool   `help:"Say whether the configuration can be used, and what peers write into theirs for this node; then end."`
}

type hubCmd struct{ nodeFlags }

func (hubCmd) Help() string {
	return `The federal side: takes bookings, searches the gallery, and asks jails where the federal door permits it.

Example:
  sallyport hub --config hub.yaml --check
  sallyport hub --config hub.yaml`
}

func (c *hubCmd) Run(std streams) error {
	return c.run(std, func(ctx context.Context, config node.Config, book *law.Book) (part, error) {
		hub, err := node.OpenHub(ctx, config, book, logger(std))
		if err != nil {
			return part{}, err
		}
		open, err := hubPages(hub, time.Now)
		return part{hub.Node, open, hub.Run, hub.Close}, err
	})
}

type agencyCmd struct{ nodeFlags }

func (agencyCmd) Help() string {
	return `A jail or its county: sends bookings, registers what is asked, answers under its own law, serves copies and keeps the clocks.

Example:
  sallyport agency --config franklin.yaml --check
  sallyport agency --config franklin.yaml`
}

func (c *agencyCmd) Run(std streams) error {
	return c.run(std, func(ctx context.Context, config node.Config, book *law.Book) (part, error) {
		agency, err := node.OpenAgency(ctx, config, book, logger(std))
		if err != nil {
			return part{}, err
		}
		open, err := agencyPages(agency, time.Now)
		return part{agency.Node, open, agency.Run, agency.Close}, err
	})
}

// part is a node of either kind, opened.
type part struct {
	*node.Node
	open  http.Handler
	keep  func(context.Context, http.Handler) error
	close func() error // nil where opening the node failed
}

// run opens a node, and checks it or keeps it going. What was opened is closed, also where start fails half-way.
func (f *nodeFlags) run(std streams, start func(context.Context, node.Config, *law.Book) (part, error)) error {
	config, err := node.ReadConfig(f.Config)
	if err != nil {
		return badInput(err)
	}
	book, err := theBook()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	p, err := start(ctx, config, book)
	switch {
	case err != nil && p.close == nil:
		return badInput(err)
	case err != nil:
		return errors.Join(badInput(err), p.close())
	case f.Check:
		return errors.Join(introduce(std, p.Node), p.close())
	}
	if err := firstAdministrator(ctx, std, p.Node); err != nil {
		return errors.Join(err, p.close())
	}
	return errors.Join(p.keep(ctx, p.open), p.close())
}

// apiOf is what a node says of its API.
func apiOf(n *node.Node) api.Config {
	c := api.Config{ORI: n.Config.ORI, Feed: n.Feed, Log: n.Log}
	if n.Config.SignIn != nil {
		c.Issuer = n.Config.SignIn.Issuer
	}
	for _, m := range n.Config.Machines {
		c.Machines = append(c.Machines, api.Machine(m))
	}
	for _, t := range n.Config.Tokens {
		c.Tokens = append(c.Tokens, api.Token{Token: t.Token, Actor: sallyport.Actor{ID: t.ID, Office: t.Office, Role: t.Role}})
	}
	return c
}

// firstAdministrator shows, once and on the console alone, how the first administrator comes in.
func firstAdministrator(ctx context.Context, std streams, n *node.Node) error {
	token, err := n.FirstAdministrator(ctx)
	if err != nil || token == "" {
		return err
	}
	_, err = fmt.Fprintf(std.err, "There is no administrator yet. Sign in at %s/sign-in, and within 24 hours give this token to /sign-in/first-administrator; it works once:\n%s\n",
		n.Config.SignIn.Origin, token)
	return err
}

func logger(std streams) *slog.Logger { return slog.New(slog.NewTextHandler(std.err, nil)) }

// introduce prints what a peer's configuration needs to know of this node.
func introduce(std streams, n *node.Node) error {
	lines := []string{
		"name: " + n.Config.Name, "url: https://" + n.Config.Listen, "certificates: [" + n.Certificate() + "]", "keys: [" + n.Key() + "]",
		"# Whoever cosigns its log writes:", "#   cosigns: [" + n.LogKey() + "]",
		"# Whoever has it cosign theirs writes into the policy of their log:", "#   witness " + n.Config.Name + " " + n.WitnessKey() + " " + n.WitnessURL(),
	}
	_, err := fmt.Fprintf(std.out, "# The configuration can be used. For its peers, this node is:\n%s\n", strings.Join(lines, "\n"))
	return err
}
