package identity

import (
	"database/sql"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/api/rate"
)

var alvarez = sallyport.Actor{ID: "r. alvarez", Office: "Los Angeles field office", Role: sallyport.Officer}

func signIn(t *testing.T, write, read *sql.DB) {
	w := newWorld(t, write, read)
	b := w.browser(t)
	if who := b.actor(); who.ID != "" {
		t.Fatal(who)
	}
	answer, said := b.signIn("100", nil, nil)
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != "/" {
		t.Fatal(answer.Status, said, w.log)
	}
	for _, cookie := range answer.Cookies() {
		if !strings.HasPrefix(cookie.Name, "__Host-") || !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Domain != "" {
			t.Error(cookie)
		}
	}
	if who := b.actor(); who != alvarez {
		t.Error(who)
	}
	if answer, said := b.do("GET", "/sign-in/who", nil); answer.StatusCode != 200 || answer.Header.Get("Cache-Control") != "no-store" ||
		said != `{"id":"r. alvarez","name":"r. alvarez","office":"Los Angeles field office","passkeys":0,"role":"field officer","roles":["field officer"]}` {
		t.Error(answer.Status, said)
	}
	if other := w.browser(t); other.actor().ID != "" {
		t.Error("another browser is signed in as well")
	}
}

func TestSignInRefused(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	set := func(key, value string) func(url.Values) { return func(q url.Values) { q.Set(key, value) } }
	for name, c := range map[string]struct {
		subject   string
		out, back func(url.Values)
		before    func()
		status    int
		says      string
	}{
		"wrong state":          {"100", nil, set("state", strings.Repeat("A", 43)), nil, 400, "another sign-in"},
		"no state":             {"100", nil, func(q url.Values) { q.Del("state") }, nil, 400, "another sign-in"},
		"wrong nonce":          {"100", set("nonce", "another"), nil, nil, 403, "another sign-in"},
		"no nonce":             {"100", func(q url.Values) { q.Del("nonce") }, nil, nil, 403, "another sign-in"},
		"wrong verifier":       {"100", set("code_challenge", "another"), nil, nil, 403, "did not take back"},
		"wrong code":           {"100", nil, set("code", "another"), nil, 403, "did not take back"},
		"no code":              {"100", nil, func(q url.Values) { q.Del("code") }, nil, 400, "no code"},
		"endless code":         {"100", nil, set("code", strings.Repeat("A", 3000)), nil, 400, "no code"},
		"another provider":     {"100", nil, set("iss", "https://login.example"), nil, 400, "another provider"},
		"provider says no":     {"100", nil, func(q url.Values) { q.Del("code"); q.Set("error", "access_denied\x00") }, nil, 403, `access_denied\\x00`},
		"expired token":        {"100", nil, nil, func() { w.issuerClock.pass(-time.Hour) }, 403, "expired (at 2015-08-03T08:05:00Z)"},
		"token of another day": {"100", nil, nil, func() { w.clock.pass(24 * time.Hour) }, 403, "expired"},
		"unknown person":       {"103", nil, nil, nil, 403, `signed in as Paul Weir, but nobody has given you a role here: ask an administrator of identification service, and name subject \"103\"`},
		"disabled person":      {"102", nil, nil, nil, 403, "signed in as i. quist, but root ended your access on 2015-08-03"},
	} {
		t.Run(name, func(t *testing.T) {
			w.clock.now, w.issuerClock.now = newClock().now, newClock().now
			w.limit = rate.New() // of all of them together there would be too many for one address
			if c.before != nil {
				c.before()
			}
			b := w.browser(t)
			answer, said := b.signIn(c.subject, c.out, c.back)
			if answer.StatusCode != c.status || !strings.Contains(said, c.says) || answer.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s %s", answer.Status, said)
			}
			if who := b.actor(); who.ID != "" {
				t.Errorf("let in as %+v", who)
			}
		})
	}
}

// TestCallbackIsForOneBrowserOnce replays the way back, in the browser that went it and in another.
func TestCallbackIsForOneBrowserOnce(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	victim, thief := w.browser(t), w.browser(t)
	var back string
	answer, _ := victim.signIn("100", nil, func(q url.Values) { back = w.Origin + "/sign-in/callback?" + q.Encode() })
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatal(answer.Status)
	}
	for _, b := range []*browser{victim, thief} {
		if answer, said := b.do("GET", back, nil); answer.StatusCode != 400 || !strings.Contains(said, "has not begun") {
			t.Error(answer.Status, said)
		}
	}
	if begun, _ := thief.do("GET", "/sign-in", nil); begun.StatusCode != http.StatusFound {
		t.Fatal(begun.Status)
	}
	if answer, said := thief.do("GET", back, nil); answer.StatusCode != 400 || !strings.Contains(said, "another sign-in") {
		t.Error(answer.Status, said)
	}
	if thief.actor().ID != "" || victim.actor() != alvarez {
		t.Error(thief.actor(), victim.actor())
	}
}

// TestNewToken says that each sign-in has a session of its own, and that the one before it is gone.
func TestNewToken(t *testing.T) {
	write, read, path := sqliteFile(t)
	w := newWorld(t, write, read)
	b := w.browser(t)
	token := func() string {
		home, err := url.Parse(w.Origin)
		if err != nil {
			t.Fatal(err)
		}
		for _, cookie := range b.client.Jar.Cookies(home) {
			if cookie.Name == "__Host-sallyport" {
				return cookie.Value
			}
		}
		return ""
	}
	b.signIn("100", nil, nil)
	first := token()
	b.signIn("101", nil, nil)
	second := token()
	if first == "" || second == "" || first == second {
		t.Fatal(first, second)
	}
	if who := b.actor(); who.ID != "j. moss" || who.Role != sallyport.Administrator {
		t.Error(who)
	}
	old := w.browser(t)
	if _, said := old.do("GET", "/probe", nil, "Cookie", "__Host-sallyport="+first); said != "" {
		t.Error("the old token still works", said)
	}
	if _, said := old.do("GET", "/probe", nil, "Cookie", "__Host-sallyport="+second); said == "" {
		t.Error("the test's way of showing a cookie does not work")
	}
	if contents := files(t, path); strings.Contains(contents, second) || !strings.Contains(contents, "r. alvarez") {
		t.Error("the token is in the database")
	}
	if strings.Contains(w.log.String(), second) {
		t.Error("the token is in the log")
	}
	if answer, said := b.do("POST", "/sign-out", nil); answer.StatusCode != http.StatusNoContent || b.actor().ID != "" {
		t.Error(answer.Status, said)
	}
	if _, said := old.do("GET", "/probe", nil, "Cookie", "__Host-sallyport="+second); said != "" {
		t.Error("signed out, and the token still works", said)
	}
}

// TestEndedAtOnce takes a role, and a person, away in the middle of a session.
func TestEndedAtOnce(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	b := w.browser(t)
	b.signIn("100", nil, nil)
	people := w.People(write)
	for _, c := range []struct {
		change func() error
		acts   bool
	}{
		{func() error { return people.EndRole(t.Context(), root, "r. alvarez", sallyport.Officer, w.Now()) }, false},
		{func() error {
			return people.GiveRole(t.Context(), root, "r. alvarez", sallyport.Officer, w.Now().Add(time.Second))
		}, true},
		{func() error { return people.Disable(t.Context(), root, "r. alvarez", w.Now()) }, false},
		{func() error { return people.Enable(t.Context(), root, "r. alvarez") }, true},
	} {
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		if acts := b.actor().ID != ""; acts != c.acts {
			t.Error(acts, c.acts)
		}
	}
	namesake := Person{ID: "s. ito", Issuer: "https://another.example", Subject: "100", Name: "S. Ito", Office: "somewhere"}
	if err := errors.Join(people.Add(t.Context(), root, namesake, w.Now()), people.GiveRole(t.Context(), root, "s. ito", sallyport.Clerk, w.Now())); err != nil {
		t.Fatal(err)
	}
	w.Issuer = namesake.Issuer // as after a restart with another provider
	if who := b.actor(); who.ID != "" {
		t.Error("signed in at another provider", who)
	}
}

func TestChooseRole(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	b := w.browser(t)
	b.signIn("100", nil, nil)
	if answer, said := b.do("POST", "/sign-in/role", []byte(`{"role":"field office director"}`)); answer.StatusCode != 403 {
		t.Error(answer.Status, said)
	}
	if err := w.People(write).GiveRole(t.Context(), root, "r. alvarez", sallyport.Director, w.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if who := b.actor(); who != alvarez {
		t.Error(who)
	}
	if answer, said := b.do("POST", "/sign-in/role", []byte(`{"role":"field office director"}`)); answer.StatusCode != 200 || b.actor().Role != sallyport.Director {
		t.Error(answer.Status, said, b.actor())
	}
	if err := w.People(write).EndRole(t.Context(), root, "r. alvarez", sallyport.Director, w.Now()); err != nil {
		t.Fatal(err)
	}
	if who := b.actor(); who != alvarez {
		t.Error(who)
	}
}

// TestOtherSites has pages of other sites use the session, as a browser would tell.
func TestOtherSites(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	b := w.browser(t)
	b.signIn("100", nil, nil)
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
		if answer, said := b.do("POST", "/sign-out", nil, header...); answer.StatusCode != 403 || !strings.Contains(said, "another site") {
			t.Error(header, answer.Status, said)
		}
	}
	if b.actor() != alvarez {
		t.Error("signed out by another site")
	}
	if answer, said := b.do("POST", "/sign-out", nil, "Sec-Fetch-Site", "same-origin", "Origin", w.Origin); answer.StatusCode != http.StatusNoContent {
		t.Error(answer.Status, said)
	}
}

// TestBodies sends what no page of ours would.
func TestBodies(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	b := w.browser(t)
	b.signIn("100", nil, nil)
	for name, body := range map[string]string{
		"not JSON": "role=x", "an unknown member": `{"role":"x","also":1}`, "something after it": `{"role":"field officer"} {}`,
		"too much": `{"role":"` + strings.Repeat("x", maxBody) + `"}`, "nothing": "", "another kind": `{"role":5}`, "deep": strings.Repeat("[", 50000),
	} {
		for _, at := range []string{"/sign-in/role", "/sign-in/first-administrator", "/passkey/sign/begin", "/passkey/add/finish"} {
			if answer, said := b.do("POST", at, []byte(body)); answer.StatusCode != 400 && answer.StatusCode != 413 {
				t.Error(name, at, answer.Status, said)
			}
		}
	}
	for _, cookie := range []string{"x", strings.Repeat("x", 4000), "../../etc"} {
		if answer, said := w.browser(t).do("GET", "/probe", nil, "Cookie", "__Host-sallyport="+cookie); answer.StatusCode != 200 && answer.StatusCode != 400 || strings.Contains(said, "ID") {
			t.Error(answer.Status, said)
		}
	}
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Error(w.log)
	}
}
