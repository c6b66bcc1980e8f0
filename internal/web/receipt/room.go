// Package receipt is the page for whoever has the code of a served copy: what became of the request, what proves it, and a way to say that something is wrong.
// The code is posted, or comes in the fragment, which browsers keep to themselves; it is in no address, title or log. Everything works without scripts.
package receipt

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/api/rate"
	"sallyport/internal/desk"
	"sallyport/internal/notice"
	"sallyport/internal/receipt"
	"sallyport/internal/web/shell"
	"sallyport/internal/web/words"
	"sallyport/law/tree"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed receipt.js
var script []byte

//go:embed receipt.css
var style []byte

//go:embed words
var files embed.FS

var texts = words.Load(files, "words")

// mostForm is how long a form may be, in bytes.
const mostForm = 64 << 10

// doubts are what can be said to be wrong, in the order in which the form has it.
var doubts = []string{casework.Citizenship, casework.Identity, casework.Conviction}

// room is the page of one jail.
type room struct {
	*shell.Shell
	jail  *desk.Jail
	now   func() time.Time
	limit *rate.Limit
	zone  *time.Location
	says  func(sallyport.Ground) string
}

// Register puts the page, and what copies are dressed with, where they are served.
func Register(mux *http.ServeMux, j *desk.Jail, s *shell.Shell, now func() time.Time) {
	m := &room{s, j, now, rate.New(), tree.Zone(j.Place, time.UTC), notice.Says(j.Law)}
	notice.Style(mux)
	mux.HandleFunc("GET /receipt", func(w http.ResponseWriter, r *http.Request) {
		v := m.begin(r)
		v.taken = r.URL.Query().Has("taken")
		m.show(w, r, http.StatusOK, v)
	})
	mux.HandleFunc("POST /receipt", m.post)
	mux.HandleFunc("GET /receipt/receipt.js", file("text/javascript; charset=utf-8", script))
	mux.HandleFunc("GET /receipt/receipt.css", file("text/css; charset=utf-8", style))
}

func file(media string, content []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		_, _ = w.Write(content) // the reader may have left
	}
}

// view is what the page shows.
type view struct {
	lang  words.Lang
	zone  *time.Location
	plain func(sallyport.Ground) string // words of a rule, in English
	typed string                        // goes back into the field, and nowhere else
	wrong string                        // with the code
	found *receipt.Found
	taken bool // something was just said to be wrong

	about, statement string // as they were sent
	unfit            string // what is wrong with what was sent
}

func (v *view) say(key string, pairs ...string) string { return texts.Say(v.lang, key, pairs...) }

func (m *room) begin(r *http.Request) *view {
	return &view{lang: shell.Lang(r, words.All...), zone: m.zone, plain: m.says}
}

func (m *room) show(w http.ResponseWriter, r *http.Request, status int, v *view) {
	m.Show(w, r, shell.Page{Title: v.say("title"), Status: status, Langs: words.All, Content: page(v), Styles: []string{"/receipt/receipt.css"}, Scripts: []string{"/receipt/receipt.js"}})
}

// post takes the form: to look a code up, to download what proves it, or to say that something is wrong.
func (m *room) post(w http.ResponseWriter, r *http.Request) {
	v := m.begin(r)
	if wait := m.limit.Take(r.RemoteAddr, m.now()); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(wait))
		v.wrong = v.say("too many", "seconds", words.Number(v.lang, int64(wait)))
		m.show(w, r, http.StatusTooManyRequests, v)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	if err := r.ParseForm(); err != nil {
		v.wrong = v.say("not whole")
		m.show(w, r, http.StatusBadRequest, v)
		return
	}
	v.typed = r.PostForm.Get("code")
	var err error
	if v.found, err = m.jail.LookUp(r.Context(), v.typed); err != nil {
		status, key := m.problem(r.Context(), err)
		v.wrong = v.say(key)
		m.show(w, r, status, v)
		return
	}
	switch r.PostForm.Get("as") {
	case "bundle":
		m.download(w, r, v)
	case "challenge":
		m.challenge(w, r, v)
	default:
		m.show(w, r, http.StatusOK, v)
	}
}

// problem is the status of what stands against a code, and the key of its words.
func (m *room) problem(ctx context.Context, err error) (status int, key string) {
	var slip *desk.CodeSlip
	switch {
	case errors.As(err, &slip):
		return http.StatusUnprocessableEntity, "no code"
	case errors.Is(err, desk.ErrNoCopy):
		return http.StatusNotFound, "none"
	case errors.Is(err, desk.ErrCrowded):
		return http.StatusServiceUnavailable, "crowded"
	}
	m.Log.ErrorContext(ctx, "web: a receipt could not be looked up", "error", err)
	return http.StatusInternalServerError, "broken"
}

// download gives the bundle as a file, whose name says nothing.
func (m *room) download(w http.ResponseWriter, r *http.Request, v *view) {
	if v.found.Bundle == nil {
		v.wrong = v.say("no proof")
		m.show(w, r, http.StatusConflict, v)
		return
	}
	text, err := v.found.Bundle.Text()
	if err != nil {
		v.wrong = v.say("broken")
		m.show(w, r, http.StatusInternalServerError, v)
		return
	}
	w.Header().Set("Content-Disposition", `attachment; filename="receipt.json"`)
	file("application/json", text)(w, r)
}

// challenge takes down what is wrong. The answer leads back to the empty form, so that nothing is sent twice and no address has the code.
func (m *room) challenge(w http.ResponseWriter, r *http.Request, v *view) {
	v.about, v.statement = r.PostForm.Get("about"), r.PostForm.Get("statement")
	if !slices.Contains(doubts, v.about) {
		v.unfit = v.say("choose")
		m.show(w, r, http.StatusUnprocessableEntity, v)
		return
	}
	err := m.jail.ChallengeByCode(r.Context(), v.typed, m.now(), v.about, v.statement)
	var notNow *desk.NotNow
	switch {
	case err == nil:
		http.Redirect(w, r, "/receipt?taken&lang="+string(v.lang), http.StatusSeeOther)
	case errors.As(err, &notNow):
		v.unfit = v.say("too late")
		m.show(w, r, http.StatusConflict, v)
	default:
		status, key := m.problem(r.Context(), err)
		v.unfit = v.say(key)
		m.show(w, r, status, v)
	}
}
