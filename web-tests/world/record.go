package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"sallyport/internal/node"
	"sallyport/internal/publish/publishtest"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

// recordDays is how long the log of a node with a record of its own is.
const recordDays = 100

// recorded makes the folder of a trial whose hub has published what happened at five invented jails' places, from a hundred days ago to yesterday.
func recorded(ctx context.Context, dir string, now time.Time) error {
	book, err := compile.Load(packs.FS)
	if err != nil {
		return err
	}
	trial, err := node.OpenTrial(ctx, dir, jails, book, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	if err != nil {
		return err
	}
	first := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -recordDays)
	if _, err = trial.Hub.CatchUp(ctx, first); err == nil {
		err = publishtest.Write(ctx, trial.Hub.Store, first, recordDays)
	}
	if err == nil {
		_, err = trial.Hub.CatchUp(ctx, now)
	}
	return errors.Join(err, trial.Close())
}
