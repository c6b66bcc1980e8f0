// Package counsel is the pages of those who resolve what the rules leave open: the queue of unresolved cases, at hub and agency; one of them with what is missing and
// what two people have to find; and, at an agency, its own written policy in dated versions. None of it asks or answers a request.
package counsel

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
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

// Ways are the ways round these pages at both kinds of node; PolicyWays those that an agency has beside them.
var (
	Ways       = []shell.Way{{Path: "/counsel", Name: "Counsel", Roles: []sallyport.Role{sallyport.Counsel, sallyport.JailSupervisor}}}
	PolicyWays = []shell.Way{{Path: "/counsel/policy", Name: "Policy", Roles: []sallyport.Role{sallyport.Counsel, sallyport.JailSupervisor}}}
)

type room struct {
	*docket.Room
	node *desk.Node
}

// Hub puts the pages of the hub's counsel where they are served.
func Hub(mux *http.ServeMux, h *desk.Hub, s *shell.Shell, now func() time.Time) {
	register(mux, &room{docket.NewRoom(s, now, time.UTC, h.Law), &h.Node})
}

// Agency puts the pages of county counsel where they are served, the county's policy among them.
func Agency(mux *http.ServeMux, j *desk.Jail, s *shell.Shell, now func() time.Time) {
	m := &room{docket.NewRoom(s, now, tree.Zone(j.Place, time.UTC), j.Law), &j.Node}
	register(mux, m)
	p := &policies{m.Room, j}
	mux.HandleFunc("GET /counsel/policy", p.showPage)
	mux.HandleFunc("POST /counsel/policy", p.enter)
	mux.HandleFunc("POST /counsel/policy/{number}/agree", p.agree)
}

func register(mux *http.ServeMux, m *room) {
	mux.HandleFunc("GET /counsel", m.queue)
	mux.HandleFunc("GET /counsel/case/{id}", func(w http.ResponseWriter, r *http.Request) { m.show(w, r, "", http.StatusOK) })
	mux.HandleFunc("POST /counsel/case/{id}/{act}", m.act)
}

// queue is a page of what is unresolved.
type queue struct {
	all     []desk.Askable
	count   int64 // on all pages
	further bool  // it is not the first
	next    string
}

func (m *room) queue(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	q := queue{further: r.URL.Query().Has("after")}
	var more bool
	if q.all, more, err = m.node.Unresolved(r.Context(), who, docket.MarkIn(r.URL.Query()), docket.OnePage); err == nil {
		q.count, err = m.node.CountUnresolved(r.Context(), who)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	if more {
		last := &q.all[len(q.all)-1]
		q.next = docket.Next("/counsel", more, desk.Mark{Due: last.Since, ID: last.ID})
	}
	m.Show(w, r, shell.Page{Title: "Unresolved", Content: m.queuePage(&q)})
}

// sheet is a case as the page shows it to one person.
type sheet struct {
	desk.Sheet
	who    sallyport.Actor
	wrong  string
	allows func(casework.Kind) bool
}

func (m *room) show(w http.ResponseWriter, r *http.Request, wrong string, status int) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	read, err := m.node.Sheet(r.Context(), who, r.PathValue("id"), m.Now())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	s := &sheet{Sheet: read, who: who, wrong: wrong}
	s.allows = func(kind casework.Kind) bool {
		return m.node.Admits(s.Submission, casework.Event{Kind: kind, Actor: who, At: m.Now()})
	}
	m.Show(w, r, shell.Page{Title: "Case " + short(read.Submission.ID), Status: status, Content: m.casePage(s)})
}

func short(id string) string { return id[:min(len(id), 8)] }

func (m *room) act(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err == nil {
		err = docket.Form(w, r)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	id := r.PathValue("id")
	switch r.PathValue("act") {
	case "fact":
		err = m.fact(r, who, id)
	case "citizenship":
		err = m.citizenship(r, who, id)
	case "challenge":
		err = m.reply(r, who, id)
	default:
		m.Refuse(w, r, store.ErrNone)
		return
	}
	if err != nil {
		status, text := m.Refusal(r, err)
		m.show(w, r, strings.TrimPrefix(text, "Submission "+id+": "), status)
		return
	}
	http.Redirect(w, r, "/counsel/case/"+id, http.StatusSeeOther)
}

func (m *room) fact(r *http.Request, who sallyport.Actor, id string) error {
	path := r.PostForm.Get("path")
	value, err := m.Value(path, r.PostForm.Get("value"))
	if err != nil {
		return err
	}
	return m.node.RecordFacts(r.Context(), who, id, m.Now(), []desk.Fact{{Path: path, Value: value, Source: strings.TrimSpace(r.PostForm.Get("source"))}})
}

func (m *room) citizenship(r *http.Request, who sallyport.Actor, id string) error {
	citizen, err := strconv.ParseBool(r.PostForm.Get("citizen"))
	if err != nil {
		return unfit("citizenship finding: choose what you find")
	}
	return m.node.ResolveCitizenship(r.Context(), who, id, m.Now(), citizen, strings.TrimSpace(r.PostForm.Get("source")))
}

func (m *room) reply(r *http.Request, who sallyport.Actor, id string) error {
	finding := strings.TrimSpace(r.PostForm.Get("finding"))
	if finding == "" {
		return unfit("challenge answered: write what you found")
	}
	return m.node.Reply(r.Context(), who, id, m.Now(), r.PostForm.Get("about"), finding, nil)
}

func unfit(what string) error { return &desk.Unfit{Err: errors.New(what)} }

// mayEnter says whether this person can enter a fact now.
func (s *sheet) mayEnter(path string) bool {
	return s.allows(casework.Record) && path != "request.served_at" && !docket.TakesTwo(s.Facts, path) && desk.MayEnter(s.who, desk.Fact{Path: path, Value: "true", Source: "a record"}) == nil
}
