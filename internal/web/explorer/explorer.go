// Package explorer is the page "what would happen": anybody chooses a place, a day, a programme and an action, answers the questions that matter, and
// sees what both doors come to and why. The first question is asked by the server; from the first answer on the visitor's own device makes the page, with
// the same code as WebAssembly, so that nothing said of a person leaves it. Where that cannot run the form is posted here, and nothing of it is kept.
package explorer

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"sallyport/internal/api/rate"
	"sallyport/internal/web/explorer/view"
	"sallyport/internal/web/shell"
	"sallyport/internal/web/words"
	"sallyport/law"
)

//go:generate go run ./pack

//go:embed words
var files embed.FS

// The program for the visitor's device, compressed; wasm_exec.js is Go's own and belongs to the compiler that made it; explorer.js starts both.
//
//go:embed static
var static embed.FS

var texts = words.Load(files, "words")

var offer = view.Langs

// room is the explorer of one node.
type room struct {
	book  *law.Book
	shell *shell.Shell
	now   func() time.Time
	turns chan struct{} // how many pages are worked out at once; the rest wait
	limit *rate.Limit   // of whole answers, for each address
}

// maxForm is more than the longest form.
const maxForm = 64 << 10

// Register puts the explorer on a mux.
func Register(mux *http.ServeMux, book *law.Book, s *shell.Shell, now func() time.Time) {
	r := &room{book, s, now, make(chan struct{}, 2), rate.New()}
	mux.HandleFunc("GET "+view.Path, r.page)
	mux.HandleFunc("POST "+view.Path, r.page)
	mux.HandleFunc("GET "+view.Path+"/explorer.wasm", program)
	mux.Handle("GET "+view.Path+"/wasm_exec.js", asset("text/javascript; charset=utf-8", own("wasm_exec.js")))
	mux.Handle("GET "+view.Path+"/explorer.css", asset("text/css; charset=utf-8", own("explorer.css")))
	mux.Handle("GET "+view.Path+"/explorer.js", asset("text/javascript; charset=utf-8", own("explorer.js")))
	mux.Handle("GET "+view.Path+"/packs.law", asset("application/octet-stream", book.Form(book.Origin)))
	for _, l := range offer {
		mux.Handle("GET "+view.Path+"/words/"+string(l), asset("text/plain; charset=utf-8", []byte(sheet(l))))
	}
}

// page asks the first question or, where nothing can run on the visitor's device, makes the whole answer.
func (r *room) page(w http.ResponseWriter, req *http.Request) {
	if req.Method == http.MethodPost {
		if wait := r.limit.Take(req.RemoteAddr, r.now()); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(wait))
			http.Error(w, "there were too many questions from where you are; wait a moment, and ask again", http.StatusTooManyRequests)
			return
		}
	}
	select {
	case r.turns <- struct{}{}:
		defer func() { <-r.turns }()
	case <-req.Context().Done():
		return
	}
	var form url.Values
	if req.Method == http.MethodPost {
		req.Body = http.MaxBytesReader(w, req.Body, maxForm)
		if err := req.ParseForm(); err != nil {
			http.Error(w, "the form is not readable, or longer than any that this page sends; open the page again", http.StatusBadRequest)
			return
		}
		form = req.PostForm
	}
	l := shell.Lang(req, offer...)
	m := view.Maker{Book: r.book, Lang: l, Say: say(l)}
	r.shell.Show(w, req, shell.Page{
		Title: texts.Say(l, "title"), Langs: offer, OwnLangs: true, Wasm: true, Scripts: []string{view.Path + "/explorer.js"}, Styles: []string{view.Path + "/explorer.css"},
		Content: frame(l, m.HTML(req.URL.Query(), form, r.now())),
	})
}

func say(l words.Lang) func(key string, pairs ...string) string {
	return func(key string, pairs ...string) string { return texts.Say(l, key, pairs...) }
}

// sheet is every text of a language, English where it has none.
func sheet(l words.Lang) string {
	all := maps.Clone(texts[words.English])
	maps.Copy(all, texts[l])
	return view.Sheet(all)
}

// frame is where the script puts what it makes, and what it says meanwhile.
func frame(l words.Lang, body string) templ.Component {
	say := func(key string) string { return templ.EscapeString(texts.Say(l, key)) }
	return templ.Raw(`<div id="explorer" data-lang="` + string(l) + `" data-loading="` + say("loading") + `" data-failed="` + say("failed") + `">` + body + `</div>`)
}

func own(name string) []byte {
	text, err := static.ReadFile("static/" + name)
	if err != nil { // which a file inside the program gives no cause for
		return nil
	}
	return text
}

// asset is the same for everybody, and asked for again only where it has changed.
func asset(kind string, text []byte) http.Handler {
	digest := sha256.Sum256(text)
	tag := `"` + hex.EncodeToString(digest[:8]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", tag)
		http.ServeContent(w, req, "", time.Time{}, bytes.NewReader(text))
	})
}

// program is the WebAssembly, compressed as it is kept for every browser that takes it so.
func program(w http.ResponseWriter, req *http.Request) {
	packed := own("explorer.wasm.gz")
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(req.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		asset("application/wasm", packed).ServeHTTP(w, req)
		return
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		http.Error(w, "the program for your device is not readable; the page works without it", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/wasm")
	_, _ = io.Copy(w, z) //nolint:gosec // our own file; the reader may have left
}
