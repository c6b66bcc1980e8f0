package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport"
	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/desk"
	"sallyport/internal/node"
	"sallyport/internal/store"
	"sallyport/internal/webhook"
	"sallyport/itl/ebts"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

const (
	county = "us-oh/franklin"
	ori    = "OHFRTRY01"
)

var theBook = sync.OnceValues(func() (*law.Book, error) { return compile.Load(packs.FS) })

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// staff are named by their token, which is their ID repeated.
var staff = map[string]sallyport.Actor{
	"a. archer":  {ID: "a. archer", Office: "identification service", Role: sallyport.Examiner},
	"b. bell":    {ID: "b. bell", Office: "identification service", Role: sallyport.Examiner},
	"c. cole":    {ID: "c. cole", Office: "identification service", Role: sallyport.Clerk},
	"l. lund":    {ID: "l. lund", Office: "identification service", Role: sallyport.Counsel},
	"o. ortiz":   {ID: "o. ortiz", Office: "field office", Role: sallyport.Officer},
	"i. ibsen":   {ID: "i. ibsen", Office: "inspector general", Role: sallyport.Auditor},
	"j. jones":   {ID: "j. jones", Office: county, Role: sallyport.JailClerk},
	"s. smith":   {ID: "s. smith", Office: county, Role: sallyport.JailSupervisor},
	"k. kruger":  {ID: "k. kruger", Office: "us-il/cook", Role: sallyport.JailSupervisor},
	"v. vogel":   {ID: "v. vogel", Office: "identification service", Role: sallyport.Administrator},
	"r. counsel": {ID: "r. counsel", Office: county, Role: sallyport.Counsel},
}

func tokenOf(name string) string { return strings.Repeat(strings.ReplaceAll(name, ". ", "-"), 3) }

// world is a hub and the jail of Franklin County, with a link between them, and the API of each over HTTP.
type world struct {
	trial     *node.Trial
	hub       *node.Hub
	jail      *node.Agency
	hubURL    string
	jailURL   string
	clock     *clock
	log       *bytes.Buffer
	hubConfig Config
}

func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	book, err := theBook()
	must(t, err)
	trial, err := node.OpenTrial(t.Context(), t.TempDir(), []node.Jail{{Place: county, ORI: ori}}, book, slog.New(slog.DiscardHandler))
	must(t, err)
	w := &world{trial: trial, hub: trial.Hub, jail: trial.Agencies[0], clock: &clock{now: time.Date(2015, 8, 3, 9, 0, 0, 0, time.FixedZone("", -4*3600))}, log: &bytes.Buffer{}}
	w.hub.Desk.Jails["IL0160000"] = desk.Agency{Place: "us-il/cook"}
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- trial.ServeLinks(ctx) }()
	t.Cleanup(func() { stop(); must(t, <-served, trial.Close()) })
	w.serve(t)
	return w
}

// deliver has both nodes send what waits, until nothing does.
func (w *world) deliver(t *testing.T) {
	t.Helper()
	for range 3 {
		for _, n := range w.trial.Nodes() {
			must(t, n.Drain(t.Context()))
		}
	}
}

// serve puts the API of each node on loopback.
func (w *world) serve(t *testing.T) {
	t.Helper()
	c := Config{ORI: "WVHUBTRY1", Issuer: "https://login.example", Now: w.clock.Now, Log: slog.New(slog.NewTextHandler(w.log, nil)), Machines: []Machine{
		{Token: tokenOf("machine"), Place: county, By: "n. okafor"}, {Token: tokenOf("nameless"), Place: county}, {Token: tokenOf("elsewhere"), Place: "us-il/cook"}}}
	for _, name := range slicesOf(staff) {
		c.Tokens = append(c.Tokens, Token{tokenOf(name), staff[name]})
	}
	feed := func(s *store.Store) Feed {
		return func(ctx context.Context, agency, after string, limit int) (events []webhook.Event, next string, err error) {
			err = s.View(ctx, func(tx *store.Tx) error {
				events, next, err = webhook.Feed(ctx, tx.SQL(), agency, after, limit)
				return err
			})
			return events, next, err
		}
	}
	c.Feed = feed(w.hub.Store)
	w.hubConfig = c
	hub, err := Hub(w.hub.Desk, c)
	must(t, err)
	c.Feed = feed(w.jail.Store)
	jail, err := Agency(w.jail.Desk, c)
	must(t, err)
	w.hubURL, w.jailURL = listen(t, hub), listen(t, jail)
}

func slicesOf(m map[string]sallyport.Actor) (all []string) {
	for name := range maps.Keys(m) {
		all = append(all, name)
	}
	return all
}

func listen(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// sent is one request and what came of it.
type sent struct {
	status int
	header http.Header
	body   []byte
}

// send makes a request as somebody, "" for nobody. body is JSON already, or something to be written as JSON.
func send(t *testing.T, as, method, url string, body any, header ...string) sent {
	t.Helper()
	var text []byte
	switch b := body.(type) {
	case nil:
	case []byte:
		text = b
	case string:
		text = []byte(b)
	default:
		var err error
		text, err = json.Marshal(b)
		must(t, err)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(text))
	must(t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+tokenOf(as))
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	must(t, err)
	return sent{answer.StatusCode, answer.Header, got}
}

// read reads an answer's body.
func (s sent) read(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal(s.body, into); err != nil {
		t.Fatalf("%v: %s", err, s.body)
	}
}

// problem reads a problem document, and checks that its type has a page.
func (s sent) problem(t *testing.T, status int, k kind) Problem {
	t.Helper()
	var p Problem
	s.read(t, &p)
	if s.status != status || p.Status != status || p.Type != problemPath+string(k) || p.Detail == "" || p.Title == "" || s.header.Get("Content-Type") != problemMedia {
		t.Errorf("status %d, %s %s; want %d, %s", s.status, s.header.Get("Content-Type"), s.body, status, k)
	}
	return p
}

var fingers = sync.OnceValue(func() (all [10]*synth.Finger) {
	for i := range all {
		all[i] = synth.NewPerson(1, 0).Finger(i + 1)
	}
	return all
})

// prints are the impressions of one person's fingers.
var prints = sync.OnceValue(func() (all [10]*image.Gray) {
	for i, f := range fingers() {
		all[i] = f.Impression(1)
	}
	return all
})

// transaction is a booking of that person.
func transaction(t testing.TB, tcn string) []byte {
	t.Helper()
	at := time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	c := ebts.CAR{
		Control: ebts.Control{TCN: tcn, DAI: "WVHUBTRY1", ORI: ori, Date: at, Priority: 4},
		Retain:  true, CRI: []string{ori}, Arrest: at, Charges: []ebts.Charge{{Date: at, Offense: "ORC 2913.02"}},
		Person: ebts.Person{Name: "BODY,NO", Birth: []string{"19900101"}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
	}
	for i, img := range prints() {
		print, err := ebts.NewPrint(i+1, true, img)
		must(t, err)
		c.Prints = append(c.Prints, print)
	}
	made, err := c.Transaction()
	must(t, err)
	return made.Append(nil)
}

// enrol puts that person, and a few others, into the hub's gallery.
func (w *world) enrol(t *testing.T) {
	t.Helper()
	var own []fingerprint.Template
	for i, f := range fingers() {
		template, err := extraction.Template(f.Impression(0), fingerprint.Resolution)
		must(t, err)
		template.Finger = i + 1
		own = append(own, template)
	}
	clerk := staff["c. cole"]
	must(t, w.hub.Desk.Enrol(t.Context(), clerk, "G-000001", w.clock.Now(), own, "an order"))
	for person := 1; person < 3; person++ {
		var other []fingerprint.Template
		for position := 1; position <= 10; position++ {
			template := synth.NewPerson(1, person).Finger(position).Template(0)
			template.Finger = position
			other = append(other, template)
		}
		must(t, w.hub.Desk.Enrol(t.Context(), clerk, fmt.Sprintf("G-00000%d", 1+person), w.clock.Now(), other, "an order"))
	}
}
