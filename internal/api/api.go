// Package api is the exchange over HTTP: decide for anyone, intake for machines, and what people do at each desk. Its OpenAPI document is generated from
// what it registers.
//
// It promises that nothing is read of a body before it is known who sends it (decide apart, which anyone may ask, within a rate), that whoever acts is
// taken from the session, the certificate or the token and never from a body, that every refusal is a problem document of RFC 9457 with a page that explains
// it, and that nothing of a body reaches the log. A refusal by law is a decision, not a problem. Who may do what is for package desk to check.
package api

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"golang.org/x/sync/semaphore"

	"sallyport/internal/api/rate"
	"sallyport/internal/desk"
	"sallyport/itl"
)

// base is what every path of the API begins with.
const base = "/api/v1"

// Config is what a node says of its API. The zero value serves what is open to the public, and to whoever has a session.
type Config struct {
	Machines []Machine
	Tokens   []Token
	Issuer   string // that people of this node sign in at; "" where nobody does
	ORI      string // of this node, in the ERRTs that it answers with; "" where it writes none
	Feed     Feed   // nil where there is none
	Now      func() time.Time
	Log      *slog.Logger // failures of ours; nil for slog's default

	patience time.Duration // with a body that does not come, in tests; the operation's own unless given
}

type api struct {
	Config
	huma.API
	mux  *http.ServeMux
	node *desk.Node
	keys *keys
	room *semaphore.Weighted // bytes of transactions that are read at once
}

// Hub is the API of the federal side's node.
func Hub(h *desk.Hub, c Config) (http.Handler, error) {
	a, err := newAPI(&h.Node, c, "Sallyport, hub")
	if err != nil {
		return nil, err
	}
	a.transactions(h)
	a.hubActs(h)
	a.both()
	a.people()
	a.hubReads(h)
	return a.handler()
}

// Agency is the API of a jail's node.
func Agency(j *desk.Jail, c Config) (http.Handler, error) {
	a, err := newAPI(&j.Node, c, "Sallyport, agency")
	if err != nil {
		return nil, err
	}
	a.bookings(j)
	a.jailActs(j)
	limit := rate.New() // of whoever has the code of a copy, for looking it up and for challenging
	a.receipts(j, limit)
	a.challenges(j, limit)
	a.both()
	a.people()
	a.jailReads(j)
	return a.handler()
}

func newAPI(n *desk.Node, c Config, title string) (*api, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	keys, err := newKeys(c)
	if err != nil {
		return nil, err
	}
	a := &api{Config: c, mux: http.NewServeMux(), node: n, keys: keys, room: semaphore.NewWeighted(2 * itl.MaxBytes)}
	a.API = humago.New(a.mux, a.document(title))
	a.open()
	return a, nil
}

// handler is the whole: the operations, their document, the pages that explain problems, and a problem for everything else.
func (a *api) handler() (http.Handler, error) {
	document, err := a.written()
	if err != nil {
		return nil, err
	}
	a.mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		_, _ = w.Write(document) // the reader may have left
	})
	a.mux.HandleFunc("/api/", a.nothingHere)
	problemPages(a.mux)
	return a.guarded(a.mux), nil
}

// guarded sets what holds for every answer, and ends a request that cannot be answered any more.
func (a *api) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil { // what v says may be of the body; where it happened is not
				a.Log.ErrorContext(r.Context(), "api: a request was cut off", "method", r.Method, "path", r.Pattern, "at", string(debug.Stack()))
				panic(http.ErrAbortHandler)
			}
		}()
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}

// nothingHere answers a path that is none, or a method that a path does not take.
func (a *api) nothingHere(w http.ResponseWriter, r *http.Request) {
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != "/api/" {
			w.Header().Set("Allow", method)
			problem(kindMethod, "%s takes %s", r.URL.Path, method).write(w)
			return
		}
	}
	problem(kindNotFound, "there is nothing at %s; see /api/openapi.json", r.URL.Path).write(w)
}
