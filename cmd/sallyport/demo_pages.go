package main

import (
	"context"
	"net/http"
	"time"

	"sallyport/internal/demo"
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
	anyone := func(c *site.Config) {
		c.Origin, c.Who, c.Switch, c.Log = origin, story.Who, story.Switch(stage), stage.Log
	}
	if stage.Nodes[0].Pages, err = hubPages(hub, now, anyone); err != nil {
		return nil, err
	}
	for i, a := range world.Jails() {
		if stage.Nodes[i+1].Pages, err = agencyPages(a, now, anyone); err != nil {
			return nil, err
		}
	}
	return story.Handler(stage), stage.After(ctx)
}
