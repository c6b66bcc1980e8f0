package web

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"sallyport/internal/api/rate"
	"sallyport/internal/desk"
	"sallyport/internal/receipt"
)

//go:embed receipt.js
var receiptScript []byte

// mostForm is how long a form may be, in bytes.
const mostForm = 4 << 10

// lookup is what a page of receipts shows.
type lookup struct {
	typed string // goes back into the field, and nowhere else
	wrong string
	found *receipt.Found
}

// Receipts serves /receipt, where whoever has the code of a served copy sees what it leads to. The code is posted, or comes in the fragment, which browsers keep
// to themselves; it is in no address, title or log. find is the desk's.
func Receipts(find func(ctx context.Context, typed string) (*receipt.Found, error), now func() time.Time) http.Handler {
	mux, limit := http.NewServeMux(), rate.New()
	mux.HandleFunc("GET /receipt", func(w http.ResponseWriter, r *http.Request) { page(w, r, http.StatusOK, receiptPage(new(lookup))) })
	mux.HandleFunc("POST /receipt", func(w http.ResponseWriter, r *http.Request) {
		if wait := limit.Take(r.RemoteAddr, now()); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(wait))
			page(w, r, http.StatusTooManyRequests, receiptPage(&lookup{wrong: fmt.Sprintf("Too many codes were tried from here. Try again in %d seconds.", wait)}))
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, mostForm)
		if err := r.ParseForm(); err != nil {
			page(w, r, http.StatusBadRequest, receiptPage(&lookup{wrong: "The form did not arrive whole. Try again."}))
			return
		}
		answerLookup(w, r, find)
	})
	mux.HandleFunc("GET /receipt/receipt.js", func(w http.ResponseWriter, _ *http.Request) { file(w, "text/javascript; charset=utf-8", receiptScript) })
	mux.HandleFunc("GET /receipt/style.css", func(w http.ResponseWriter, _ *http.Request) { file(w, "text/css; charset=utf-8", style) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

func answerLookup(w http.ResponseWriter, r *http.Request, find func(context.Context, string) (*receipt.Found, error)) {
	p := &lookup{typed: r.PostForm.Get("code")}
	var err error
	var slip *desk.CodeSlip
	p.found, err = find(r.Context(), p.typed)
	status := http.StatusOK
	switch {
	case errors.As(err, &slip):
		status, p.wrong = http.StatusUnprocessableEntity, sentence(slip.Error())+"."
	case errors.Is(err, desk.ErrNoCopy):
		status, p.wrong = http.StatusNotFound, sentence(desk.ErrNoCopy.Error())+"."
	case errors.Is(err, desk.ErrCrowded):
		status, p.wrong = http.StatusServiceUnavailable, sentence(desk.ErrCrowded.Error())+"."
	case err != nil:
		status, p.wrong = http.StatusInternalServerError, "This could not be looked up just now. Try again, or tell the agency."
	case r.PostForm.Get("as") == "bundle" && p.found.Bundle == nil:
		status, p.wrong = http.StatusConflict, "Nothing proves it yet: the copy is on the record, and goes into the log within minutes. Try again then."
	case r.PostForm.Get("as") == "bundle":
		download(w, p.found)
		return
	}
	page(w, r, status, receiptPage(p))
}

// download gives the bundle as a file, whose name says nothing.
func download(w http.ResponseWriter, f *receipt.Found) {
	text, err := f.Bundle.Text()
	if err != nil {
		http.Error(w, "this could not be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Disposition", `attachment; filename="receipt.json"`)
	file(w, "application/json", text)
}

func file(w http.ResponseWriter, media string, content []byte) {
	w.Header().Set("Content-Type", media)
	_, _ = w.Write(content) // the reader may have left
}
