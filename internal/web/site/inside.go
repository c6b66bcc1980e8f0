package site

import (
	"net/http"
	"time"

	"sallyport/internal/desk"
	"sallyport/internal/web/audit"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/office"
	"sallyport/internal/web/people"
	"sallyport/internal/web/shell"
)

// insiders are the ways that hub and agency have alike for people with an account.
var insiders = []shell.Way{audit.Way, people.Way}

// inside serves the pages that hub and agency have alike for people with an account, with times in the node's own zone.
func (c Config) inside(mux *http.ServeMux, s *shell.Shell, n *desk.Node, zone *time.Location) {
	common := docket.NewRoom(s, c.Now, zone, n.Law)
	if c.Who != nil {
		audit.Register(mux, n, common)
	}
	if c.People != nil {
		people.Register(mux, n, c.People, common)
	}
}

// fieldOffice serves the pages of the field offices, whose people are in several zones: times are UTC.
func (c Config) fieldOffice(mux *http.ServeMux, s *shell.Shell, h *desk.Hub) {
	office.Register(mux, h, docket.NewRoom(s, c.Now, time.UTC, h.Law))
}
