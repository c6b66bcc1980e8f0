package site

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/api"
	"sallyport/internal/desk"
	"sallyport/internal/identity"
	"sallyport/internal/identity/devissuer"
	"sallyport/internal/node"
	"sallyport/internal/web/recordroom"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

const (
	county  = "us-oh/franklin"
	ori     = "OHFRTRY01"
	service = "identification service"
)

// today is a day of the programme that the hub screens for.
var today = time.Date(2015, 8, 3, 13, 0, 0, 0, time.UTC)

var theBook = sync.OnceValues(func() (*law.Book, error) { return compile.Load(packs.FS) })

// staff are somebody for each role, at the hub and at the jail. All of them are invented.
var hubStaff = map[string]sallyport.Actor{
	"ada":  {ID: "a. example", Office: service, Role: sallyport.Examiner},
	"bo":   {ID: "b. example", Office: service, Role: sallyport.Examiner},
	"cora": {ID: "c. example", Office: service, Role: sallyport.Clerk},
	"dan":  {ID: "d. example", Office: service, Role: sallyport.Clerk},
	"lou":  {ID: "l. example", Office: service, Role: sallyport.Counsel},
	"ole":  {ID: "o. example", Office: "field office", Role: sallyport.Officer},
	"fay":  {ID: "f. example", Office: "field office", Role: sallyport.Director},
	"ina":  {ID: "i. example", Office: service, Role: sallyport.Auditor},
	"rut":  {ID: "r. example", Office: service, Role: sallyport.Administrator},
}

var jailStaff = map[string]sallyport.Actor{
	"jon": {ID: "j. example", Office: county, Role: sallyport.JailClerk},
	"sue": {ID: "s. example", Office: county, Role: sallyport.JailSupervisor},
	"kit": {ID: "k. example", Office: county, Role: sallyport.Counsel},
	"ivo": {ID: "v. example", Office: county, Role: sallyport.Auditor},
	"ria": {ID: "w. example", Office: county, Role: sallyport.Administrator},
}

// place is one node of a world, with everything that stands before its pages.
type place struct {
	*node.Node
	desk   *desk.Node
	staff  map[string]sallyport.Actor
	origin string
	mux    *http.ServeMux // of its rooms
	pages  http.Handler
}

// world is a hub and a jail, whose people sign in at an issuer of this machine.
type world struct {
	*node.Trial
	hub, jail *place
	log       *lines
}

// lines is what was logged.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func newWorld(t testing.TB) *world {
	t.Helper()
	book, err := theBook()
	must(t, err)
	w := &world{log: new(lines)}
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	issuers := map[string]*devissuer.Issuer{}
	set := func(c *node.Config) error {
		listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		staff := hubStaff
		if c.Place != "" {
			staff = jailStaff
		}
		c.SignIn = &node.SignIn{Origin: "https://" + c.Name + ".example", Issuer: "http://" + listener.Addr().String(), Client: c.Name}
		issuers[c.Name] = issuerOf(c, staff)
		server := httptest.Server{Listener: listener, Config: &http.Server{Handler: issuers[c.Name], ReadHeaderTimeout: time.Second}}
		server.Start()
		t.Cleanup(server.Close)
		return nil
	}
	w.Trial, err = node.OpenTrial(t.Context(), t.TempDir(), []node.Jail{{Place: county, ORI: ori}}, book, log, set)
	must(t, err)
	t.Cleanup(func() { must(t, w.Close()) })
	w.open(t)
	return w
}

func issuerOf(c *node.Config, staff map[string]sallyport.Actor) *devissuer.Issuer {
	i := &devissuer.Issuer{URL: c.SignIn.Issuer, ClientID: c.Name, Redirect: c.SignIn.Origin + "/sign-in/callback", Random: rand.Reader, Now: time.Now}
	for name := range staff {
		i.People = append(i.People, devissuer.Person{Subject: name, Name: name + " Example"})
	}
	return i
}

// open puts the pages of both nodes together as a program does.
func (w *world) open(t testing.TB) {
	t.Helper()
	j := w.Agencies[0]
	hubAPI, err := api.Hub(w.Hub.Desk, api.Config{Log: w.Hub.Log, Now: now})
	must(t, err)
	jailAPI, err := api.Agency(j.Desk, api.Config{Log: j.Log, Now: now})
	must(t, err)
	w.hub = &place{Node: w.Hub.Node, desk: &w.Hub.Desk.Node, staff: hubStaff}
	w.jail = &place{Node: j.Node, desk: &j.Desk.Node, staff: jailStaff}
	c := w.hub.config(hubAPI)
	w.hub.put(c, func() http.Handler { s, mux := hub(w.Hub.Desk, c); w.hub.mux = mux; return finish(s, mux, c) })
	c = w.jail.config(jailAPI)
	w.jail.put(c, func() http.Handler { s, mux := agency(j.Desk, c); w.jail.mux = mux; return finish(s, mux, c) })
	for _, p := range []*place{w.hub, w.jail} {
		must(t, p.employ(t.Context()))
	}
}

func now() time.Time { return today.Add(time.Hour) }

func (p *place) config(open http.Handler) Config {
	return Config{Origin: p.PagesURL(), Trial: true, Who: identity.From, People: p.People(), API: open, Now: now, Log: p.Log, KnownLaw: p.KnownLaw,
		Record: recordroom.Config{LogKey: p.LogKey(), LogURL: p.LogURL(), Policy: p.Policy(), WitnessKey: p.WitnessKey(), WitnessURL: p.WitnessURL(), Seen: p.Seen}}
}

func (p *place) put(_ Config, pages func() http.Handler) {
	p.origin = p.Config.SignIn.Origin
	p.pages = p.Pages(pages())
}

// employ enters the node's people.
func (p *place) employ(ctx context.Context) error {
	by := sallyport.Actor{ID: "trial", Office: p.Config.Name, Role: sallyport.Administrator}
	for name, who := range p.staff {
		one := identity.Person{ID: who.ID, Issuer: p.Config.SignIn.Issuer, Subject: name, Name: name + " Example", Office: who.Office}
		if err := p.desk.AddPerson(ctx, by, one, today, who.Role); err != nil {
			return err
		}
	}
	return nil
}

// browser asks for pages as one person would; as nobody where it has signed nobody in.
type browser struct {
	*place
	t       testing.TB
	cookies map[string]*http.Cookie
	from    string // its address
}

// browsers are how many there were: each is at an address of its own.
var browsers atomic.Int64

func (p *place) browser(t testing.TB) *browser {
	return &browser{place: p, t: t, cookies: map[string]*http.Cookie{}, from: elsewhere(browsers.Add(1))}
}

// ask sends a request over TLS, as the node's own pages would, and keeps the cookies of the answer. form nil is no form.
func (b *browser) ask(method, path string, form url.Values, headers ...string) *http.Response {
	b.t.Helper()
	w := b.record(method, path, form, headers...)
	return w.Result()
}

func (b *browser) record(method, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(b.t.Context(), method, b.origin+path, strings.NewReader(form.Encode()))
	r.RemoteAddr = b.from
	r.Header.Set("Accept", "text/html")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.pages.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookies[c.Name] = c
		if c.MaxAge < 0 || c.Value == "" {
			delete(b.cookies, c.Name)
		}
	}
	return w
}

// as is a browser in which one of the staff has signed in.
func (p *place) as(t testing.TB, name string) *browser {
	t.Helper()
	b := p.browser(t)
	out := b.ask(http.MethodGet, "/sign-in", nil)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, out.Header.Get("Location")+"&as="+name, nil)
	must(t, err)
	chosen, err := client.Do(r)
	must(t, err)
	defer chosen.Body.Close()
	back := strings.TrimPrefix(chosen.Header.Get("Location"), p.origin)
	if in := b.ask(http.MethodGet, back, nil); in.StatusCode != http.StatusSeeOther || in.Header.Get("Location") != "/" {
		t.Fatalf("%s does not come in: %d, to %q", name, in.StatusCode, in.Header.Get("Location"))
	}
	return b
}
