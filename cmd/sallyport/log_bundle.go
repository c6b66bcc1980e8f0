package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"sallyport/internal/receipt"
	"sallyport/internal/store"
	"sallyport/internal/tiles"
	"sallyport/proof"
)

type logBundleCmd struct {
	Code string `arg:"" help:"The code that stands on the served copy, or - for standard input."`
	Out  string `arg:"" help:"Where to write the bundle." type:"path"`
	Log  string `help:"The address of the agency's node." placeholder:"SOURCE" xor:"from" required:""`
	Node string `help:"In its place: the node's folder, or its configuration file; the node may be running." placeholder:"DIR|FILE" type:"path" xor:"from" required:""`
}

func (logBundleCmd) Help() string {
	return `Everything that proves a receipt without the node, but the code: the statement, its place in the log, what happened since, and the signed checkpoint. Keep it with the
copy; sallyport receipt verify checks it offline.

A code on a command line stays in the shell's history, and other users of the machine can see it: give - and type it, or pipe it.

Status 1 when no copy has the code, or it is not in the log yet.

Example:
  sallyport log bundle - copy.json --log https://jail.example
  sallyport log bundle - copy.json --node sallyport-us-oh.franklin < code.txt`
}

func (c *logBundleCmd) Run(std streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code, err := readCode(std, c.Code)
	if err != nil {
		return err
	}
	var bundle *proof.Bundle
	if c.Node != "" {
		bundle, err = bundleFrom(ctx, c.Node, code)
	} else {
		bundle, err = askForBundle(ctx, c.Log, code)
	}
	if err != nil {
		return err
	}
	text, err := bundle.Text()
	if err != nil {
		return err
	}
	return writeFile(c.Out, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// bundleFrom makes a bundle of what a node keeps in its folder.
func bundleFrom(ctx context.Context, of string, code proof.Code) (*proof.Bundle, error) {
	config, err := whereNode(of)
	if err != nil {
		return nil, badInput(err)
	}
	log, err := tiles.Open(ctx, filepath.Join(config.Dir, "log"), "")
	if err != nil {
		return nil, badInput(fmt.Errorf("%s: log: %w; name a node's folder", of, err))
	}
	record, err := config.OpenToRead(ctx)
	if err != nil {
		return nil, badInput(err)
	}
	found, err := receipt.Find(ctx, record, log, code.Stretch(log.Key.Name()))
	switch closing := record.Close(); {
	case errors.Is(err, store.ErrNone):
		return nil, &exitError{statusFindings, fmt.Errorf("%s: no copy has this code; compare it with the paper", of)}
	case err != nil || closing != nil:
		return nil, errors.Join(err, closing)
	case found.Bundle == nil:
		return nil, &exitError{statusFindings, fmt.Errorf("%s: the copy is on the record and not in the log yet; try again after the next slot", of)}
	}
	return found.Bundle, nil
}
