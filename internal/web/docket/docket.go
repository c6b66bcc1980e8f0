// Package docket is what rooms that show a case have in common: who is asking, facts and rules in plain words, moments in the jail's own time, and what the desk
// refuses. It decides nothing and keeps nothing.
package docket

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/web/shell"
	"sallyport/law"
	"sallyport/roles"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

// mostForm is how long a form may be, in bytes.
const mostForm = 64 << 10

// Room is what a room of pages about cases works with.
type Room struct {
	*shell.Shell
	Now   func() time.Time
	Zone  *time.Location // of the custodian, in which times are shown and read
	Rules Rules
}

// NewRoom makes one.
func NewRoom(s *shell.Shell, now func() time.Time, zone *time.Location, book *law.Book) *Room {
	return &Room{s, now, zone, rulesOf(book)}
}

// errSignedOut says that nobody is signed in.
var errSignedOut = errors.New("nobody is signed in: this page is for people who have a role here")

// Actor is whoever makes a request, or an error where that is nobody.
func (m *Room) Actor(ctx context.Context) (sallyport.Actor, error) {
	if m.Who == nil {
		return sallyport.Actor{}, errSignedOut
	}
	who, ok := m.Who(ctx)
	if !ok {
		return who, errSignedOut
	}
	return who, nil
}

// Form reads the form of a request.
func Form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	if err := r.ParseForm(); err != nil {
		return &desk.Unfit{Err: errors.New("the form did not arrive whole, or is too long; try again")}
	}
	return nil
}

// Refuse shows why something was not done, on a page of its own.
func (m *Room) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	status, text := m.Refusal(r, err)
	m.Show(w, r, shell.Page{Title: "Not done", Status: status, Content: refused(text, errors.Is(err, errSignedOut))})
}

// Refusal is the status and the words of an error of the desk's. What is nobody's business outside is logged instead, without anything of the request.
func (m *Room) Refusal(r *http.Request, err error) (status int, text string) {
	var denied *roles.Denied
	var unfit *desk.Unfit
	var notNow *desk.NotNow
	switch {
	case errors.Is(err, errSignedOut):
		return http.StatusUnauthorized, sentence(err.Error())
	case errors.As(err, &denied):
		return http.StatusForbidden, sentence(denied.Error())
	case errors.Is(err, desk.ErrOffice):
		return http.StatusForbidden, "This is another office's business: people act in their own office's cases only."
	case errors.As(err, &notNow):
		return http.StatusConflict, sentence(notNow.Error())
	case errors.As(err, &unfit):
		return http.StatusUnprocessableEntity, sentence(unfit.Error())
	case errors.Is(err, desk.ErrNone):
		return http.StatusNotFound, "There is no such case here."
	}
	if r.Context().Err() == nil {
		m.Log.ErrorContext(r.Context(), "web: not done", "page", r.Pattern, "error", err)
	}
	return http.StatusInternalServerError, "This could not be done just now; nothing was kept of it. Try again, or tell whoever runs this node."
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}
