// Package dockettest is a hub and a jail for tests of rooms of pages: real nodes, over HTTP, where whoever a test names is signed in.
package dockettest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/node"
	"sallyport/internal/web/shell"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

// County is where the jail is.
const County = "us-oh/franklin"

// People of the jail, of another one, and of the federal side.
var (
	Clerk      = sallyport.Actor{ID: "j. jones", Office: County, Role: sallyport.JailClerk}
	Supervisor = sallyport.Actor{ID: "s. smith", Office: County, Role: sallyport.JailSupervisor}
	Counsel    = sallyport.Actor{ID: "r. roe", Office: County, Role: sallyport.Counsel}
	Elsewhere  = sallyport.Actor{ID: "k. kruger", Office: "us-il/cook", Role: sallyport.JailClerk}
	Officer    = sallyport.Actor{ID: "o. ortiz", Office: "field office", Role: sallyport.Officer}
	Nobody     = sallyport.Actor{}
)

var theBook = sync.OnceValues(func() (*law.Book, error) { return compile.Load(packs.FS) })

// World is a jail's node with pages on loopback.
type World struct {
	*node.Trial
	Shell *shell.Shell
	URL   string

	t   testing.TB
	mu  sync.Mutex
	now time.Time
	who sallyport.Actor
}

// New opens a world on the morning of 3 August 2015. register puts the pages that are tested.
func New(t testing.TB, register func(*http.ServeMux, *World)) *World {
	t.Helper()
	book, err := theBook()
	if err != nil {
		t.Fatal(err)
	}
	trial, err := node.OpenTrial(t.Context(), t.TempDir(), []node.Jail{{Place: County, ORI: "OHFRTRY01"}}, book, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	w := &World{Trial: trial, t: t, now: time.Date(2015, 8, 3, 9, 0, 0, 0, time.FixedZone("", -4*3600))}
	w.Shell = &shell.Shell{Node: County, Trial: true, Log: slog.New(slog.DiscardHandler), Who: func(context.Context) (sallyport.Actor, bool) {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.who, w.who.ID != ""
	}}
	mux := http.NewServeMux()
	register(mux, w)
	server := httptest.NewServer(shell.Secure(mux))
	w.URL = server.URL
	t.Cleanup(func() {
		server.Close()
		if err := trial.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// Now is the world's time.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Pass lets time pass.
func (w *World) Pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// Answer is what came of a request.
type Answer struct {
	Status   int
	Location string
	Body     string
}

// Get fetches a page as somebody.
func (w *World) Get(as sallyport.Actor, path string) Answer {
	w.t.Helper()
	return w.send(as, http.MethodGet, path, nil)
}

// Post sends a form as somebody: names and values in turn.
func (w *World) Post(as sallyport.Actor, path string, fields ...string) Answer {
	w.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return w.send(as, http.MethodPost, path, form)
}

func (w *World) send(as sallyport.Actor, method, path string, form url.Values) Answer {
	w.t.Helper()
	w.mu.Lock()
	w.who = as
	w.now = w.now.Add(time.Second)
	w.mu.Unlock()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		w.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return Answer{answer.StatusCode, answer.Header.Get("Location"), string(body)}
}

// Want checks an answer's status, and what its page says.
func (a Answer) Want(t testing.TB, status int, says ...string) Answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %s", a.Status, status, a.Body)
	}
	for _, text := range says {
		if !strings.Contains(a.Body, text) {
			t.Errorf("the page does not say %q: %s", text, a.Body)
		}
	}
	return a
}

// Lacks checks what a page does not say.
func (a Answer) Lacks(t testing.TB, texts ...string) Answer {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.Body, text) {
			t.Errorf("the page says %q: %s", text, a.Body)
		}
	}
	return a
}
