package witness

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
)

// What c2sp.org/tlog-witness answers with.
const (
	statusMalformed    = http.StatusBadRequest
	statusUnknown      = http.StatusNotFound
	statusUnsigned     = http.StatusForbidden
	statusConflict     = http.StatusConflict
	statusInconsistent = http.StatusUnprocessableEntity
)

const plain = "text/plain; charset=utf-8"

// Handler answers logs at /add-checkpoint, and everyone who wants to know what the witness has seen: its key and logs at /, and at /HASH/checkpoint the last
// checkpoint that it cosigned, where HASH is the SHA-256 of the log's origin in hexadecimal. Nobody has to say who they are: a log's signature is enough.
func (w *Witness) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", w.addCheckpoint)
	mux.HandleFunc("GET /{log}/checkpoint", w.checkpoint)
	mux.HandleFunc("GET /{$}", w.introduce)
	return mux
}

func (w *Witness) addCheckpoint(out http.ResponseWriter, in *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, maxRequest))
	if tooLong := (*http.MaxBytesError)(nil); errors.As(err, &tooLong) {
		http.Error(out, fmt.Sprintf("A request has %d bytes at most.", maxRequest), http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		return // whoever asked is gone
	}
	r, err := parse(body)
	if err != nil {
		http.Error(out, err.Error(), statusMalformed)
		return
	}
	line, err := w.add(r)
	no, refused := errors.AsType[*refusal](err)
	switch {
	case refused && no.status == statusConflict:
		out.Header().Set("Content-Type", "text/x.tlog.size")
		out.WriteHeader(no.status)
		fmt.Fprintf(out, "%d\n", no.size)
	case refused:
		http.Error(out, no.why, no.status)
	case err != nil:
		http.Error(out, "The witness cannot keep what it would cosign, so it does not cosign. Try later; if it stays so, its operator has to look.", http.StatusInternalServerError)
	default:
		out.Header().Set("Content-Type", plain)
		fmt.Fprint(out, line)
	}
}

func (w *Witness) checkpoint(out http.ResponseWriter, in *http.Request) {
	l := w.hashed[in.PathValue("log")]
	if l == nil {
		http.Error(out, "This witness cosigns no log of which the origin has that SHA-256.", http.StatusNotFound)
		return
	}
	signed := l.latest()
	if signed == nil {
		http.Error(out, "This witness has not cosigned that log yet.", http.StatusNotFound)
		return
	}
	out.Header().Set("Content-Type", plain)
	out.Header().Set("Cache-Control", "no-cache")
	_, _ = out.Write(signed) // whoever asked may be gone
}

// introduce says who this is, for people.
func (w *Witness) introduce(out http.ResponseWriter, _ *http.Request) {
	out.Header().Set("Content-Type", plain)
	fmt.Fprintf(out, "A witness (c2sp.org/tlog-witness). Its key:\n%s\n\nWhat it has cosigned last:\n", w.Key())
	for _, origin := range slices.Sorted(maps.Keys(w.logs)) {
		fmt.Fprintf(out, "%s/checkpoint  %s\n", hashOf(origin), origin)
	}
}
