// Command sallyport is the exchange between local jails and the federal side:
// two doors, and a record that anyone can recount. See the README.
//
// Exit status: 0 done, 1 a check failed, 2 bad input or usage, 3 an operation failed.
package main

import (
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // hours of a hold are counted alike on machines without a zone table

	"github.com/alecthomas/kong"
)

// commands is the whole command line; each command lives in its own file.
type commands struct {
	Decide    decideCmd    `cmd:"" help:"Decide cases: which published rules refuse them, and what nobody knows yet."`
	Law       lawCmd       `cmd:"" help:"Packs: list, show, test."`
	ITL       itlCmd       `cmd:"" name:"itl" help:"Read, explain and write ANSI/NIST-ITL transactions."`
	Wsq       wsqCmd       `cmd:"" help:"Decode and encode WSQ images."`
	Print     printCmd     `cmd:"" help:"Extract, compare, show, evaluate and synthesise fingerprints."`
	Backtest  backtestCmd  `cmd:"" help:"Replay history, or an invented population, under several laws."`
	Hub       hubCmd       `cmd:"" help:"Run the federal side's node."`
	Agency    agencyCmd    `cmd:"" help:"Run a jail's node."`
	Witness   witnessCmd   `cmd:"" help:"Cosign the logs of others."`
	Serve     serveCmd     `cmd:"" help:"Run a hub and a jail in one process, to try it."`
	Log       logCmd       `cmd:"" help:"Check, watch and read published logs."`
	Receipt   receiptCmd   `cmd:"" help:"Check the receipt of a served copy."`
	Reconcile reconcileCmd `cmd:"" help:"Compare what two nodes recorded of the messages between them."`
	Report    reportCmd    `cmd:"" help:"Make a yearly return that a law asks of an agency, checked against its log."`
	Bench     benchCmd     `cmd:"" help:"Measure a running node."`
	Demo      demoCmd      `cmd:"" help:"Walk invented bookings through both doors and show what came of them."`
}

// streams are the three standard streams, passed in so that tests can run a command in process.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	os.Exit(run(os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// run parses args, runs the command and returns the exit status.
func run(args []string, std streams) (status int) {
	var cli commands
	exited := false
	parser, err := kong.New(&cli,
		kong.Name("sallyport"),
		kong.Description("Two doors between a jail and the federal side, and a record that anyone can recount."),
		kong.Writers(std.out, std.err),
		kong.Exit(func(code int) { exited, status = true, code }),
		kong.UsageOnError(),
		kong.Bind(std),
	)
	if err != nil {
		fmt.Fprintln(std.err, "sallyport:", err)
		return statusFailed
	}
	ctx, err := parser.Parse(args)
	if exited { // --help has printed its page
		return status
	}
	if err != nil {
		fmt.Fprintf(std.err, "sallyport: usage: %v; see sallyport --help\n", err)
		return statusBadInput
	}
	return report(std.err, ctx.Run())
}
