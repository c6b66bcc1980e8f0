package identity

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"sallyport/roles"
)

// TestProviderDown starts a node whose provider is not there, does not end, or is somebody else: people are told, the node
// runs, and once the provider is well it is used.
func TestProviderDown(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	well := w.inner.RoundTripper
	var sent atomic.Int64
	for name, answers := range map[string]roundTrip{
		"not there": func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF },
		"endless": func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Request: r, Body: io.NopCloser(counting{zeros{}, &sent})}, nil
		},
		"not JSON":     says(200, "hello"),
		"another":      says(200, `{"issuer":"https://another.example"}`),
		"out of order": says(500, "{}"),
	} {
		w.inner.RoundTripper = answers
		if answer, said := w.browser(t).do("GET", "/sign-in", nil); answer.StatusCode != 502 || !strings.Contains(said, w.Issuer+" cannot be reached") {
			t.Error(name, answer.Status, said)
		}
	}
	if sent.Load() > 2*maxAnswer {
		t.Errorf("read %d bytes of an endless answer", sent.Load())
	}
	w.inner.RoundTripper = well
	if answer, said := w.browser(t).signIn("100", nil, nil); answer.StatusCode != http.StatusSeeOther {
		t.Error(answer.Status, said)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func says(status int, body string) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Request: r, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

type counting struct {
	io.Reader
	n *atomic.Int64
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func TestNewRefuses(t *testing.T) {
	write, read, _ := sqliteFile(t)
	sound := Config{Node: roles.Agency, Office: "us-ca/los-angeles", Origin: "https://jail.example:8443", Issuer: "https://login.example/realms/la", ClientID: "agency", Write: write, Read: read}
	if _, err := New(sound); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Config){
		"no node":                   func(c *Config) { c.Node = "" },
		"both nodes":                func(c *Config) { c.Node = roles.Either },
		"no office":                 func(c *Config) { c.Office = "" },
		"no client":                 func(c *Config) { c.ClientID = "" },
		"no database":               func(c *Config) { c.Write = nil },
		"no origin":                 func(c *Config) { c.Origin = "" },
		"origin in the clear":       func(c *Config) { c.Origin = "http://jail.example" },
		"that of this machine too":  func(c *Config) { c.Origin = "http://localhost:8080" },
		"origin with a path":        func(c *Config) { c.Origin = "https://jail.example/sallyport" },
		"origin by number":          func(c *Config) { c.Origin = "https://127.0.0.1:8443" },
		"issuer in the clear":       func(c *Config) { c.Issuer = "http://login.example" },
		"issuer with a query":       func(c *Config) { c.Issuer = "https://login.example?realm=la" },
		"issuer with a user":        func(c *Config) { c.Issuer = "https://a:b@login.example" },
		"issuer that only looks so": func(c *Config) { c.Issuer = "http://localhost.evil.example" },
	} {
		c := sound
		change(&c)
		if _, err := New(c); err == nil {
			t.Error(name)
		} else {
			t.Log(err)
		}
	}
	for _, here := range []string{"http://localhost:8081", "http://127.0.0.1:8081", "http://[::1]:8081"} {
		c := sound
		c.Origin, c.Issuer = "https://localhost:8443", here
		if _, err := New(c); err != nil {
			t.Error(err)
		}
	}
}

// TestNotBehindWho has a handler answer an error rather than fall over, where the wiring forgot Who.
func TestNotBehindWho(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	mux := http.NewServeMux()
	w.Routes(mux)
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest("POST", "/sign-out", nil))
	if answer.Code != 500 || !strings.Contains(w.log.String(), "not behind Who") {
		t.Error(answer.Code, w.log)
	}
	if _, ok := From(t.Context()); ok {
		t.Error("somebody in an empty context")
	}
}

// TestProviderLies changes the provider's word on its way: nobody is let in on it.
func TestProviderLies(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	well := w.inner.RoundTripper
	base64url := base64.RawURLEncoding.EncodeToString
	for name, lie := range map[string]func(head, body, signature string) string{
		"another signature": func(head, body, signature string) string {
			return head + "." + body + "." + base64url(make([]byte, 64))
		},
		"no signature": func(head, body, signature string) string { return head + "." + body + "." },
		"no algorithm": func(head, body, signature string) string {
			return base64url([]byte(`{"alg":"none"}`)) + "." + body + "."
		},
		"another person": func(head, body, signature string) string {
			raw, err := base64.RawURLEncoding.DecodeString(body)
			if err != nil {
				t.Error(err)
			}
			return head + "." + base64url(bytes.Replace(raw, []byte(`"100"`), []byte(`"101"`), 1)) + "." + signature
		},
		"nothing": func(head, body, signature string) string { return "" },
		"for another client": func(head, body, signature string) string {
			return head + "." + body + "." + signature // the issuer's own, see below
		},
	} {
		w.inner.RoundTripper = roundTrip(func(r *http.Request) (*http.Response, error) {
			answer, err := well.RoundTrip(r)
			if err != nil || r.URL.Path != "/token" {
				return answer, err
			}
			var said map[string]any
			if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
				return nil, err
			}
			parts := strings.Split(said["id_token"].(string), ".")
			said["id_token"] = lie(parts[0], parts[1], parts[2])
			text, err := json.Marshal(said)
			answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
			return answer, err
		})
		b := w.browser(t)
		answer, said := b.signIn("100", nil, func(url.Values) {
			if name == "for another client" {
				w.issuer.ClientID = "another"
			}
		})
		w.issuer.ClientID = "hub"
		if answer.StatusCode != 403 || !strings.Contains(said, "not sound") || b.actor().ID != "" {
			t.Error(name, answer.Status, said)
		}
	}
	w.inner.RoundTripper = well
	if answer, said := w.browser(t).signIn("100", nil, nil); answer.StatusCode != http.StatusSeeOther {
		t.Error(answer.Status, said)
	}
}
