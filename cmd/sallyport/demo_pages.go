package main

import (
	"context"
	"net/http"
	"time"

	"sallyport/internal/api"
	"sallyport/internal/demo"
	"sallyport/internal/node"
	"sallyport/internal/web/site"
	"sallyport/internal/web/story"
)

// demoPages tells the story, opens the bookings that wait, and makes the pages of all nodes of the demonstration.
func demoPages(ctx context.Context, world *demo.World, origin, dir string, std streams) (http.Handler, error) {
	told, err := tell(ctx, world, std)
	if err != nil {
		return nil, err
	}
	if err := world.Open(ctx); err != nil {
		return nil, err
	}
	now, err := world.Clock(ctx, time.Now)
	if err != nil {
		return nil, err
	}
	stage := &story.Stage{Story: told, Parts: world.Parts(), Left: world.Waiting(), Dir: dir, Log: logger(std)}
	stage.After = func(ctx context.Context) error { return world.Follow(ctx, now()) }
	hub := world.Hub()
	stage.Nodes = append(stage.Nodes, story.Node{Name: hub.Config.Name})
	for _, a := range world.Jails() {
		stage.Nodes = append(stage.Nodes, story.Node{Name: a.Config.Name})
	}
	pages := demoSite{now, origin, stage}
	if stage.Nodes[0].Pages, err = pages.hub(hub); err != nil {
		return nil, err
	}
	for i, a := range world.Jails() {
		if stage.Nodes[i+1].Pages, err = pages.agency(a); err != nil {
			return nil, err
		}
	}
	return story.Handler(stage), stage.After(ctx)
}

// demoSite makes a node's pages for visitors who are whom they choose.
type demoSite struct {
	now    func() time.Time
	origin string
	stage  *story.Stage
}

func (d demoSite) hub(h *node.Hub) (http.Handler, error) {
	open, err := api.Hub(h.Desk, d.api(h.Node))
	return site.Hub(h.Desk, d.site(h.Node, open)), err
}

func (d demoSite) agency(a *node.Agency) (http.Handler, error) {
	open, err := api.Agency(a.Desk, d.api(a.Node))
	return site.Agency(a.Desk, d.site(a.Node, open)), err
}

func (d demoSite) api(n *node.Node) api.Config {
	c := apiOf(n)
	c.Now = d.now
	return c
}

func (d demoSite) site(n *node.Node, open http.Handler) site.Config {
	c := siteOf(n, open, d.now)
	c.Origin, c.Who, c.Switch, c.Log = d.origin, story.Who, story.Switch(d.stage), d.stage.Log
	return c
}
