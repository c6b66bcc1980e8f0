package main

import (
	"net/http"
	"time"

	"sallyport/internal/api"
	"sallyport/internal/desk"
	"sallyport/internal/identity"
	"sallyport/internal/node"
	"sallyport/internal/web/recordroom"
	"sallyport/internal/web/site"
)

// hubPages are a hub's pages and API, with what change makes otherwise than at a node of its own.
func hubPages(h *node.Hub, now func() time.Time, change ...func(*site.Config)) (http.Handler, error) {
	config := apiOf(h.Node)
	config.Now = now
	open, err := api.Hub(h.Desk, config)
	return site.Hub(h.Desk, siteOf(h.Node, open, now, change)), err
}

// agencyPages are an agency's.
func agencyPages(a *node.Agency, now func() time.Time, change ...func(*site.Config)) (http.Handler, error) {
	config := apiOf(a.Node)
	config.Now = now
	return agencySite(a.Desk, a.Node, config, change...)
}

func agencySite(j *desk.Jail, n *node.Node, config api.Config, change ...func(*site.Config)) (http.Handler, error) {
	open, err := api.Agency(j, config)
	return site.Agency(j, siteOf(n, open, config.Now, change)), err
}

// siteOf says trial of every node: so do their logs.
func siteOf(n *node.Node, open http.Handler, now func() time.Time, change []func(*site.Config)) site.Config {
	c := site.Config{Origin: n.PagesURL(), Trial: true, People: n.People(), API: open, Now: now, Log: n.Log, KnownLaw: n.KnownLaw, Counsel: n.Counsel(), Record: recordOf(n)}
	if c.People != nil {
		c.Who = identity.From
	}
	for _, to := range change {
		to(&c)
	}
	return c
}

// recordOf is what the pages of a node's public record are made from.
func recordOf(n *node.Node) recordroom.Config {
	return recordroom.Config{LogKey: n.LogKey(), LogURL: n.LogURL(), Policy: n.Policy(), WitnessKey: n.WitnessKey(), WitnessURL: n.WitnessURL(), Seen: n.Seen}
}
