package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"sallyport/internal/demo"
	"sallyport/internal/desk"
)

// demoCmd walks the invented bookings and shows what came of them.
type demoCmd struct {
	Once   bool   `help:"End when the story is told, instead of serving the pages."`
	Dir    string `help:"Keep everything in DIR, and go on from there when it was interrupted. Without it, a temporary directory is used and removed." placeholder:"DIR" type:"path"`
	Addr   string `help:"Serve the pages at HOST:PORT." default:"localhost:8080" placeholder:"HOST:PORT"`
	People int    `help:"Invented people in the gallery, 2 or more. Below 11, only their bookings are told." default:"24"`
	Seed   uint64 `help:"Seed of the invented people's prints." default:"2015"`
}

func (demoCmd) Help() string {
	return `An invented hub, four jails in several jurisdictions, invented people with synthesised ten-prints. Twelve
bookings walk through both doors; the table shows which rule decided each, and what Secure Communities would have done.
Then the pages are served: of the story, and of every node, where you can be anyone and go on.

Example:
  sallyport demo --once
  sallyport demo --dir trial --addr localhost:8080`
}

func (c *demoCmd) Run(std streams) (err error) {
	if c.People < 2 {
		return badInput(errors.New("--people: a gallery of fewer than 2 has nobody to mix in for the examiners; give 2 or more"))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir := c.Dir
	if dir == "" {
		if dir, err = os.MkdirTemp("", "sallyport-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	world, err := c.open(ctx, dir, std)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, world.Close()) }()
	if c.Once {
		_, err = tell(ctx, world, std)
		return err
	}
	listener, err := net.Listen("tcp", c.Addr) // before the work, so that a taken address is known at once
	if err != nil {
		return badInput(fmt.Errorf("--addr %s: %w; give a free HOST:PORT", c.Addr, err))
	}
	pages, err := demoPages(ctx, world, "http://"+listener.Addr().String(), dir, std)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintf(std.err, "the pages are at http://%s; be anyone there; interrupt to end\n", listener.Addr())
	return serve(ctx, listener, pages)
}

// open opens the world in dir, as large as it was asked for.
func (c *demoCmd) open(ctx context.Context, dir string, std streams) (*demo.World, error) {
	book, err := theBook()
	if err != nil {
		return nil, err
	}
	world, err := demo.OpenWorld(ctx, dir, book)
	if err != nil {
		return nil, err
	}
	world.People, world.Seed = c.People, c.Seed
	if file, ok := std.err.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
		world.Progress = showProgress(file)
	}
	return world, nil
}

// tell walks every booking of the story to its end and prints it.
func tell(ctx context.Context, world *demo.World, std streams) (*demo.Story, error) {
	books, err := world.Walk(ctx)
	if _, malformed := errors.AsType[*desk.Malformed](err); malformed {
		return nil, badInput(err)
	}
	if err != nil {
		return nil, err
	}
	story, err := world.Story(ctx, books)
	if err != nil {
		return nil, err
	}
	return story, story.WriteTable(std.out)
}

// showProgress keeps one line of a terminal up to date, and clears it in the end.
func showProgress(terminal io.Writer) func(done, all int, what string) {
	return func(done, all int, what string) {
		fmt.Fprintf(terminal, "\r\033[K%s: %d of %d", what, done, all)
		if done == all {
			fmt.Fprint(terminal, "\r\033[K")
		}
	}
}

// serve answers on listener until ctx ends.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	select {
	case err := <-stopped:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}
