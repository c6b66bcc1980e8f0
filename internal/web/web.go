// Package web serves the pages of a trial: the story, each case with its rules, and the log for anyone to verify.
// Pages are made on the server, work without scripts, and say on each that this is a trial.
package web

import (
	"bytes"
	_ "embed"
	"net/http"
	"path/filepath"

	"github.com/a-h/templ"

	"sallyport/internal/demo"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed style.css
var style []byte

// Handler serves the story, and below /log/ each book's folder of tiles and its public key. dir is the world's.
func Handler(story *demo.Story, dir string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { page(w, r, http.StatusOK, home(story)) })
	mux.HandleFunc("GET /case/{reference}", func(w http.ResponseWriter, r *http.Request) {
		for i := range story.Cases {
			if story.Cases[i].Reference == r.PathValue("reference") {
				page(w, r, http.StatusOK, casePage(story, i))
				return
			}
		}
		page(w, r, http.StatusNotFound, notFound())
	})
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(style) // a reader who left needs no style
	})
	for _, b := range story.Books {
		log, at := filepath.Join(dir, b.Name, "log"), "/log/"+b.Name+"/"
		mux.HandleFunc("GET "+at+"log.pub", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, filepath.Join(log, "log.pub")) })
		mux.Handle("GET "+at, http.StripPrefix(at, http.FileServer(http.Dir(filepath.Join(log, "tiles")))))
	}
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { page(w, r, http.StatusNotFound, notFound()) })
	return secured(mux)
}

// secured forbids what the pages do not use: scripts, frames, other sites.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// page writes a whole page, or, when it cannot be made, none of it.
func page(w http.ResponseWriter, r *http.Request, status int, content templ.Component) {
	var body bytes.Buffer
	if err := content.Render(r.Context(), &body); err != nil {
		http.Error(w, "this page could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the reader may have left
}
