// Package story is the pages of the demonstration: what came of each booking, the bookings that wait for a visitor, and the switch by which a visitor is anybody
// at work in it, at any of its nodes. Nobody signs in and nothing is signed here: everybody in it is invented.
package story

import (
	"context"
	_ "embed"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"

	"github.com/a-h/templ"

	"sallyport/internal/demo"
	"sallyport/internal/web/shell"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed story.css
var style []byte

const stylePath = "/story/story.css"

// Stage is a demonstration as it is shown.
type Stage struct {
	Story *demo.Story
	Parts []demo.Part // whom a visitor can be
	Left  []demo.Left // the bookings that wait
	Nodes []Node
	Dir   string                      // the world's, whose logs are served
	After func(context.Context) error // what software does by itself once somebody has acted
	Log   *slog.Logger
}

// Node is one node's own pages. They know the visitor by Who, and have Switch in their frame.
type Node struct {
	Name  string
	Pages http.Handler
}

// Handler serves the story, below /log/ each book's folder of tiles and its public key, and everything else as the node has it at which the visitor is.
func Handler(s *Stage) http.Handler {
	c := newCast(s)
	frame := &shell.Shell{Node: "demonstration", Trial: true, Log: s.Log, Switch: c.Switch(), Ways: []shell.Way{
		{Path: "/", Name: "The story"}, {Path: "/explore", Name: "What would happen"}, {Path: "/law", Name: "The law"}, {Path: "/record", Name: "Public record"}}}
	show := func(w http.ResponseWriter, r *http.Request, title string, status int, content templ.Component) {
		frame.Show(w, r, shell.Page{Title: title, Status: status, Content: content, Styles: []string{stylePath}})
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		show(w, r, "Two doors between a jail and the federal side", http.StatusOK, home(s))
	})
	mux.HandleFunc("GET /case/{reference}", func(w http.ResponseWriter, r *http.Request) {
		for i := range s.Story.Cases {
			if s.Story.Cases[i].Reference == r.PathValue("reference") {
				show(w, r, "A booking of the story", http.StatusOK, casePage(s.Story, i))
				return
			}
		}
		show(w, r, "Not here", http.StatusNotFound, shell.Missing())
	})
	mux.HandleFunc("GET "+stylePath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(style) // a reader who left needs no style
	})
	for _, b := range s.Story.Books {
		log, at := filepath.Join(s.Dir, b.Name, "log"), "/log/"+b.Name+"/"
		mux.HandleFunc("GET "+at+"log.pub", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, filepath.Join(log, "log.pub")) })
		mux.Handle("GET "+at, http.StripPrefix(at, http.FileServer(http.Dir(filepath.Join(log, "tiles")))))
	}
	mux.HandleFunc("POST /be", c.be)
	mux.Handle("/", s.at(c))
	return http.NewCrossOriginProtection().Handler(shell.Secure(c.known(mux)))
}

// at sends each visitor to the node at which they are, and after each act has software do its part before the answer leaves.
func (s *Stage) at(c *cast) http.Handler {
	nodes := map[string]http.Handler{}
	for _, n := range s.Nodes {
		nodes[n.Name] = n.Pages
	}
	var one sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nodes[partOf(r.Context()).Node].ServeHTTP(w, r)
		if r.Method != http.MethodPost {
			return
		}
		one.Lock()
		defer one.Unlock()
		if err := s.After(context.WithoutCancel(r.Context())); err != nil { // the visitor may have left; what they began goes on
			s.Log.ErrorContext(r.Context(), "demonstration: what follows an act", "error", err)
		}
	})
}
