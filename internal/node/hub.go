package node

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"sallyport/internal/desk"
	"sallyport/internal/search/file"
	"sallyport/law"
)

// Hub is the federal side's node.
type Hub struct {
	*Node
	Desk    *desk.Hub
	gallery *file.Engine
}

// OpenHub opens a hub, and closes it again where something fails.
func OpenHub(ctx context.Context, c Config, book *law.Book, log *slog.Logger) (*Hub, error) {
	if err := c.fill("hub"); err != nil {
		return nil, err
	}
	if c.Hub != nil || c.Place != "" {
		return nil, errors.New("place, hub: these are an agency's; a hub has agencies")
	}
	n, err := open(ctx, c, log)
	if err != nil {
		return nil, err
	}
	h := &Hub{Node: n}
	if h.gallery, err = file.Open(filepath.Join(c.Dir, "gallery")); err != nil {
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
	if err := n.connect(h.Desk); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// Close closes everything that the hub keeps.
func (h *Hub) Close() error {
	var err error
	if h.gallery != nil {
		err = h.gallery.Close()
	}
	return errors.Join(err, h.close())
}
