package node

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"sallyport/internal/desk"
	"sallyport/law"
)

// Agency is a jail's node.
type Agency struct {
	*Node
	Desk *desk.Jail
}

// OpenAgency opens a jail's node, and closes it again where something fails.
func OpenAgency(ctx context.Context, c Config, book *law.Book, log *slog.Logger) (*Agency, error) {
	if c.Place == "" {
		c.Place = "us-oh/franklin" // a trial's
	}
	if err := c.fill(strings.ReplaceAll(c.Place, "/", ".")); err != nil {
		return nil, err
	}
	if len(c.Agencies) > 0 {
		return nil, errors.New("agencies: these are a hub's; an agency has a hub")
	}
	n, err := open(ctx, c, book, log)
	if err != nil {
		return nil, err
	}
	hub := ""
	if c.Hub != nil {
		hub = c.Hub.Name
	}
	a := &Agency{Node: n, Desk: desk.NewJail(n.desk(book), c.Place, hub)}
	n.desks = &a.Desk.Node
	take := func(ctx context.Context, name string, data []byte) error {
		_, _, err := a.Desk.Book(ctx, a.Desk.Software(), name, data, time.Now(), nil)
		return err
	}
	if err := n.openFolder(take); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if err := n.connect(a.Desk); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// Close closes everything that the node keeps.
func (a *Agency) Close() error { return a.close() }

// Run keeps the node going until ctx ends.
func (a *Agency) Run(ctx context.Context, pages http.Handler) error {
	return a.run(ctx, pages, a.watch, a.ring(&a.Desk.Node), a.purge(&a.Desk.Node), a.custodyExport, a.count(a.Desk.Board))
}
