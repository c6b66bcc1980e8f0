// Package lawroom is the law's pages: which place has which law on a day, what each text says beside its conditions and its citations, what a text changed,
// told by the smallest cases, which questions are open, and what a node's log says of the texts it applied. All are made from the packs that the node decides
// by; none needs an account or a script. What takes long is worked out once, one thing at a time, and kept.
package lawroom

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"golang.org/x/mod/sumdb/note"

	"sallyport/internal/feed"
	"sallyport/internal/web/shell"
	"sallyport/law"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed static
var static embed.FS

// Path is where the room is.
const Path = "/law"

// stylePath is the room's own style.
const stylePath = Path + "/style.css"

// Config is what the pages are made from.
type Config struct {
	Book    *law.Book       // the packs of packs.FS, as the node decides by them
	Counsel []note.Verifier // whose signatures are believed
	Now     func() time.Time

	// Known reads the node's log. Nil where the node has none.
	Known func(context.Context) (feed.Known, error)
}

// room serves the pages.
type room struct {
	*shell.Shell
	Config
	library *library
}

// Register serves the room.
func Register(mux *http.ServeMux, s *shell.Shell, c Config) {
	newRoom(s, c).register(mux)
}

func newRoom(s *shell.Shell, c Config) *room { return &room{s, c, newLibrary(c.Book, c.Counsel)} }

func (m *room) register(mux *http.ServeMux) {
	mux.HandleFunc("GET "+Path, squeezed(m.places))
	mux.HandleFunc("GET "+Path+"/questions", squeezed(m.questions))
	mux.HandleFunc("GET "+stylePath, serveStyle)
	if m.Known != nil {
		mux.HandleFunc("GET "+Path+"/changes", squeezed(m.changes))
	}
	mux.HandleFunc("GET "+Path+"/{rest...}", squeezed(m.below))
}

// below serves what stands under a pack's id, and the pages of places.
func (m *room) below(w http.ResponseWriter, r *http.Request) {
	rest := strings.TrimSuffix(r.PathValue("rest"), "/")
	p, page := m.library.find(rest)
	switch {
	case rest == "":
		http.Redirect(w, r, Path, http.StatusMovedPermanently)
	case p != nil && page == "":
		m.pack(w, r, p)
	case p != nil && page == "cases":
		m.cases(w, r, p)
	case p != nil && page == "compare":
		m.compare(w, r, p)
	case p != nil && page == wholeName:
		m.whole(w, r, p)
	case p != nil:
		m.difference(w, r, p, page)
	case m.library.isPlace(rest):
		m.place(w, r, rest)
	default:
		m.missing(w, r)
	}
}

func (m *room) show(w http.ResponseWriter, r *http.Request, title string, content templ.Component) {
	m.showAs(w, r, http.StatusOK, title, content)
}

func (m *room) showAs(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) {
	m.Show(w, r, shell.Page{Title: title, Status: status, Content: content, Styles: []string{stylePath}})
}

func (m *room) missing(w http.ResponseWriter, r *http.Request) {
	m.Show(w, r, shell.Page{Title: "Not here", Status: http.StatusNotFound, Content: shell.Missing()})
}

// failed answers where a page could not be made: for now, or at all.
func (m *room) failed(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errBusy) || r.Context().Err() != nil {
		w.Header().Set("Retry-After", "10")
		m.Show(w, r, shell.Page{Title: "Not ready yet", Status: http.StatusServiceUnavailable, Content: notReady(r.URL.Path)})
		return
	}
	m.Log.ErrorContext(r.Context(), "lawroom: a page could not be made", "page", r.URL.Path, "error", err)
	m.Show(w, r, shell.Page{Title: "Not made", Status: http.StatusInternalServerError, Content: notMade()})
}

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	text, _ := static.ReadFile("static/law.css") // it is in the program
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(text) // the reader may have left
}
