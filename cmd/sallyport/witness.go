package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"sallyport/internal/node"
)

// witnessCmd runs a witness by itself: an auditor's, a court's, a newspaper's.
type witnessCmd struct {
	Config string `help:"Configuration, YAML: name, dir, listen, certificate, url and the keys of the logs. Without it, a witness of nothing." placeholder:"FILE" type:"existingfile"`
	Check  bool   `help:"Say whether the configuration can be used, and what logs write into their policies for this witness; then end."`
}

func (witnessCmd) Help() string {
	return `Cosigns the checkpoints of logs (c2sp.org/tlog-witness): each that only added to what the witness has seen of that log. Whoever sees the cosignature
knows that everyone is shown the same log. It holds nothing but its key and the last checkpoint of each log. docs/operate/witness.md says who should run one.

Example:
  sallyport witness --config witness.yaml --check
  sallyport witness --config witness.yaml`
}

func (c *witnessCmd) Run(std streams) error {
	config, err := node.ReadWitness(c.Config)
	if err != nil {
		return badInput(err)
	}
	w, err := node.OpenWitness(config)
	if err != nil {
		return badInput(err)
	}
	if c.Check {
		_, err := fmt.Fprintf(std.out, "# The configuration can be used. It cosigns %d logs. In the policy of a log, this witness is:\nwitness %s %s %s\n",
			len(config.Logs), config.Name, w.Key(), config.URL)
		return errors.Join(err, w.Close())
	}
	if err := w.Ready(); err != nil {
		return errors.Join(badInput(err), w.Close())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return errors.Join(w.Run(ctx, logger(std)), w.Close())
}
