// Package jail is the pages of a jail's release desk: the inbox by deadline, the register of requests that came by other ways, a case found by its number, and one
// case on one screen. Every form works without scripts. What may be done is said by package desk; a page shows the buttons that stage and role allow, and what the desk refuses.
package jail

import (
	"embed"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
	"sallyport/law/tree"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// Ways are the ways round these pages, for those who work at the desk.
var Ways = []shell.Way{
	{Path: "/desk", Name: "Inbox", Roles: []sallyport.Role{sallyport.JailClerk, sallyport.JailSupervisor}},
	{Path: "/desk/register", Name: "Register", Roles: []sallyport.Role{sallyport.JailClerk, sallyport.JailSupervisor}},
}

//go:embed clock.js
var files embed.FS

// clock is where the script is that keeps clocks running.
const clock = "/desk/clock.js"

type room struct {
	*docket.Room
	jail *desk.Jail
}

// Register puts the desk's pages where they are served.
func Register(mux *http.ServeMux, j *desk.Jail, s *shell.Shell, now func() time.Time) {
	m := &room{docket.NewRoom(s, now, tree.Zone(j.Place, time.UTC), j.Law), j}
	mux.HandleFunc("GET /desk", m.showInbox)
	mux.HandleFunc("GET "+clock, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, "clock.js") })
	mux.HandleFunc("GET /desk/find", m.showFind)
	mux.HandleFunc("POST /desk/find", m.find)
	mux.HandleFunc("GET /desk/register", m.showRegister)
	mux.HandleFunc("GET /desk/register/earlier", m.showEarlier)
	mux.HandleFunc("POST /desk/register", m.register)
	mux.HandleFunc("GET /desk/case/{id}", m.showCase)
	mux.HandleFunc("POST /desk/case/{id}/copy", m.copy)
	mux.HandleFunc("POST /desk/case/{id}/{act}", m.act)
}

// left is how many seconds are left, for the script.
func (m *room) left(due time.Time) string { return strconv.Itoa(int(due.Sub(m.Now()) / time.Second)) }

// short is a reference that can be read out.
func short(id string) string { return id[:min(len(id), 8)] }

func capital(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
