// Package shell is what every page of a node has in common: the frame with its way round, the style, the language, who is signed in, and the headers
// that forbid what pages do not use. A page is made whole on the server or not at all, works without scripts for reading, and asks no other host for
// anything.
package shell

import (
	"bytes"
	"context"
	"embed"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"sallyport"
	"sallyport/internal/web/words"
)

//go:generate go run github.com/a-h/templ/cmd/templ@v0.3.977 generate

//go:embed static
var static embed.FS

//go:embed words
var files embed.FS

var texts = words.Load(files, "words")

// Shell is the frame of one node's pages.
type Shell struct {
	Node   string // by which its people know it
	Origin string // where its pages are, as readers' browsers have it: https://jail.example
	Trial  bool   // every page says so
	Ways   []Way  // in the order of the way round
	Log    *slog.Logger

	// Who is whoever is signed in, of whom a page may show what their role may see. Nil where nobody signs in.
	Who func(context.Context) (sallyport.Actor, bool)

	// Switch stands in the place of signing in and out: the demonstration's, where a visitor is whom they choose. Nil everywhere else.
	Switch templ.Component
}

// Way is an entry of the way round a node's pages.
type Way struct {
	Path  string
	Name  string           // in English; a key of the shell's texts
	Roles []sallyport.Role // who is shown it; nobody named: everybody
}

// For says whether somebody in a role is shown the way; "" is nobody who is signed in.
func (w Way) For(role sallyport.Role) bool {
	return len(w.Roles) == 0 || slices.Contains(w.Roles, role)
}

// Page is one page.
type Page struct {
	Title   string // names no person
	Status  int    // 200 unless given
	Langs   []words.Lang
	Content templ.Component
	Styles  []string // of this host, beside the frame's
	Scripts []string // of this host, below /static/ or the room's own path
	Wasm    bool     // the page runs WebAssembly: the explorer's alone

	OwnLangs bool // the page offers its languages itself
}

// frame is what the frame's template needs.
type frame struct {
	*Shell
	Page
	lang     words.Lang
	path     string
	query    url.Values
	actor    sallyport.Actor
	signedIn bool
}

// Lang is the language that a request asks for: by ?lang=, else as the browser does, among those on offer.
func Lang(r *http.Request, offer ...words.Lang) words.Lang {
	if len(offer) == 0 {
		return words.English
	}
	if asked := words.Lang(r.URL.Query().Get("lang")); slices.Contains(offer, asked) {
		return asked
	}
	return words.Choose(r.Header.Get("Accept-Language"), offer)
}

// Show writes a page in its frame, or, when it cannot be made, none of it.
func (s *Shell) Show(w http.ResponseWriter, r *http.Request, p Page) {
	f := frame{Shell: s, Page: p, lang: Lang(r, p.Langs...), path: r.URL.Path, query: r.URL.Query()}
	if s.Who != nil {
		f.actor, f.signedIn = s.Who(r.Context())
	}
	var body bytes.Buffer
	if err := document(f).Render(r.Context(), &body); err != nil {
		s.Log.ErrorContext(r.Context(), "web: a page could not be made", "page", r.Pattern, "error", err)
		http.Error(w, "this page could not be made; it has been noted", http.StatusInternalServerError)
		return
	}
	scripts := "; script-src 'self'"
	if p.Wasm {
		scripts += " 'wasm-unsafe-eval'"
	}
	w.Header().Set("Content-Security-Policy", policy+scripts)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", string(f.lang))
	w.Header().Add("Vary", "Accept-Language")
	if p.Status != 0 {
		w.WriteHeader(p.Status)
	}
	_, _ = w.Write(body.Bytes()) // the reader may have left
}

// policy is what pages may do, but for scripts, of which a page has its own host's or none.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// features are those of a browser that no page has, and those of passkeys, which the node's own pages have.
const features = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), " +
	"microphone=(), midi=(), payment=(), picture-in-picture=(), usb=(), xr-spatial-tracking=(), publickey-credentials-create=(self), publickey-credentials-get=(self)"

// Secure sets the headers of every answer: what a page may do, and that nobody else may show it, read it or keep it. What is served to others, such as a log,
// says otherwise itself.
func Secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy+"; script-src 'self'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", features)
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// Static serves what pages are dressed with.
func Static(mux *http.ServeMux) {
	serve := http.FileServerFS(static)
	mux.Handle("GET /static/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") { // a list of files is no page
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=3600")
		serve.ServeHTTP(w, r)
	}))
}

// ways are those that the reader is shown.
func (f frame) ways() (shown []Way) {
	for _, w := range f.Ways {
		if w.For(f.actor.Role) {
			shown = append(shown, w)
		}
	}
	return shown
}

func (f frame) say(key string, pairs ...string) string { return texts.Say(f.lang, key, pairs...) }

// here says whether the reader is at a way, for aria-current.
func (f frame) here(w Way) bool { return f.path == w.Path }

// in is the address of the same page in another language.
func (f frame) in(l words.Lang) string {
	f.query.Set("lang", string(l))
	return "?" + f.query.Encode()
}
