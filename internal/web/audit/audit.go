// Package audit is the auditor's pages at hub and agency: clocks that ran out, citizenships in doubt, requests whose ground the record does not support,
// who read what is held about people, and how the log stands. They show no facts of a person, and nothing follows from them.
package audit

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/store"
	"sallyport/internal/web/codes"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
	"sallyport/record/figures"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// Way is where the pages are, and whose.
var Way = shell.Way{Path: "/audit", Name: "Audit", Roles: []sallyport.Role{sallyport.Auditor}}

// How many lines are on the first page of each kind, and on a page of one kind alone.
const (
	few  = 10
	many = 100
)

// Room is these pages at one node.
type Room struct {
	*docket.Room
	desk  *desk.Node
	codes *codes.Names
}

// Register puts the pages on mux.
func Register(mux *http.ServeMux, n *desk.Node, common *docket.Room) {
	room := &Room{common, n, codes.Of(n.Law)}
	mux.HandleFunc("GET /audit", room.first)
	mux.HandleFunc("GET /audit/lines/{what}", room.lines)
	mux.HandleFunc("GET /audit/reads", room.reads)
	mux.HandleFunc("GET /audit/reconcile", room.result)
	mux.HandleFunc("POST /audit/reconcile", room.result)
}

// overview is the first page.
type overview struct {
	*Room
	desk.Overview
	Shares []figures.Share // of all that the log has published
	At     figures.Checkpoint
}

func (room *Room) first(w http.ResponseWriter, r *http.Request) {
	who, err := room.Actor(r.Context())
	o := overview{Room: room}
	if err == nil {
		o.Overview, err = room.desk.Overview(r.Context(), who, room.Now(), few)
	}
	if err == nil {
		err = room.desk.Board.Ready(r.Context())
	}
	if err == nil {
		err = room.desk.Board.View(r.Context(), func(l *figures.Log, _ bool) error {
			o.At, o.Shares = l.Checkpoint, l.SharesOf()
			return nil
		})
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	room.Show(w, r, shell.Page{Title: "Audit", Content: first(o)})
}

// journal is lines of one kind, the newest first.
type journal struct {
	*Room
	kind
	Lines []desk.Line
	Next  string // address of older ones; "" for none
}

func (room *Room) lines(w http.ResponseWriter, r *http.Request) {
	k, known := kinds[store.Audited(r.PathValue("what"))]
	if !known {
		room.Show(w, r, shell.Page{Title: "Not here", Status: http.StatusNotFound, Content: shell.Missing()})
		return
	}
	before, _ := strconv.ParseUint(r.URL.Query().Get("before"), 10, 64) // anything else is the newest
	who, err := room.Actor(r.Context())
	j := journal{Room: room, kind: k}
	if err == nil {
		j.Lines, err = room.desk.Journal(r.Context(), who, k.What, before, many)
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	if n := len(j.Lines); n == many && j.Lines[n-1].Seq > 0 {
		j.Next = r.URL.Path + "?before=" + strconv.FormatUint(j.Lines[n-1].Seq, 10)
	}
	room.Show(w, r, shell.Page{Title: k.Title, Content: lines(j)})
}

// readers is who read what is held about people.
type readers struct {
	*Room
	Since time.Time
	Days  int
	All   []desk.Reader
	Whole bool
}

// spans are over how many days reads are counted.
var spans = []int{1, 7, 30, 365}

func (room *Room) reads(w http.ResponseWriter, r *http.Request) {
	v := readers{Room: room, Days: 30}
	if asked, err := strconv.Atoi(r.URL.Query().Get("days")); err == nil && slices.Contains(spans, asked) {
		v.Days = asked
	}
	v.Since = room.Now().AddDate(0, 0, -v.Days)
	who, err := room.Actor(r.Context())
	if err == nil {
		v.All, v.Whole, err = room.desk.Readers(r.Context(), who, v.Since)
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	room.Show(w, r, shell.Page{Title: "Reads of personal data", Content: reads(v)})
}

// kind is what a kind of line is called, and what it means.
type kind struct {
	What         store.Audited
	Title, Means string
}

var kinds = map[store.Audited]kind{
	store.Citizenship: {store.Citizenship, "Conflicts: citizenship in doubt", "Sources disagree, or somebody says so. Any indication stops everything until two named people, neither of a field office, settle it on recorded evidence."},
	store.Grounds:     {store.Grounds, "Grounds that the record does not support", "Requests that a named officer made and the federal door did not let through: it refused the very request, or could not tell."},
	store.LateHolds:   {store.LateHolds, "Holds past their limit", "A hold that was still there when its clock ran out."},
	store.Reads:       {store.Reads, "Reads of personal data", "Who looked at what is held about a person."},
}

func figureAt(query string) string { return "/api/v1/figures?" + url.Values{"query": {query}}.Encode() }
