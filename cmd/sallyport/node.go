package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"sallyport"
	"sallyport/internal/api"
	"sallyport/internal/node"
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
	config, err := node.ReadConfig(c.Config)
	if err != nil {
		return badInput(err)
	}
	book, err := theBook()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	hub, err := node.OpenHub(ctx, config, book, logger(std))
	if err != nil {
		return badInput(err)
	}
	open, err := api.Hub(hub.Desk, apiOf(hub.Node))
	if err != nil {
		return errors.Join(badInput(err), hub.Close())
	}
	if c.Check {
		return errors.Join(introduce(std, hub.Node), hub.Close())
	}
	if err := firstAdministrator(ctx, std, hub.Node); err != nil {
		return errors.Join(err, hub.Close())
	}
	return errors.Join(hub.Run(ctx, open), hub.Close())
}

type agencyCmd struct{ nodeFlags }

func (agencyCmd) Help() string {
	return `A jail or its county: sends bookings, registers what is asked, answers under its own law, serves copies and keeps the clocks.

Example:
  sallyport agency --config franklin.yaml --check
  sallyport agency --config franklin.yaml`
}

func (c *agencyCmd) Run(std streams) error {
	config, err := node.ReadConfig(c.Config)
	if err != nil {
		return badInput(err)
	}
	book, err := theBook()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	agency, err := node.OpenAgency(ctx, config, book, logger(std))
	if err != nil {
		return badInput(err)
	}
	open, err := api.Agency(agency.Desk, apiOf(agency.Node))
	if err != nil {
		return errors.Join(badInput(err), agency.Close())
	}
	if c.Check {
		return errors.Join(introduce(std, agency.Node), agency.Close())
	}
	if err := firstAdministrator(ctx, std, agency.Node); err != nil {
		return errors.Join(err, agency.Close())
	}
	return errors.Join(agency.Run(ctx, open), agency.Close())
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
	}
	_, err := fmt.Fprintf(std.out, "# The configuration can be used. For its peers, this node is:\n%s\n", strings.Join(lines, "\n"))
	return err
}
