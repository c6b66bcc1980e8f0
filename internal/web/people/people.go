// Package people is the administrator's pages: who may act at this node, in which roles, and since when. Nothing here touches a case.
package people

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/identity"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
	"sallyport/roles"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// Way is where the pages are, and whose.
var Way = shell.Way{Path: "/people", Name: "People", Roles: []sallyport.Role{sallyport.Administrator}}

// Room is these pages at one node.
type Room struct {
	*docket.Room
	desk    *desk.Node
	sign    *identity.Service
	holding []sallyport.Role // what somebody here can be
}

// Register puts the pages on mux.
func Register(mux *http.ServeMux, n *desk.Node, sign *identity.Service, common *docket.Room) {
	room := &Room{Room: common, desk: n, sign: sign}
	for _, role := range roles.All() {
		if roles.Holdable(sign.Node, role) == nil {
			room.holding = append(room.holding, role)
		}
	}
	mux.HandleFunc("GET /people", func(w http.ResponseWriter, r *http.Request) { room.show(w, r, form{}) })
	mux.HandleFunc("POST /people", room.add)
	mux.HandleFunc("POST /people/change", room.change)
}

// form is what somebody sent that was not done, and why not.
type form struct {
	Status int
	Why    string
	About  string // whose form it is; "" for the one that adds somebody
	ID     string
	Name   string
	Sub    string
	Office string
	Roles  []string
}

// view is what the page shows.
type view struct {
	*Room
	By       sallyport.Actor
	All      []identity.Person
	Passkeys map[string]int
	Wrong    form
}

func (room *Room) show(w http.ResponseWriter, r *http.Request, wrong form) {
	by, err := room.Actor(r.Context())
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	v := view{Room: room, By: by, Wrong: wrong}
	if v.All, err = room.desk.People(r.Context(), by); err == nil {
		v.Passkeys, err = room.sign.PasskeyCounts(r.Context())
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	room.Show(w, r, shell.Page{Title: "People", Status: wrong.Status, Content: list(v)})
}

// add enters somebody.
func (room *Room) add(w http.ResponseWriter, r *http.Request) {
	if err := docket.Form(w, r); err != nil {
		room.Refuse(w, r, err)
		return
	}
	field := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	sent := form{ID: field("id"), Name: field("name"), Sub: field("subject"), Office: field("office"), Roles: r.PostForm["role"]}
	if sent.Office == "" && sent.ID != "" && room.sign.Node == roles.Agency {
		sent.Office = room.sign.Office
	}
	who := identity.Person{ID: sent.ID, Issuer: room.sign.Issuer, Subject: sent.Sub, Name: sent.Name, Office: sent.Office}
	var given []sallyport.Role
	for _, role := range sent.Roles {
		given = append(given, sallyport.Role(role))
	}
	room.do(w, r, sent, func(ctx context.Context, by sallyport.Actor, at time.Time) error {
		return room.desk.AddPerson(ctx, by, who, at, given...)
	})
}

// change does one thing to somebody who is in the table.
func (room *Room) change(w http.ResponseWriter, r *http.Request) {
	if err := docket.Form(w, r); err != nil {
		room.Refuse(w, r, err)
		return
	}
	id, role := r.PostForm.Get("id"), sallyport.Role(r.PostForm.Get("role"))
	room.do(w, r, form{About: id}, func(ctx context.Context, by sallyport.Actor, at time.Time) error {
		switch r.PostForm.Get("do") {
		case "give":
			return room.desk.GiveRole(ctx, by, id, role, at)
		case "end":
			return room.desk.EndRole(ctx, by, id, role, at)
		case "disable":
			return room.desk.DisablePerson(ctx, by, id, at)
		case "enable":
			return room.desk.EnablePerson(ctx, by, id, at)
		case "remove passkeys":
			return room.desk.RemovePasskeys(ctx, by, id, at)
		}
		return &desk.Unfit{Err: errors.New("the form does not say what is to be done")}
	})
}

// do changes the table and goes back to the page, or shows the form again with what was wrong.
func (room *Room) do(w http.ResponseWriter, r *http.Request, sent form, step func(context.Context, sallyport.Actor, time.Time) error) {
	by, err := room.Actor(r.Context())
	if err == nil {
		err = step(r.Context(), by, room.Now())
	}
	var refused *identity.Refused
	var denied *roles.Denied
	switch {
	case err == nil:
		http.Redirect(w, r, Way.Path, http.StatusSeeOther)
	case errors.As(err, &denied):
		room.Refuse(w, r, err)
	case errors.As(err, &refused):
		sent.Status, sent.Why = refused.Status, refused.Why
		room.show(w, r, sent)
	case errors.Is(err, identity.ErrNobody):
		sent.Status, sent.Why, sent.About = http.StatusNotFound, identity.ErrNobody.Error(), ""
		room.show(w, r, sent)
	default:
		room.Refuse(w, r, err)
	}
}
