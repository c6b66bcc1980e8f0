// Package account is the pages of getting in: who is signed in, in which role they act, their passkeys, how the first administrator comes in, and what
// somebody is told who is not let in. The signing in itself is package identity's.
package account

import (
	"errors"
	"net/http"
	"strings"

	"sallyport"
	"sallyport/internal/identity"
	"sallyport/internal/web/passkey"
	"sallyport/internal/web/shell"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// Room is these pages at one node.
type Room struct {
	people *identity.Service
	shell  *shell.Shell
}

// Register puts the pages on mux, and has people show what keeps a browser out on them.
func Register(mux *http.ServeMux, people *identity.Service, s *shell.Shell) *Room {
	room := &Room{people, s}
	people.Show = room.why
	mux.HandleFunc("GET /account", room.account)
	mux.HandleFunc("POST /account/role", room.role)
	mux.HandleFunc("POST /account/first-administrator", room.first)
	mux.HandleFunc("GET /signed-out", func(w http.ResponseWriter, r *http.Request) {
		s.Show(w, r, shell.Page{Title: "Signed out", Content: signedOut(people.Issuer)})
	})
	return room
}

// Guard lets nobody to the ways that are for roles who has none: they read how they get in instead.
func (room *Room) Guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, known := identity.From(r.Context()); !known && room.desks(r.URL.Path) {
			room.account(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// desks says whether a path is of a way that is for roles, or below one.
func (room *Room) desks(path string) bool {
	for _, way := range room.shell.Ways {
		if len(way.Roles) > 0 && (path == way.Path || strings.HasPrefix(path, way.Path+"/")) {
			return true
		}
	}
	return false
}

// account shows whoever is known their account, and everybody else what keeps them out.
func (room *Room) account(w http.ResponseWriter, r *http.Request) {
	room.show(w, r, slip{})
}

// slip is what was wrong with a form, and what it said.
type slip struct {
	Status int
	Form   string // which
	Why    string
	ID     string
}

func (room *Room) show(w http.ResponseWriter, r *http.Request, wrong slip) {
	v, out := room.people.Visitor(r.Context())
	page := shell.Page{Title: "Your account", Status: wrong.Status, Scripts: []string{passkey.Script}}
	var refused *identity.Refused
	switch {
	case out == nil:
		keys, err := room.people.Passkeys(r.Context(), v.Person.ID)
		if err != nil {
			room.fail(w, r, err)
			return
		}
		page.Content = known(v, keys, wrong)
	case errors.As(out, &refused) && v.Subject == "":
		page = shell.Page{Title: "Sign in", Status: http.StatusUnauthorized, Content: outside(v)}
	case errors.As(out, &refused):
		administered, err := room.people.Administered(r.Context())
		if err != nil {
			room.fail(w, r, err)
			return
		}
		page = shell.Page{Title: "Not let in", Status: http.StatusForbidden, Content: unknown(v, refused.Why, administered, wrong)}
	default:
		room.fail(w, r, out)
		return
	}
	room.shell.Show(w, r, page)
}

// role has somebody act in another of their roles.
func (room *Room) role(w http.ResponseWriter, r *http.Request) {
	_, err := room.people.Choose(r.Context(), sallyport.Role(r.PostFormValue("role")))
	room.after(w, r, err, slip{Form: "role"}, "/")
}

// first makes whoever has the console's token the first administrator.
func (room *Room) first(w http.ResponseWriter, r *http.Request) {
	token, id := strings.TrimSpace(r.PostFormValue("token")), strings.TrimSpace(r.PostFormValue("id"))
	err := room.people.BecomeFirst(r.Context(), token, id)
	room.after(w, r, err, slip{Form: "first", ID: id}, "/account")
}

// after sends the browser on, or shows the form again with what was wrong.
func (room *Room) after(w http.ResponseWriter, r *http.Request, err error, wrong slip, to string) {
	var refused *identity.Refused
	switch {
	case err == nil:
		http.Redirect(w, r, to, http.StatusSeeOther)
	case errors.As(err, &refused):
		wrong.Status, wrong.Why = refused.Status, refused.Why
		room.show(w, r, wrong)
	default:
		room.fail(w, r, err)
	}
}

func (room *Room) fail(w http.ResponseWriter, r *http.Request, err error) {
	room.shell.Log.ErrorContext(r.Context(), "web: account", "page", r.Pattern, "error", err)
	room.why(w, r, http.StatusInternalServerError, "this could not be done just now; try again")
}

// why is a page that says why something could not be done.
func (room *Room) why(w http.ResponseWriter, r *http.Request, status int, text string) {
	room.shell.Show(w, r, shell.Page{Title: "Not done", Status: status, Content: notDone(text)})
}
