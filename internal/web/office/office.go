// Package office is the field office's pages at the hub: people about whom something may be asked, form by form, the request, and what became of it.
// Whoever may not be asked about is not here, but as a count with its rule.
package office

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/identity"
	"sallyport/internal/store"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/passkey"
	"sallyport/internal/web/shell"
	"sallyport/record/figures"
	"sallyport/roles"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// Way is where the pages are, and whose.
var Way = shell.Way{Path: "/office", Name: "Field office", Roles: []sallyport.Role{sallyport.Officer, sallyport.Director}}

// most is how many are on one page.
const most = 50

// Room is these pages at one hub.
type Room struct {
	*docket.Room
	desk *desk.Hub
}

// Register puts the pages on mux.
func Register(mux *http.ServeMux, h *desk.Hub, common *docket.Room) {
	room := &Room{common, h}
	mux.HandleFunc("GET /office", room.list)
	mux.HandleFunc("GET /office/sent", room.sent)
	mux.HandleFunc("GET /office/refused", room.refused)
	mux.HandleFunc("GET /office/person/{id}", room.person)
	mux.HandleFunc("POST /office/person/{id}", room.ask)
	mux.HandleFunc("POST /office/person/{id}/withdraw", room.withdraw)
	mux.HandleFunc("POST /office/person/{id}/judge", room.judge)
}

// listing is a page of people about whom something may be asked.
type listing struct {
	*Room
	All  []*store.Submission
	Next string // address of the further ones; "" for none
}

// list shows people about whom something may be asked, whoever waits longest first.
func (room *Room) list(w http.ResponseWriter, r *http.Request) {
	who, err := room.Actor(r.Context())
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	micro, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64) // anything else is the beginning
	after := desk.Mark{ID: r.URL.Query().Get("behind")}
	if micro > 0 {
		after.Due = time.UnixMicro(micro)
	}
	l := listing{Room: room}
	var more bool
	if l.All, more, err = room.desk.Askables(r.Context(), who, after, most); err != nil {
		room.Refuse(w, r, err)
		return
	}
	if more {
		last := l.All[len(l.All)-1]
		l.Next = Way.Path + "?" + url.Values{"after": {strconv.FormatInt(last.At.UnixMicro(), 10)}, "behind": {last.ID}}.Encode()
	}
	room.Show(w, r, shell.Page{Title: "Field office", Content: list(l)})
}

// newest is how many requests of each stage are on the page of all stages.
const newest = 15

// requests are a page of what was asked.
type requests struct {
	*Room
	All   []desk.Sent
	Stage casework.Stage // of all of them; "" where there is something of each
	More  []casework.Stage
	Next  string
}

// sent shows what was asked and what became of it: the newest of each stage, or all of one.
func (room *Room) sent(w http.ResponseWriter, r *http.Request) {
	who, err := room.Actor(r.Context())
	l := requests{Room: room, Stage: casework.Stage(r.URL.Query().Get("stage"))}
	switch {
	case err != nil:
	case l.Stage == "":
		l.All, l.More, err = room.desk.Sent(r.Context(), who, newest)
	default:
		var more bool
		l.All, more, err = room.desk.SentAt(r.Context(), who, l.Stage, docket.MarkIn(r.URL.Query()), most)
		if more {
			last := &l.All[len(l.All)-1]
			l.Next = docket.Next(sentPath, more, desk.Mark{Due: last.Since, ID: last.ID}, "stage", string(l.Stage))
		}
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	room.Show(w, r, shell.Page{Title: "What was asked", Content: sent(l)})
}

// sentPath is where what was asked is.
const sentPath = "/office/sent"

// at is the address of all requests at a stage.
func at(stage casework.Stage) string {
	return sentPath + "?" + url.Values{"stage": {string(stage)}}.Encode()
}

// counts are the refused as the public record has them.
type counts struct {
	figures.Checkpoint
	Witnessed bool
	Days      int
	All       figures.Figure
	Rules     []figures.Row
}

// refused shows whom the federal door refused: how many, under which rule, and nobody's reference.
func (room *Room) refused(w http.ResponseWriter, r *http.Request) {
	who, err := room.Actor(r.Context())
	if err == nil {
		err = roles.Allows(who, roles.ReadRefused)
	}
	var c counts
	if err == nil {
		var tables []figures.Table
		if c.Checkpoint, c.Witnessed, _, tables, err = room.desk.Board.Tables(r.Context()); err == nil {
			c.Rules = rulesOf(tables)
			err = room.desk.Board.View(r.Context(), func(l *figures.Log, _ bool) error {
				c.All = l.Count(refusals)
				_, _, c.Days = l.Days()
				return nil
			})
		}
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	room.Show(w, r, shell.Page{Title: "Refused, as counts", Content: refused(room, c)})
}

var refusals = figures.Query{{Key: "kind", Value: "federal-door"}, {Key: "outcome", Value: "refused"}}

// rulesOf are the refusals of the federal door by rule, the most frequent first.
func rulesOf(tables []figures.Table) (rows []figures.Row) {
	for _, t := range tables {
		if t.Name != "rules" {
			continue
		}
		for _, row := range t.Rows { // kind, outcome, rule
			if row.Values[0] == "federal-door" && row.Values[1] == "refused" {
				rows = append(rows, row)
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b figures.Row) int { return b.Count - a.Count })
	return rows
}

// problem is why something that was sent was not done, with its status; "" where it was, or is signed next.
func (room *Room) problem(r *http.Request, err error) (int, string) {
	var refused *identity.Refused
	if errors.As(err, &refused) {
		return refused.Status, refused.Why + "."
	}
	return room.Refusal(r, err)
}

// asks is what a passkey signs, where err says that something has to be signed.
func asks(err error, action string, fields url.Values) *passkey.Ask {
	var unsigned *roles.Unsigned
	if !errors.As(err, &unsigned) {
		return nil
	}
	return &passkey.Ask{Unsigned: unsigned, Action: action, Fields: fields}
}
