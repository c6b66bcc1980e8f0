package identity

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"sallyport"
	"sallyport/internal/identity/devissuer"
	"sallyport/internal/outside/postgrestest"
	"sallyport/roles"
)

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

func newClock() *clock { return &clock{now: time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)} }

// sqliteFile is a database as internal/store opens it, and its file.
func sqliteFile(t testing.TB) (write, read *sql.DB, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "identity.db")
	source := "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=secure_delete(1)&_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)"
	open := func(more string) *sql.DB {
		db, err := sql.Open("sqlite", source+more)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	write = open("&_txlock=immediate")
	write.SetMaxOpenConns(1)
	if _, err := write.ExecContext(t.Context(), Schema); err != nil {
		t.Fatal(err)
	}
	return write, open("&_pragma=query_only(1)"), path
}

// files is all that the database at path has on the disk.
func files(t *testing.T, path string) (contents string) {
	t.Helper()
	for _, name := range []string{path, path + "-wal"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		contents += string(text)
	}
	return contents
}

// onEachDatabase are the tests of what a database has a part in.
var onEachDatabase = map[string]func(t *testing.T, write, read *sql.DB){
	"sign in": signIn, "any changes": anyChanges, "one first administrator": oneFirstAdministrator, "signature": signature, "signature counts once": signatureCountsOnce,
}

func TestOnSQLite(t *testing.T) {
	for name, test := range onEachDatabase {
		t.Run(name, func(t *testing.T) {
			write, read, _ := sqliteFile(t)
			test(t, write, read)
		})
	}
}

func TestOnPostgreSQL(t *testing.T) {
	server := postgrestest.Start(t)
	for name, test := range onEachDatabase {
		t.Run(name, func(t *testing.T) {
			db, err := sql.Open("pgx", server.Database(t))
			if err == nil {
				t.Cleanup(func() { db.Close() })
				_, err = db.ExecContext(t.Context(), Schema)
			}
			if err != nil {
				t.Fatal(err)
			}
			test(t, db, db)
		})
	}
}

// world is a node and a provider on this machine, both over TLS, and what is needed to be somebody's browser.
type world struct {
	*Service
	issuer             *devissuer.Issuer
	inner              *switched // the way to the issuer
	clock, issuerClock *clock
	log                *bytes.Buffer
	tls                *http.Transport
}

// switched is a way that a test can change.
type switched struct{ http.RoundTripper }

var people = []devissuer.Person{{Subject: "100", Name: "Renata Alvarez"}, {Subject: "101", Name: "Joan Moss"}, {Subject: "102", Name: "Ines Quist"}, {Subject: "103", Name: "Paul Weir"}}

// newWorld is a hub whose people are: 100, a field officer; 101, an administrator; 102, disabled; 103, unknown.
func newWorld(t *testing.T, write, read *sql.DB) *world {
	t.Helper()
	w := &world{clock: newClock(), issuerClock: newClock(), log: &bytes.Buffer{}}
	mux := http.NewServeMux()
	server := httptest.NewUnstartedServer(nil)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	issuer := &devissuer.Issuer{ClientID: "hub", Redirect: "https://example.com:" + port + "/sign-in/callback", People: people, Random: rand.Reader, Now: w.issuerClock.Now}
	provider := httptest.NewTLSServer(issuer)
	t.Cleanup(provider.Close)
	w.issuer, issuer.URL, w.inner = issuer, provider.URL, &switched{provider.Client().Transport}
	w.Service, err = New(Config{Node: roles.Hub, Office: "identification service", Origin: "https://example.com:" + port, Issuer: provider.URL,
		ClientID: "hub", Write: write, Read: read, Client: &http.Client{Transport: w.inner}, Now: w.clock.Now, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	w.Routes(mux)
	mux.HandleFunc("/probe", func(rw http.ResponseWriter, r *http.Request) {
		if who, ok := From(r.Context()); ok {
			_ = json.NewEncoder(rw).Encode(who)
		}
	})
	server.Config.Handler = w.Who(mux)
	server.StartTLS()
	t.Cleanup(server.Close)
	w.tls = server.Client().Transport.(*http.Transport).Clone()
	w.tls.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, strings.Replace(address, "example.com", "127.0.0.1", 1))
	}
	t.Cleanup(w.tls.CloseIdleConnections)
	w.populate(t)
	return w
}

var root = sallyport.Actor{ID: "root", Office: "identification service", Role: sallyport.Administrator}

func (w *world) populate(t *testing.T) {
	t.Helper()
	err := w.inTx(t.Context(), func(tx *sql.Tx) error {
		in := w.People(tx)
		add := func(id, subject string, role sallyport.Role) error {
			who := Person{ID: id, Issuer: w.Issuer, Subject: subject, Name: id, Office: "Los Angeles field office"}
			return errors.Join(in.Add(t.Context(), root, who, w.clock.Now()), in.GiveRole(t.Context(), root, id, role, w.clock.Now()))
		}
		return errors.Join(add("r. alvarez", "100", sallyport.Officer), add("j. moss", "101", sallyport.Administrator),
			add("i. quist", "102", sallyport.Examiner), in.Disable(t.Context(), root, "i. quist", w.clock.Now()))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// browser is one person's.
type browser struct {
	t      *testing.T
	w      *world
	client *http.Client
}

func (w *world) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, w, &http.Client{Jar: jar, Transport: w.tls, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// do sends a request and returns the answer, read.
func (b *browser) do(method, at string, body []byte, header ...string) (*http.Response, string) {
	b.t.Helper()
	if !strings.HasPrefix(at, "https://") {
		at = b.w.Origin + at
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, at, bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer, string(text)
}

// signIn is the whole way, as the person with a subject; out and back may change the two addresses on it.
func (b *browser) signIn(subject string, out, back func(url.Values)) (*http.Response, string) {
	b.t.Helper()
	begun, said := b.do("GET", "/sign-in", nil)
	if begun.StatusCode != http.StatusFound {
		b.t.Fatal(begun.Status, said)
	}
	chosen, said := b.do("GET", b.change(begun, func(q url.Values) {
		q.Set("as", subject)
		if out != nil {
			out(q)
		}
	}), nil)
	if chosen.StatusCode != http.StatusFound {
		b.t.Fatal(chosen.Status, said)
	}
	return b.do("GET", b.change(chosen, back), nil)
}

// change is where an answer sends the browser, with its query changed.
func (b *browser) change(answer *http.Response, change func(url.Values)) string {
	b.t.Helper()
	at, err := url.Parse(answer.Header.Get("Location"))
	if err != nil {
		b.t.Fatal(err)
	}
	query := at.Query()
	if change != nil {
		change(query)
	}
	at.RawQuery = query.Encode()
	return at.String()
}

// actor is who the node takes the browser for.
func (b *browser) actor() (who sallyport.Actor) {
	b.t.Helper()
	if _, said := b.do("GET", "/probe", nil); said != "" {
		if err := json.Unmarshal([]byte(said), &who); err != nil {
			b.t.Fatal(err, said)
		}
	}
	return who
}
