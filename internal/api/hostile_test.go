package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/internal/store"
)

// contents is all that a node's store says of its submissions: records, and how many facts.
func contents(t *testing.T, s *store.Store) (lines []string) {
	t.Helper()
	must(t, s.View(context.Background(), func(tx *store.Tx) error { // also after the test
		all, err := tx.Submissions("")
		if err != nil {
			return err
		}
		for _, one := range all {
			events, err := tx.EventsOf(one.ID)
			if err != nil {
				return err
			}
			facts, err := tx.Facts(one.ID)
			if err != nil {
				return err
			}
			state, err := json.Marshal(one.State)
			if err != nil {
				return err
			}
			lines = append(lines, fmt.Sprintf("%s %s: %d events, %d facts", one.ID, state, len(events), len(facts)))
		}
		return nil
	}))
	return lines
}

// unchanged checks, at the end of a test, that nothing was stored meanwhile and nothing logged.
func (w *world) unchanged(t *testing.T) {
	t.Helper()
	stores := []*store.Store{w.hub.Store, w.jail.Store}
	before := [][]string{contents(t, stores[0]), contents(t, stores[1])}
	t.Cleanup(func() {
		for i, s := range stores {
			if diff := cmp.Diff(before[i], contents(t, s)); diff != "" {
				t.Errorf("store %d changed (-before +after):\n%s", i, diff)
			}
		}
		if w.log.Len() > 0 {
			t.Errorf("logged:\n%s", w.log)
		}
	})
}

// requested is a request that came to the jail by fax.
func (w *world) requested(t *testing.T) (id string) {
	t.Helper()
	request := sallyport.Request{Action: "notify", Form: "I-247N", By: "R. Alvarez", At: w.clock.Now()}
	id, err := w.jail.Desk.Register(t.Context(), staff["j. jones"], w.clock.Now(), request, "fax", "FC-02", nil)
	must(t, err)
	return id
}

// TestBodiesThatDoNotRead sends what no operation reads to each that reads JSON, as somebody who may do it.
func TestBodiesThatDoNotRead(t *testing.T) {
	w := newWorld(t)
	id := w.requested(t)
	w.unchanged(t)
	for at, url := range map[string]string{"hub": w.hubURL, "agency": w.jailURL} {
		as := map[string]string{"hub": "c. cole", "agency": "s. smith"}[at]
		for name, op := range operations(t, url) {
			if op.method != http.MethodPost || op.example == nil {
				continue
			}
			to := url + strings.ReplaceAll(op.path, "{id}", id)
			t.Run(at+" "+name, func(t *testing.T) { unreadable(t, as, to, name, op.example) })
		}
	}
}

func unreadable(t *testing.T, as, to, name string, example json.RawMessage) {
	if name == "decide" {
		return // it has a reader of its own: TestDecideReadsStrictly
	}
	long := fmt.Sprintf(`{"x": %q}`, strings.Repeat("x", actBytes))
	send(t, as, "POST", to, long).problem(t, http.StatusRequestEntityTooLarge, kindTooLarge)
	chunked(t, as, to, long).problem(t, http.StatusRequestEntityTooLarge, kindTooLarge)
	send(t, as, "POST", to, []byte(example), "Content-Type", "text/plain").problem(t, http.StatusUnsupportedMediaType, kindMedia)
	send(t, as, "POST", to, []byte(example), "Content-Type", "application/x-www-form-urlencoded").problem(t, http.StatusUnsupportedMediaType, kindMedia)
	for _, body := range []string{`{"`, `{} {}`, `{"a":1}}`, "\xff", `nul`, `<a/>`} {
		send(t, as, "POST", to, body).problem(t, http.StatusBadRequest, kindUnread)
	}
	send(t, as, "POST", to+"?who=somebody", []byte(example)).problem(t, http.StatusUnprocessableEntity, kindBody)
	for _, body := range wrong(t, example) {
		p := send(t, as, "POST", to, body).problem(t, http.StatusUnprocessableEntity, kindBody)
		if len(p.Errors) == 0 || strings.Contains(fmt.Sprint(p), "Zarathustra") {
			t.Errorf("%s: %+v", body, p)
		}
	}
}

// wrong are bodies like the example that are not what is read: a key more, a value of another kind.
func wrong(t *testing.T, example json.RawMessage) (all []string) {
	t.Helper()
	write := func(v any) {
		text, err := json.Marshal(v)
		must(t, err)
		all = append(all, string(text))
	}
	write("Zarathustra")
	write(7)
	var list []map[string]any
	if json.Unmarshal(example, &list) == nil {
		list[0]["by"] = "Zarathustra"
		write(list)
		write(map[string]any{})
		return all
	}
	var object map[string]any
	must(t, json.Unmarshal(example, &object))
	object["by_whom"] = "Zarathustra"
	write(object)
	delete(object, "by_whom")
	for key, value := range object {
		object[key] = map[string]any{"Zarathustra": 1}
		write(object)
		delete(object, key)
		write(object)
		object[key] = value
	}
	return append(all, `[]`)
}

// chunked sends a body without saying beforehand how long it is.
func chunked(t *testing.T, as, url, body string) sent {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", url, io.MultiReader(strings.NewReader(body)))
	must(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+tokenOf(as))
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	must(t, err)
	return sent{answer.StatusCode, answer.Header, got}
}

// TestSlowBodies begins bodies, and stops.
func TestSlowBodies(t *testing.T) {
	w := newWorld(t)
	id := w.requested(t)
	c := w.hubConfig
	c.patience = 20 * time.Millisecond
	hub, err := Hub(w.hub.Desk, c)
	must(t, err)
	jail, err := Agency(w.jail.Desk, c)
	must(t, err)
	w.hubURL, w.jailURL = listen(t, hub), listen(t, jail)
	w.unchanged(t)
	for _, to := range []struct{ url, path, as string }{
		{w.hubURL, base + "/decide", ""}, {w.hubURL, base + "/transactions", "machine"}, {w.jailURL, base + "/bookings", "machine"}, {w.jailURL, base + "/requests", "j. jones"},
		{w.jailURL, base + "/challenges", ""}, {w.jailURL, base + "/submissions/" + id + "/facts", "j. jones"}, {w.jailURL, base + "/submissions/" + id + "/acceptance", "j. jones"},
	} {
		t.Run(to.path, func(t *testing.T) {
			address := strings.TrimPrefix(to.url, "http://")
			line, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
			must(t, err)
			defer line.Close()
			_, err = fmt.Fprintf(line, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\nAuthorization: Bearer %s\r\n\r\n{\"half", to.path, address, tokenOf(to.as))
			must(t, err)
			answer, err := io.ReadAll(line) // the server answers, and closes the connection
			must(t, err)
			if !strings.HasPrefix(string(answer), "HTTP/1.1 408 ") || !strings.Contains(string(answer), problemPath+string(kindSlow)) {
				t.Errorf("%s", answer)
			}
		})
	}
}

// TestBodiesAreNotReadOfStrangers asks whether the server wants the body: it says who it does not know first.
func TestBodiesAreNotReadOfStrangers(t *testing.T) {
	w := newWorld(t)
	id := w.requested(t)
	w.unchanged(t)
	for at, url := range map[string]string{"hub": w.hubURL, "agency": w.jailURL} {
		for name, op := range operations(t, url) {
			if op.method != http.MethodPost || slices.Contains(forAnyone, name) {
				continue
			}
			body := &counting{Reader: bytes.NewReader(make([]byte, 1<<20))}
			r, err := http.NewRequestWithContext(t.Context(), "POST", url+strings.ReplaceAll(op.path, "{id}", id), body)
			must(t, err)
			r.ContentLength = 1 << 20
			r.Header.Set("Expect", "100-continue")
			answer, err := (&http.Transport{ExpectContinueTimeout: time.Minute}).RoundTrip(r)
			must(t, err)
			if answer.StatusCode != http.StatusUnauthorized || body.n > 0 {
				t.Errorf("%s %s: status %d, %d bytes were wanted", at, name, answer.StatusCode, body.n)
			}
			answer.Body.Close()
		}
	}
}

// counting is a reader that says how much was read of it.
type counting struct {
	io.Reader
	n int
}

func (c *counting) Read(p []byte) (n int, err error) {
	n, err = c.Reader.Read(p)
	c.n += n
	return n, err
}

// forAnyone are the operations that nobody has to be known for.
var forAnyone = []string{"decide", "figures", "health", "challenge-by-code", "look-up-receipt"}

// TestNobody tries everything without being anybody, with a token of nobody's, and through a proxy.
func TestNobody(t *testing.T) {
	w := newWorld(t)
	id := w.requested(t)
	w.unchanged(t)
	for _, url := range []string{w.hubURL, w.jailURL} {
		for name, op := range operations(t, url) {
			if slices.Contains(forAnyone, name) {
				continue
			}
			to := url + strings.ReplaceAll(op.path, "{id}", id)
			send(t, "", op.method, to, nil).problem(t, http.StatusUnauthorized, kindSignedOut)
			send(t, "somebody else", op.method, to, nil).problem(t, http.StatusForbidden, kindStranger)
			send(t, "", op.method, to, nil, "Authorization", "Basic "+tokenOf("j. jones")).problem(t, http.StatusForbidden, kindStranger)
			send(t, "j. jones", op.method, to, nil, "X-Forwarded-For", "203.0.113.7").problem(t, http.StatusForbidden, kindStranger)
			if op.method == http.MethodPost && name != "receive-transaction" && name != "book" {
				send(t, "machine", op.method, to, []byte(op.example)).problem(t, http.StatusForbidden, kindMachine)
			}
		}
	}
	send(t, "j. jones", "POST", w.hubURL+base+"/transactions", "x").problem(t, http.StatusForbidden, kindPerson)
}

// TestOtherRolesAndOffices does each act as people whose act it is not.
func TestOtherRolesAndOffices(t *testing.T) {
	w := newWorld(t)
	id := w.requested(t)
	w.unchanged(t)
	not := map[string][]string{
		"accept": {"r. counsel", "o. ortiz", "i. ibsen"}, "answer": {"r. counsel", "o. ortiz"}, "serve": {"r. counsel", "c. cole"}, "serve-again": {"r. counsel", "o. ortiz"}, "give-copy": {"r. counsel", "o. ortiz"}, "release": {"r. counsel"},
		"start-hold": {"o. ortiz", "r. counsel"}, "end-hold": {"o. ortiz"}, "set-aside": {"o. ortiz"}, "lapse": {"o. ortiz"}, "note-return": {"o. ortiz", "r. counsel"}, "record-facts": {"o. ortiz", "i. ibsen"},
		"resolve-citizenship": {"o. ortiz", "j. jones"}, "register-request": {"o. ortiz", "i. ibsen"}, "read-facts": {"o. ortiz", "i. ibsen", "a. archer"},
		"read-submission": {"o. ortiz", "a. archer"}, "list-submissions": {"o. ortiz", "a. archer", "i. ibsen"}, "list-unresolved": {"o. ortiz", "j. jones"},
	}
	ops := operations(t, w.jailURL)
	for name, who := range not {
		for _, as := range who {
			op := ops[name]
			to := w.jailURL + strings.ReplaceAll(op.path, "{id}", id)
			if name == "list-submissions" {
				to += "?stage=registered"
			}
			var body any
			if op.example != nil {
				body = []byte(op.example)
			}
			got := send(t, as, op.method, to, body)
			var p Problem
			got.read(t, &p)
			later := got.status == http.StatusConflict && slices.Contains([]string{"answer", "serve", "release", "start-hold", "end-hold"}, name) // not at this stage at all
			if !later && (got.status != http.StatusForbidden || p.Type != problemPath+string(kindRole) && p.Type != problemPath+string(kindOffice)) {
				t.Errorf("%s as %s: %d %s", name, as, got.status, got.body)
			}
		}
	}
	accept := w.jailURL + base + "/submissions/" + id + "/acceptance"
	send(t, "k. kruger", "POST", accept, nil).problem(t, http.StatusForbidden, kindOffice)
	p := send(t, "r. counsel", "POST", accept, nil).problem(t, http.StatusForbidden, kindRole)
	if p.Detail != "accept the hub's facts: not as counsel; it takes jail clerk or jail supervisor" {
		t.Error(p.Detail)
	}
	send(t, "s. smith", "POST", w.jailURL+base+"/submissions/"+id+"/service", nil).problem(t, http.StatusConflict, kindNotNow)
	send(t, "j. jones", "POST", w.jailURL+base+"/submissions/nobody/acceptance", nil).problem(t, http.StatusNotFound, kindNotFound)
	send(t, "", "POST", w.jailURL+base+"/challenges", byCode{"0000-0000-0000-0000-0", "identity", "no"}).problem(t, http.StatusNotFound, kindNotFound)
	send(t, "j. jones", "GET", w.jailURL+base+"/submissions?stage=held%20forever", nil).problem(t, http.StatusUnprocessableEntity, kindBody)
	send(t, "machine", "GET", w.jailURL+base+"/events?after=x", nil).problem(t, http.StatusUnprocessableEntity, kindBody)
	send(t, "c. cole", "GET", w.hubURL+base+"/events", nil).problem(t, http.StatusForbidden, kindOffice)
}

// TestFactsThatAreNone enters what the table of facts does not have.
func TestFactsThatAreNone(t *testing.T) {
	w := newWorld(t)
	id := w.requested(t)
	w.unchanged(t)
	to := w.jailURL + base + "/submissions/" + id + "/facts"
	for _, f := range []string{
		`{"path": "person.nationality", "value": "any", "source": "a list"}`, `{"path": "release.basis", "value": "because", "source": "booking sheet"}`,
		`{"path": "release.basis", "value": null, "source": "booking sheet"}`, `{"path": "..", "value": 1, "source": "x"}`, `{"path": "charges[0][", "value": 1, "source": "x"}`,
		`{"path": "charges[99999999].grade", "value": "felony", "source": "x"}`, `{"path": "release.basis", "value": "other", "source": " "}`,
		`{"path": "release.eligible_at", "value": "tomorrow", "source": "booking sheet"}`,
	} {
		send(t, "j. jones", "POST", to, `[`+f+`]`).problem(t, http.StatusUnprocessableEntity, kindUnfit)
	}
	send(t, "j. jones", "POST", to, `[]`).problem(t, http.StatusUnprocessableEntity, kindBody)
	send(t, "j. jones", "POST", to, `null`).problem(t, http.StatusUnprocessableEntity, kindBody)
}

// TestAValueMayStandOnSeveralLines: what is kept is the value, however it was written.
func TestAValueMayStandOnSeveralLines(t *testing.T) {
	w := newWorld(t)
	id := w.requested(t)
	to := w.jailURL + base + "/submissions/" + id + "/facts"
	if got := send(t, "j. jones", "POST", to, "[{\"path\": \"charges\", \"value\": [\n{\"grade\":\n\"felony\"}], \"source\": \"a\\nb\"}]"); got.status != http.StatusOK {
		t.Fatalf("%s", got.body)
	}
	var facts []known
	send(t, "j. jones", "GET", to, nil).read(t, &facts)
	last := facts[len(facts)-1]
	if string(last.Value) != `[{"grade":"felony"}]` || last.Source != "a\nb" || last.By != "j. jones" {
		t.Errorf("%+v", last)
	}
}

// TestFailuresOfOurs closes the store under the API: the answer says nothing of it, the log does.
func TestFailuresOfOurs(t *testing.T) {
	w := newWorld(t)
	id := w.requested(t)
	log := &bytes.Buffer{}
	c := w.hubConfig
	c.Log = slog.New(slog.NewTextHandler(log, nil))
	jail := *w.jail.Desk
	jail.Store = store.New(closed(t, w.jail.Store))
	h, err := Agency(&jail, c)
	must(t, err)
	url := listen(t, h)
	p := send(t, "j. jones", "POST", url+base+"/submissions/"+id+"/acceptance", nil).problem(t, http.StatusInternalServerError, kindInternal)
	if strings.Contains(p.Detail, "store") || !strings.Contains(log.String(), "store") {
		t.Errorf("%s\n%s", p.Detail, log)
	}
	if got := send(t, "", "GET", url+base+"/health", nil); got.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", got.status, got.body)
	} else {
		got.problem(t, http.StatusServiceUnavailable, kindBusy)
	}
}
