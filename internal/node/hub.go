package node

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"sallyport/internal/desk"
	"sallyport/internal/search"
	"sallyport/internal/search/file"
	"sallyport/law"
)

// Hub is the federal side's node.
type Hub struct {
	*Node
	Desk      *desk.Hub
	gallery   engine
	templates *http.Server // for an external ABIS; nil where there is none
}

// engine is a search engine with what it holds open.
type engine interface {
	search.Searcher
	io.Closer
}

// OpenHub opens a hub, and closes it again where something fails.
func OpenHub(ctx context.Context, c Config, book *law.Book, log *slog.Logger) (*Hub, error) {
	if err := c.fill("hub"); err != nil {
		return nil, err
	}
	if c.Hub != nil || c.Place != "" {
		return nil, errors.New("place, hub: these are an agency's; a hub has agencies")
	}
	n, err := open(ctx, c, book, log)
	if err != nil {
		return nil, err
	}
	h := &Hub{Node: n}
	if err := h.openEngine(); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	jails := map[string]desk.Agency{}
	for _, a := range c.Agencies {
		for _, ori := range a.ORIs {
			jails[ori] = desk.Agency{Place: a.Place}
			if a.Peer != nil {
				jails[ori] = desk.Agency{Place: a.Place, Peer: a.Peer.Name}
			}
		}
	}
	h.Desk = desk.NewHub(n.desk(book), h.gallery, jails)
	n.desks = &h.Desk.Node
	if err := h.Desk.SealEarlier(ctx); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	take := func(ctx context.Context, name string, data []byte) error {
		_, _, err := h.Desk.Receive(ctx, name, data, time.Now())
		return err
	}
	if err := n.openFolder(take); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	if err := n.connect(h.Desk); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *Hub) openEngine() error {
	if c := h.Config.ABIS; c != nil {
		external, server, err := openABIS(c, h.Config.Dir)
		if err != nil {
			return err
		}
		h.gallery, h.templates = external, server
		return nil
	}
	own, err := file.Open(filepath.Join(h.Config.Dir, "gallery"))
	if err != nil {
		return err
	}
	h.gallery = own
	return nil
}

// Close closes everything that the hub keeps.
func (h *Hub) Close() error {
	var err error
	if h.gallery != nil {
		err = h.gallery.Close()
	}
	return errors.Join(err, h.close())
}

// Run keeps the hub going until ctx ends.
func (h *Hub) Run(ctx context.Context, pages http.Handler) error {
	word := make(chan struct{}, 1)
	h.told = append(h.told, word)
	return h.run(ctx, pages, func(ctx context.Context) error { h.search(ctx, word); return nil },
		h.watch, h.ring(&h.Desk.Node), h.purge(&h.Desk.Node), h.serveTemplates, h.count(h.Desk.Board))
}

// search works through what waits to be searched, oldest first, on all cores.
func (h *Hub) search(ctx context.Context, word <-chan struct{}) {
	for {
		ids, err := h.Desk.ToSearch(ctx, 4*runtime.NumCPU())
		if err != nil && ctx.Err() == nil {
			h.Log.Error("what waits to be searched", "error", err)
		}
		h.searchAll(ctx, ids)
		if len(ids) == 0 || err != nil {
			wait(ctx, look, word)
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// searchAll searches these. One that fails is tried again in the next round; a person is told why.
func (h *Hub) searchAll(ctx context.Context, ids []string) {
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for _, id := range ids {
		group.Go(func() error {
			if err := h.Desk.Search(ctx, id, time.Now()); err != nil && ctx.Err() == nil {
				h.Log.Error("a search failed", "submission", id, "error", err)
				wait(ctx, time.Second, nil)
			}
			return nil
		})
	}
	_ = group.Wait() // each has said what went wrong
}
