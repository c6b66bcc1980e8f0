// Package recordroom is the public record's pages: what a node's log has published, in pictures drawn by the server, each with its table and a download; the
// log's checkpoints, and who has witnessed them; and how anyone can watch. They are open to anyone, need no script, and show nothing that the log has not
// published. Each number is a link to the query and the checkpoint that give it.
package recordroom

import (
	"embed"
	"errors"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"sallyport/internal/api/rate"
	"sallyport/internal/publish"
	"sallyport/internal/web/codes"
	"sallyport/internal/web/shell"
	"sallyport/internal/witness"
	"sallyport/law"
	"sallyport/proof"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed static
var static embed.FS

// Where the room's pages are.
const (
	Path            = "/record"
	checkpointsPath = Path + "/checkpoints"
	monitorsPath    = Path + "/monitors"
	csvPath         = Path + "/figures.csv"
	stylePath       = Path + "/style.css"
)

// figuresPath is where a query's figure is, with its checkpoint.
const figuresPath = "/api/v1/figures"

// Config is what the pages are made from.
type Config struct {
	Board *publish.Board // the node's own
	Book  *law.Book      // whose rules and questions the record names
	Now   func() time.Time

	LogKey     string                // by which readers know it
	LogURL     string                // where anyone reads it
	Policy     *proof.Policy         // who has to cosign it; nil where nobody does
	WitnessKey string                // by which others know the node where it cosigns their logs
	WitnessURL string                // where it does
	Seen       func() []witness.Seen // what it has cosigned
}

// room serves the pages.
type room struct {
	*shell.Shell
	Config
	limit *rate.Limit
	kept  kept
	codes *codes.Names
}

// Register serves the room.
func Register(mux *http.ServeMux, s *shell.Shell, c Config) {
	r := &room{Shell: s, Config: c, limit: rate.New(), codes: codes.Of(c.Book)}
	for path, serve := range map[string]http.HandlerFunc{Path: r.summary, checkpointsPath: r.checkpoints, monitorsPath: r.monitors, csvPath: r.download} {
		mux.HandleFunc("GET "+path, r.guarded(serve))
	}
	mux.HandleFunc("GET "+stylePath, serveStyle)
}

func (m *room) show(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) {
	m.Show(w, r, shell.Page{Title: title, Status: status, Content: content, Styles: []string{stylePath}})
}

// failed says that a page cannot be made now, or not yet; what it would have shown is published all the same.
func (m *room) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // whoever asked is gone
	}
	if counting, is := errors.AsType[*publish.Counting](err); is {
		w.Header().Set("Retry-After", "1")
		m.show(w, r, http.StatusServiceUnavailable, "Being counted", beingCounted(counting, r.URL.RequestURI()))
		return
	}
	m.Log.ErrorContext(r.Context(), "recordroom: a page could not be made", "page", r.URL.Path, "error", err)
	m.show(w, r, http.StatusServiceUnavailable, "Not now", notNow(m.LogURL))
}

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	text, _ := static.ReadFile("static/record.css") // it is in the program
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(text) // the reader may have left
}
