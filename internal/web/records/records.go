// Package records is the pages of the records clerk's desk at the hub: the cases that wait for facts, and one case with every fact, its sources and its earlier
// values, what is missing for which door, and where sources disagree. A fact that is not known is left out: nothing here turns it into a no.
package records

import (
	"net/http"
	"slices"
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

// mostListed is how many cases of a stage are listed.
const mostListed = 200

// waits are the stages at which a case waits for facts; elsewhere only what somebody says is wrong does.
var (
	waits  = []casework.Stage{casework.Confirmed, casework.Unresolved}
	passed = []casework.Stage{casework.MayBeAsked, casework.Requested, casework.Sent, casework.Agreed, casework.Served, casework.ToNotify, casework.ToHold, casework.Held}
)

func (m *room) queue(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	var waiting []*store.Submission
	if err == nil {
		waiting, err = m.waiting(r, who)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	m.Show(w, r, shell.Page{Title: "Cases that wait for facts", Content: queue(m, waiting)})
}

// waiting are the cases that wait for a clerk, oldest first.
func (m *room) waiting(r *http.Request, who sallyport.Actor) (all []*store.Submission, err error) {
	for _, stage := range slices.Concat(waits, passed) {
		some, err := m.hub.List(r.Context(), who, stage, mostListed)
		if err != nil {
			return nil, err
		}
		for _, s := range some {
			if slices.Contains(waits, stage) || len(s.State.Challenges) > 0 {
				all = append(all, s)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *store.Submission) int { return a.At.Compare(b.At) })
	return all, nil
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
