package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"sallyport/internal/tiles"
	"sallyport/proof"
)

// logCmd are the commands on published logs; each has a file of its own.
type logCmd struct {
	Verify  logVerifyCmd  `cmd:"" help:"Check all of a published log: signatures, tiles, entries, slots, batches, law."`
	Monitor logMonitorCmd `cmd:"" help:"Watch published logs, and tell when one is wrong."`
	Bundle  logBundleCmd  `cmd:"" help:"Write what proves a served copy's receipt offline."`
	Figures logFiguresCmd `cmd:"" help:"Count what published logs say, each figure with the query and the checkpoint that give it."`
	Law     logLawCmd     `cmd:"" help:"List which texts of law were in force on a day at the log's node, and compare them with this build's."`
	Feed    logFeedCmd    `cmd:"" help:"Write an Atom feed of a log's changes of law and daily batches."`
}

// openLog finds a log. key is the text of its key, a file with it, or "" for the one beside the log. Where that is missing, a policy that believes one log alone
// has it.
func openLog(ctx context.Context, source, key string, policy *proof.Policy) (*tiles.Log, error) {
	if text, err := os.ReadFile(key); err == nil {
		key = string(text)
	}
	log, err := tiles.Open(ctx, source, key)
	if errors.Is(err, fs.ErrNotExist) && key == "" && policy != nil && len(policy.Logs) == 1 {
		log, err = tiles.Open(ctx, source, policy.Logs[0].Key)
	}
	if err != nil {
		return nil, logError(source, key, err)
	}
	return log, nil
}

// logError says what kind of failure the reading of a log came to: what is no log is bad input, what its key did not sign a finding, and a server that fails a
// failure.
func logError(source, key string, err error) error {
	switch {
	case errors.As(err, new(*tiles.Unsigned)):
		return &exitError{statusFindings, fmt.Errorf("%s: checkpoint: %w; is it the key of this log?", source, err)}
	case errors.Is(err, context.Canceled), errors.Is(err, tiles.ErrServer):
		return fmt.Errorf("%s: log: %w", source, err)
	case errors.Is(err, fs.ErrNotExist) && key == "":
		return badInput(fmt.Errorf("%s: log: %w; name a log's folder or address, and its key where log.pub is not beside it", source, err))
	}
	return badInput(fmt.Errorf("%s: log: %w", source, err))
}

// readPolicy reads a policy of witnesses; nil where none is named.
func readPolicy(name string) (*proof.Policy, error) {
	if name == "" {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	policy, err := proof.ParsePolicy(text)
	if err != nil {
		return nil, badInput(fmt.Errorf("%s: %w", name, err))
	}
	return policy, nil
}
