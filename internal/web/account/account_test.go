package account

import (
	"context"
	"crypto/rand"
	"database/sql"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"sallyport"
	"sallyport/internal/identity"
	"sallyport/internal/identity/devissuer"
	"sallyport/internal/web/shell"
	"sallyport/roles"
)

// world is the pages of a hub with nobody in its table yet, a provider, and somebody's browser.
type world struct {
	t      *testing.T
	people *identity.Service
	write  *sql.DB
	origin string
	client *http.Client
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "people.db")+"?_pragma=busy_timeout(5000)")
	must(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	_, err = db.ExecContext(t.Context(), identity.Schema)
	must(t, err)
	server := httptest.NewUnstartedServer(nil)
	origin := "https://" + strings.Replace(server.Listener.Addr().String(), "127.0.0.1", "example.com", 1)
	issuer := &devissuer.Issuer{ClientID: "hub", Redirect: origin + "/sign-in/callback", Random: rand.Reader, Now: time.Now,
		People: []devissuer.Person{{Subject: "100", Name: "Renata Alvarez"}}}
	provider := httptest.NewTLSServer(issuer)
	t.Cleanup(provider.Close)
	issuer.URL = provider.URL
	people, err := identity.New(identity.Config{Node: roles.Hub, Office: "identification service", Origin: origin, Issuer: provider.URL, ClientID: "hub",
		Write: db, Read: db, Client: provider.Client(), Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	s := &shell.Shell{Node: "hub", Log: slog.New(slog.DiscardHandler), Who: identity.From,
		Ways: []shell.Way{{Path: "/desk", Name: "Inbox", Roles: []sallyport.Role{sallyport.Clerk}}, {Path: "/record", Name: "Public record"}}}
	mux := http.NewServeMux()
	people.Routes(mux)
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "inside") })
	server.Config.Handler = people.Who(Register(mux, people, s).Guard(mux))
	server.StartTLS()
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	must(t, err)
	client := server.Client()
	client.Jar = jar
	client.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	return &world{t, people, db, origin, client}
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// do is what a browser does: it asks for a page, and follows where it is sent.
func (w *world) do(method, path string, form url.Values) (status int, at, text string) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.origin+path, strings.NewReader(form.Encode()))
	must(w.t, err)
	r.Header.Set("Accept", "text/html")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := w.client.Do(r)
	must(w.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(w.t, err)
	return answer.StatusCode, answer.Request.URL.Path, string(body)
}

// signIn walks through the provider as its one person.
func (w *world) signIn() (status int, at, text string) {
	w.t.Helper()
	follow := w.client.CheckRedirect
	w.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.origin+"/sign-in", nil)
	must(w.t, err)
	answer, err := w.client.Do(r)
	must(w.t, err)
	answer.Body.Close()
	r, err = http.NewRequestWithContext(w.t.Context(), http.MethodGet, answer.Header.Get("Location")+"&as=100", nil)
	must(w.t, err)
	provider := &http.Client{Transport: w.people.Client.Transport, CheckRedirect: w.client.CheckRedirect}
	answer, err = provider.Do(r)
	must(w.t, err)
	answer.Body.Close()
	w.client.CheckRedirect = follow
	return w.do(http.MethodGet, strings.TrimPrefix(answer.Header.Get("Location"), w.origin), nil)
}

func holds(t *testing.T, what string, status, want int, text string, parts ...string) {
	t.Helper()
	if status != want {
		t.Errorf("%s: %d, want %d", what, status, want)
	}
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s: no %q in\n%s", what, part, text)
		}
	}
}

// TestGettingIn: outside; unknown; the first administrator by the console's token; a role; out again.
func TestGettingIn(t *testing.T) {
	w := newWorld(t)
	status, _, text := w.do("GET", "/desk/7", nil)
	holds(t, "a desk, signed out", status, 401, text, "<h1>Sign in</h1>", `href="/sign-in"`)
	if status, _, text = w.do("GET", "/record", nil); status != 200 || text != "inside" {
		t.Error("the public record asks for an account", status)
	}
	token, err := w.people.MakeFirst(t.Context())
	must(t, err)
	status, at, text := w.signIn()
	holds(t, "unknown", status, 403, text, "Nobody has added you", "<code>100</code>", "The first administrator")
	if at != "/account" {
		t.Error(at)
	}
	status, _, text = w.do("POST", "/account/first-administrator", url.Values{"token": {"guessed"}, "id": {"r. alvarez"}})
	holds(t, "a guess", status, 403, text, "no longer, good for anything", `value="r. alvarez"`, `aria-invalid="true"`)
	status, _, text = w.do("POST", "/account/first-administrator", url.Values{"token": {" " + token + "\n"}, "id": {"r. alvarez"}})
	holds(t, "the token", status, 200, text, "Your account", "administrator", "You have no passkey.")
	status, _, text = w.do("POST", "/account/role", url.Values{"role": {"examiner"}})
	holds(t, "a role of somebody else's", status, 403, text, "does not have the role examiner")
	status, at, text = w.do("POST", "/sign-out", url.Values{})
	holds(t, "out", status, 200, text, "You are signed out")
	if at != "/signed-out" {
		t.Error(at)
	}
	status, _, text = w.do("GET", "/account", nil)
	holds(t, "after that", status, 401, text, "<h1>Sign in</h1>")
}

// TestWhyNot: what keeps a browser out is a page, and for a program it stays a problem document.
func TestWhyNot(t *testing.T) {
	w := newWorld(t)
	status, _, text := w.do("GET", "/sign-in/callback?state=x", nil)
	holds(t, "a browser", status, 400, text, "<h1>This was not done</h1>", "start again at /sign-in")
	answer, err := w.client.Get(w.origin + "/sign-in/callback?state=x")
	must(t, err)
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); kind != "application/problem+json" {
		t.Error(kind)
	}
}

// TestSessionOver: a session that is over is told from none, and a person who lost all roles from one who is unknown.
func TestSessionOver(t *testing.T) {
	w := newWorld(t)
	admin := sallyport.Actor{ID: "root", Office: "identification service", Role: sallyport.Administrator}
	table := w.people.People(w.write)
	must(t, table.Add(t.Context(), admin, identity.Person{ID: "r. alvarez", Issuer: w.people.Issuer, Subject: "100", Name: "Renata Alvarez", Office: "identification service"}, time.Now()),
		table.GiveRole(t.Context(), admin, "r. alvarez", sallyport.Clerk, time.Now()))
	if status, at, text := w.signIn(); status != 200 || at != "/" || text != "inside" {
		t.Fatal(status, at, text)
	}
	if status, _, _ := w.do("GET", "/desk", nil); status != 200 {
		t.Error(status)
	}
	must(t, table.EndRole(t.Context(), admin, "r. alvarez", sallyport.Clerk, time.Now()))
	status, _, text := w.do("GET", "/desk", nil)
	holds(t, "without a role", status, 403, text, "have no role here")
	_, err := w.write.ExecContext(t.Context(), `UPDATE sessions SET expires_at = 1`)
	must(t, err)
	status, _, text = w.do("GET", "/desk", nil)
	holds(t, "expired", status, 401, text, "Your session has ended")
}
