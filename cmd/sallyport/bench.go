package main

import (
	"context"
	"encoding/json"
	"os"
	"os/signal"
	"syscall"
	"time"

	"sallyport/internal/load"
)

type benchCmd struct {
	Load benchLoadCmd `cmd:"" help:"Send bookings to a running node at a steady rate."`
}

type benchLoadCmd struct {
	Hub         string        `help:"Address of the hub." default:"http://localhost:8080" placeholder:"URL"`
	Token       string        `help:"Token of a machine of the jail, as the hub's configuration lists it." env:"SALLYPORT_TOKEN" placeholder:"T"`
	ORI         string        `name:"ori" help:"Agency that the bookings come from: one of the hub's." default:"OHFRTRY01"`
	Size        load.Size     `help:"Of a card: small, 20 kB, or large, 670 kB." enum:"small,large" default:"small"`
	Rate        float64       `help:"Bookings a second." default:"200"`
	For         time.Duration `help:"How long they arrive." default:"2m"`
	Connections int           `help:"That they are sent over." default:"32"`
	JSON        bool          `name:"json" help:"Print one JSON document."`
}

func (benchLoadCmd) Help() string {
	return `Bookings arrive when they are due, however long those before them take, and each is timed from then. Prints are synthesised, people invented. Where
the hub says that it is full, a booking is sent again after the time that it names. Ends with status 1 where anything else went wrong.

Example:
  sallyport bench load --hub http://localhost:8080 --token trial-machine-0001 --size small --rate 200 --for 2m`
}

func (c *benchLoadCmd) Run(std streams) error {
	run := load.Config{Hub: c.Hub, Token: c.Token, ORI: c.ORI, Size: c.Size, Rate: c.Rate, For: c.For, Connections: c.Connections, Run: uint32(time.Now().Unix())}
	if err := run.Validate(); err != nil {
		return badInput(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	progress := newProgress(std.err, "bookings", int(c.Rate*c.For.Seconds()))
	run.Acked = progress.step
	report, err := load.Run(ctx, run)
	progress.done()
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(std.out).Encode(report)
	} else {
		report.Print(std.out)
	}
	if err == nil && report.Errors > 0 {
		return findings()
	}
	return err
}
