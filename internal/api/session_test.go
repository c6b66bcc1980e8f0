package api

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"sallyport"
	"sallyport/internal/identity"
	"sallyport/internal/identity/devissuer"
	"sallyport/roles"
)

// site is a node whose people sign in at a provider on this machine.
type site struct {
	*identity.Service
	*identity.People
	browser *http.Client
}

// signedIn puts the hub's API behind sign-in, and signs c. cole in as a records clerk.
func signedIn(t *testing.T, w *world) *site {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "identity.db")+"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	_, err = db.ExecContext(t.Context(), identity.Schema)
	must(t, err)
	server := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	must(t, err)
	origin := "https://example.com:" + port
	issuer := &devissuer.Issuer{ClientID: "hub", Redirect: origin + "/sign-in/callback", People: []devissuer.Person{{Subject: "100", Name: "Clara Cole"}}, Random: rand.Reader, Now: w.clock.Now}
	provider := httptest.NewTLSServer(issuer)
	t.Cleanup(provider.Close)
	issuer.URL = provider.URL
	s := &site{}
	s.Service, err = identity.New(identity.Config{Node: roles.Hub, Office: "identification service", Origin: origin, Issuer: provider.URL, ClientID: "hub",
		Write: db, Read: db, Client: provider.Client(), Now: w.clock.Now})
	must(t, err)
	people := s.Service.People(db)
	s.People = &people
	root := sallyport.Actor{ID: "root", Office: "identification service", Role: sallyport.Administrator}
	who := identity.Person{ID: "c. cole", Issuer: provider.URL, Subject: "100", Name: "Clara Cole", Office: "identification service"}
	must(t, people.Add(t.Context(), root, who, w.clock.Now()), people.GiveRole(t.Context(), root, who.ID, sallyport.Clerk, w.clock.Now()))
	mux := http.NewServeMux()
	s.Routes(mux)
	h, err := Hub(w.hub.Desk, w.hubConfig)
	must(t, err)
	mux.Handle("/api/", h)
	server.Config.Handler = s.Who(mux)
	server.StartTLS()
	t.Cleanup(server.Close)
	s.browser = browserOf(t, server)
	s.walkIn(t)
	return s
}

// browserOf reaches the server under its name, and the provider.
func browserOf(t *testing.T, server *httptest.Server) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	transport := server.Client().Transport.(*http.Transport).Clone()
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, strings.Replace(address, "example.com", "127.0.0.1", 1))
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Jar: jar, Transport: transport, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/" {
			return http.ErrUseLastResponse
		}
		if query := r.URL.Query(); query.Has("redirect_uri") { // at the provider: say who it is
			query.Set("as", "100")
			r.URL.RawQuery = query.Encode()
		}
		return nil
	}}
}

func (s *site) walkIn(t *testing.T) {
	t.Helper()
	if got := s.send(t, "GET", "/sign-in", "", ""); got.status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.status, got.body)
	}
}

func (s *site) send(t *testing.T, method, path, body, from string) sent {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.Origin+path, bytes.NewReader([]byte(body)))
	must(t, err)
	r.Header.Set("Content-Type", "application/json")
	if from != "" {
		r.Header.Set("Origin", from)
	}
	answer, err := s.browser.Do(r)
	if refused := (*url.Error)(nil); errors.As(err, &refused) {
		t.Fatal(err)
	}
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	return sent{answer.StatusCode, answer.Header, text}
}

// TestSessions has somebody who signed in read and act, and no longer once their role has ended, nor from a page of another site.
func TestSessions(t *testing.T) {
	w := newWorld(t)
	data := transaction(t, "TRIAL-2015-000014")
	var r receipt
	send(t, "nameless", "POST", w.hubURL+base+"/transactions", data, "Content-Type", MediaEBTS).read(t, &r)
	s := signedIn(t, w)
	facts := base + "/submissions/" + r.Submission + "/facts"
	const one = `[{"path": "person.removable", "value": true, "source": "court record"}]`
	if got := s.send(t, "POST", facts, one, ""); got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	var entered []known
	s.send(t, "GET", facts, "", "").read(t, &entered)
	if len(entered) != 1 || entered[0].By != "c. cole" || entered[0].Office != "identification service" {
		t.Errorf("%+v", entered)
	}
	if got := s.send(t, "POST", facts, one, "https://elsewhere.example"); got.status != http.StatusForbidden {
		t.Errorf("from another site: %d %s", got.status, got.body)
	}
	root := sallyport.Actor{ID: "root", Office: "identification service", Role: sallyport.Administrator}
	must(t, s.EndRole(t.Context(), root, "c. cole", sallyport.Clerk, w.clock.Now()))
	s.send(t, "POST", facts, one, "").problem(t, http.StatusUnauthorized, kindSignedOut)
	if got := contents(t, w.hub.Store); len(got) != 1 || !strings.HasSuffix(got[0], ", 1 facts") {
		t.Errorf("%q", got)
	}
}
