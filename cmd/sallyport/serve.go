package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"sallyport/internal/node"
)

// serveCmd runs a hub and a jail in one process, for whoever wants to try it.
type serveCmd struct {
	Config string `help:"Configuration, YAML: dir, port, and the jails as place and ori. Without it, one jail in Ohio." placeholder:"FILE" type:"existingfile"`
	Check  bool   `help:"Say whether the configuration can be used; then end."`
}

func (serveCmd) Help() string {
	return `All parts in one process, for a trial: a hub, and a node for each jail, with links between them over loopback. Invented people sign in without a
password, one for each role of each node; they answer on this machine only. The certificate of the pages is signed by nobody else: the browser asks once.

Example:
  sallyport serve
  sallyport serve --config trial.yaml --check`
}

func (c *serveCmd) Run(std streams) error {
	config, err := node.ReadTrial(c.Config)
	if err != nil {
		return badInput(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	trial, err := openServed(ctx, config, std)
	if err != nil {
		return badInput(err)
	}
	for _, n := range trial.Nodes() {
		fmt.Fprintf(std.err, "%s: sign in at %s/sign-in, bookings into %s\n", n.Config.Name, n.Config.SignIn.Origin, n.Config.Folder)
	}
	if c.Check {
		return trial.Close()
	}
	return errors.Join(runServed(ctx, trial, time.Now), trial.Close())
}

// openServed opens a trial whose invented people can sign in.
func openServed(ctx context.Context, c node.TrialConfig, std streams) (*node.Trial, error) {
	book, err := theBook()
	if err != nil {
		return nil, err
	}
	trial, err := node.OpenTrial(ctx, c.Dir, c.Jails, book, logger(std), forTrial(c.Port))
	if err != nil {
		return nil, err
	}
	for _, n := range trialNodes(trial) {
		if err := n.seed(ctx); err != nil {
			return nil, errors.Join(err, trial.Close())
		}
	}
	return trial, nil
}

// runServed keeps every node, and what its people sign in at, going until ctx ends or one fails. now is the time of what people do.
func runServed(ctx context.Context, trial *node.Trial, now func() time.Time) error {
	hub, err := hubPages(trial.Hub, now)
	if err != nil {
		return err
	}
	jails := map[*node.Agency]http.Handler{}
	for _, a := range trial.Agencies {
		if jails[a], err = agencyPages(a, now); err != nil {
			return err
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, n := range trialNodes(trial) {
		listener, err := n.listen(ctx) // before the pages, which send people there
		if err != nil {
			return err
		}
		group.Go(func() error { return n.issue(ctx, listener) })
	}
	group.Go(func() error { return trial.Run(ctx, hub, func(a *node.Agency) http.Handler { return jails[a] }) })
	return group.Wait()
}
