package main

import (
	"context"
	"io"

	"sallyport/internal/feed"
)

type logFeedCmd struct {
	Source string `arg:"" help:"The log: a folder, or an http or https address."`
	Out    string `arg:"" help:"The feed to write."`
	Key    string `placeholder:"KEY" help:"The log's public key, or a file with it; log.pub beside the log unless given."`
}

// Help is the example on the command's help page.
func (logFeedCmd) Help() string {
	return "Example: sallyport log feed https://hub.example/log feed.atom\n\n" +
		"Writes an Atom feed of the log's changes of law and daily batches, from its entries alone: the same that a node writes beside its log."
}

// Run writes the feed.
func (c logFeedCmd) Run(streams) error {
	ctx := context.Background()
	point, err := checkpointOf(ctx, c.Source, c.Key)
	if err != nil {
		return err
	}
	text, err := feed.Of(ctx, point)
	if err != nil {
		return logError(c.Source, c.Key, err)
	}
	return writeFile(c.Out, func(w io.Writer) error { _, err := w.Write(text); return err })
}
