// Package examiner is the pages of an examiner's desk: the cases that wait, and one case's prints side by side, person after person, with the examiner's own
// marks, notes and answers. What the software found, scores and pairs, is on no page before the answer, and nothing of the other examiner's answer is on any.
// What is written goes from page to page in the form and is kept with the answer; without scripts only the setting of marks by pointer is missing.
package examiner

import (
	"embed"
	"errors"
	"net/http"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/passkey"
	"sallyport/internal/web/shell"
	"sallyport/roles"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed examiner.js examiner.css
var files embed.FS

const (
	script = "/prints/examiner.js"
	style  = "/prints/examiner.css"
)

// Ways are the ways round these pages.
var Ways = []shell.Way{{Path: "/prints", Name: "Prints", Roles: []sallyport.Role{sallyport.Examiner}}}

type room struct {
	*docket.Room
	hub *desk.Hub
}

// Register puts the desk's pages where they are served.
func Register(mux *http.ServeMux, h *desk.Hub, s *shell.Shell, now func() time.Time) {
	m := &room{docket.NewRoom(s, now, time.UTC, h.Law), h}
	mux.HandleFunc("GET /prints", m.queue)
	mux.HandleFunc("GET /prints/{id}", m.show)
	mux.HandleFunc("POST /prints/{id}", m.take)
	for path, name := range map[string]string{script: "examiner.js", style: "examiner.css"} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name) })
	}
}

// queue lists what waits for this examiner.
func (m *room) queue(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	waiting, more, err := m.hub.ToExamine(r.Context(), who, docket.MarkIn(r.URL.Query()), docket.OnePage)
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	next := ""
	if more {
		last := waiting[len(waiting)-1]
		next = docket.Next("/prints", more, desk.Mark{Due: last.At, ID: last.ID})
	}
	m.Show(w, r, shell.Page{Title: "Prints to compare", Content: queue(m, waiting, r.URL.Query().Has("after"), next)})
}

// show shows the prints while they wait for this examiner, and from the answer on what it was and what the software had found.
func (m *room) show(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	id := r.PathValue("id")
	var notNow *desk.NotNow
	answered, err := m.hub.Answered(r.Context(), who, id, m.Now())
	switch {
	case err == nil:
		m.showAnswered(w, r, id, answered)
	case errors.As(err, &notNow):
		m.bench(w, r, who, new(sheet), "")
	default:
		m.Refuse(w, r, err)
	}
}

// bench shows the prints, with what the examiner has written so far.
func (m *room) bench(w http.ResponseWriter, r *http.Request, who sallyport.Actor, on *sheet, problem string) {
	id := r.PathValue("id")
	b, err := m.hub.Bench(r.Context(), who, id, m.Now())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	on.fit(b)
	v, err := viewOf(id, b, on, problem)
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	status := http.StatusOK
	if problem != "" {
		status = http.StatusUnprocessableEntity
	}
	m.Show(w, r, shell.Page{Title: "Compare prints", Status: status, Content: bench(v), Scripts: []string{script}, Styles: []string{style}})
}

// take reads the form: another person, finger or size is shown with what was written, or the answer is given.
func (m *room) take(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err == nil {
		err = docket.Form(w, r)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	on := read(r.PostForm)
	if !on.done {
		m.bench(w, r, who, on, "")
		return
	}
	m.answer(w, r, who, on)
}

func (m *room) answer(w http.ResponseWriter, r *http.Request, who sallyport.Actor, on *sheet) {
	id := r.PathValue("id")
	compared, err := m.compared(r, who, id, on)
	if err == nil {
		err = m.hub.Compare(passkey.Context(r), who, id, m.Now(), compared)
	}
	var unsigned *roles.Unsigned
	var unfit *desk.Unfit
	switch {
	case err == nil:
		http.Redirect(w, r, "/prints/"+id, http.StatusSeeOther)
	case errors.As(err, &unsigned):
		m.Show(w, r, shell.Page{Title: "Sign the answer", Scripts: []string{passkey.Script},
			Content: signing(on, passkey.Form(passkey.Ask{Unsigned: unsigned, Action: "/prints/" + id, Fields: r.PostForm}))})
	case errors.As(err, &unfit):
		_, problem := m.Refusal(r, err)
		m.bench(w, r, who, on, problem)
	default:
		m.Refuse(w, r, err)
	}
}

// compared is what the sheet says, by person. Whom a number stands for is the desk's to say.
func (m *room) compared(r *http.Request, who sallyport.Actor, id string, on *sheet) ([]desk.Compared, error) {
	_, shown, err := m.hub.Lineup(r.Context(), who, id, m.Now())
	if err != nil {
		return nil, err
	}
	all := make([]desk.Compared, len(shown))
	for i, person := range shown {
		e := on.entry(i)
		points, err := e.points()
		if err != nil {
			return nil, &desk.Unfit{Err: err}
		}
		if e.Answer == "" {
			on.person = i
			return nil, &desk.Unfit{Err: errors.New("person " + number(i) + " has no answer yet: say same, not the same or inconclusive")}
		}
		all[i] = desk.Compared{Person: person.Person, Answer: e.Answer, Notes: e.Notes, Marks: points}
	}
	return all, nil
}
