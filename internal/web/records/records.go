// Package records is the pages of the records clerk's desk at the hub: the cases that wait for facts, and one case with every fact, its sources and its earlier
// values, what is missing for which door, and where sources disagree. A fact that is not known is left out: nothing here turns it into a no.
package records

import (
	"net/http"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/store"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
	"sallyport/law/tree"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// Ways are the ways round these pages.
var Ways = []shell.Way{{Path: "/facts", Name: "Facts", Roles: []sallyport.Role{sallyport.Clerk}}}

type room struct {
	*docket.Room
	hub *desk.Hub
}

// Register puts the desk's pages where they are served.
func Register(mux *http.ServeMux, h *desk.Hub, s *shell.Shell, now func() time.Time) {
	m := &room{docket.NewRoom(s, now, time.UTC, h.Law), h}
	mux.HandleFunc("GET /facts", m.queue)
	mux.HandleFunc("GET /facts/{id}", m.showCase)
	mux.HandleFunc("POST /facts/{id}/{act}", m.act)
}

// at is the room with times in the zone of the custodian.
func (m *room) at(agency string) *room {
	there := *m.Room
	there.Zone = tree.Zone(agency, time.UTC)
	return &room{&there, m.hub}
}

// listing is a page of the cases that wait for a clerk.
type listing struct {
	*room
	all     []*store.Submission
	further bool // it is not the first
	next    string
}

func (m *room) queue(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	l := listing{room: m, further: r.URL.Query().Has("after")}
	var more bool
	if err == nil {
		l.all, more, err = m.hub.Wanting(r.Context(), who, docket.MarkIn(r.URL.Query()), docket.OnePage)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	if more {
		last := l.all[len(l.all)-1]
		l.next = docket.Next("/facts", more, desk.Mark{Due: last.At, ID: last.ID})
	}
	m.Show(w, r, shell.Page{Title: "Cases that wait for facts", Content: queue(&l)})
}

// waitsFor is what a case waits for, in words.
func waitsFor(s *store.Submission) string {
	switch {
	case len(s.State.Challenges) > 0:
		return "an answer: the person says that the " + s.State.Challenges[0] + " is wrong"
	case len(s.State.Resolutions) > 0:
		return "a second person’s finding on citizenship"
	case s.State.Stage == casework.Unresolved:
		return "what the federal door lacks"
	}
	return "facts, and then the federal door"
}
