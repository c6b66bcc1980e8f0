package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"sallyport/internal/api"
	"sallyport/internal/node"
)

// serveCmd runs a hub and a jail in one process, for whoever wants to try it.
type serveCmd struct {
	Config string `help:"Configuration, YAML: dir, and the jails as place and ori. Without it, one jail in Ohio." placeholder:"FILE" type:"existingfile"`
	Check  bool   `help:"Say whether the configuration can be used; then end."`
}

func (serveCmd) Help() string {
	return `All parts in one process, for a trial: a hub, and a node for each jail, with links between them over loopback.

Example:
  sallyport serve
  sallyport serve --config trial.yaml --check`
}

func (c *serveCmd) Run(std streams) error {
	config, err := node.ReadTrial(c.Config)
	if err != nil {
		return badInput(err)
	}
	book, err := theBook()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	trial, err := node.OpenTrial(ctx, config.Dir, config.Jails, book, logger(std))
	if err != nil {
		return badInput(err)
	}
	for _, n := range trial.Nodes() {
		fmt.Fprintf(std.err, "%s: http://%s, bookings into %s\n", n.Config.Name, n.Config.Pages, n.Config.Folder)
	}
	if c.Check {
		return trial.Close()
	}
	hub, err := api.Hub(trial.Hub.Desk, apiOf(trial.Hub.Node))
	if err != nil {
		return errors.Join(err, trial.Close())
	}
	jails := map[*node.Agency]http.Handler{}
	for _, a := range trial.Agencies {
		if jails[a], err = api.Agency(a.Desk, apiOf(a.Node)); err != nil {
			return errors.Join(err, trial.Close())
		}
	}
	err = trial.Run(ctx, hub, func(a *node.Agency) http.Handler { return jails[a] })
	return errors.Join(err, trial.Close())
}
