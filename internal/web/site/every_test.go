package site

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"sallyport/casework"
)

// TestEveryPage holds whatever a node serves, to anybody and to each of its people, to what holds for all of it. What is served is read from what the rooms
// register, so that a page that is added is held to it too.
func TestEveryPage(t *testing.T) {
	w := newWorld(t)
	k := w.cases(t)
	for _, node := range []struct {
		name string
		*place
		cases map[casework.Stage]string
	}{{"hub", w.hub, k.made}, {"jail", w.jail, k.jail}} {
		t.Run(node.name, func(t *testing.T) {
			every := &every{node.place, node.cases, node.routes(t), w}
			t.Run("headers", every.headers)
			t.Run("other sites", every.otherSites)
			t.Run("nobody", every.nobody)
			t.Run("sessions", every.sessions)
			t.Run("rates", every.rates)
			t.Run("persons", every.persons) // the last: it sends every form, those of the administrator too
		})
	}
}

// every is one node with all that it serves.
type every struct {
	*place
	cases  map[casework.Stage]string
	routes []route
	world  *world
}

// route is one thing that a node serves.
type route struct{ method, path string }

// at is the route's address, with an ID in the place of what varies.
func (r route) at(id string) string {
	path := strings.ReplaceAll(strings.TrimSuffix(r.path, "{$}"), "{rest...}", "")
	return wildcard.ReplaceAllString(path, id)
}

// routes are all that a node serves: its rooms, what people sign in at, the API, the log and the witness, and what is not there.
func (p *place) routes(t *testing.T) (all []route) {
	t.Helper()
	signIn := http.NewServeMux()
	p.People().Routes(signIn)
	for _, pattern := range slices.Concat(patterns(t, p.mux), patterns(t, signIn)) {
		method, path, found := strings.Cut(pattern, " ")
		if !found {
			method, path = http.MethodGet, pattern
		}
		all = append(all, route{method, path})
	}
	var document struct {
		Paths map[string]map[string]any
	}
	must(t, json.Unmarshal(p.browser(t).record(http.MethodGet, "/api/openapi.json", nil).Body.Bytes(), &document))
	for _, path := range slices.Sorted(maps.Keys(document.Paths)) {
		for method := range document.Paths[path] {
			all = append(all, route{strings.ToUpper(method), path})
		}
	}
	if len(all) < 60 {
		t.Fatalf("only %d routes", len(all))
	}
	return append(all, route{http.MethodGet, "/api/nothing"}, route{http.MethodGet, "/log/checkpoint"}, route{http.MethodGet, "/log/nothing"},
		route{http.MethodGet, "/witness/"}, route{http.MethodGet, "/nowhere"}, route{http.MethodGet, "/static/"}, route{http.MethodGet, "/static/style.css"},
		route{http.MethodGet, "/metrics"}, route{http.MethodGet, "/debug/pprof/"}, route{http.MethodGet, "/debug/vars"})
}

// a is the reference of one case of the node's.
func (e *every) a() string { return e.cases[casework.Unresolved] }

// changes says whether a route changes anything.
func (r route) changes() bool { return r.method != http.MethodGet && r.method != http.MethodHead }

// readers are nobody, and each of the node's people.
func (e *every) readers(t *testing.T) map[string]*browser {
	all := map[string]*browser{"": e.browser(t)}
	for name := range e.staff {
		all[name] = e.as(t, name)
	}
	return all
}

// otherSites has a page of another site send whatever changes anything, with the cookies of each of the people. What tells where it comes from is the browser's
// own word, which no page can change.
func (e *every) otherSites(t *testing.T) {
	tried := 0
	for name, b := range e.readers(t) {
		for _, r := range e.routes {
			if !r.changes() {
				continue
			}
			for _, from := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}, {"Origin", "null"}} {
				headers := []string{from[0], from[1]}
				if from[0] == "Origin" {
					headers = append(headers, "Sec-Fetch-Site", "") // as of an older browser
				}
				tried++
				if got := b.record(r.method, r.at(e.a()), url.Values{"a": {"b"}}, headers...); got.Code != http.StatusForbidden {
					t.Errorf("%s %s as %q, with %s: %s: %d", r.method, r.path, name, from[0], from[1], got.Code)
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d tried", tried)
	}
}

// open are what anybody may read, and what anybody may send; whatever else there is takes somebody who is signed in.
var open = []string{"/", "/explore", "/law", "/record", "/receipt", "/static/", "/passkey", "/signed-out", "/sign-in", "/sign-in/callback", "/sign-out", "/problems/", "/api/openapi.json", "/log/",
	"/api/v1/decide", "/api/v1/figures", "/api/v1/health", "/api/v1/receipts", "/api/v1/challenges", "/api/v1/feed", "/prints/examiner.js", "/prints/examiner.css", "/notice/", "/witness/"}

// nobody asks for everything without being signed in.
func (e *every) nobody(t *testing.T) {
	for _, r := range e.routes {
		path := r.at(e.a())
		isOpen := slices.ContainsFunc(open, func(o string) bool {
			return path == o || o != "/" && strings.HasPrefix(path, strings.TrimSuffix(o, "/")+"/")
		})
		got := e.browser(t).record(r.method, path, nil)
		if got.Code < http.StatusBadRequest && !isOpen {
			t.Errorf("%s %s lets anybody in: %d", r.method, path, got.Code)
		}
		if strings.HasPrefix(path, "/metrics") || strings.HasPrefix(path, "/debug") {
			if got.Code != http.StatusNotFound {
				t.Errorf("%s: %d", path, got.Code)
			}
		}
	}
}
