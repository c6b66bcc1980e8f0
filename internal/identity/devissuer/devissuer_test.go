package devissuer

import (
	"crypto/rand"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func issuer() *Issuer {
	return &Issuer{URL: "http://127.0.0.1:1", ClientID: "hub", Redirect: "https://hub.example/sign-in/callback", Random: rand.Reader, Now: time.Now,
		People: []Person{{"1", "Ada <b>"}, {"2", "Bo"}}}
}

// TestServe answers on this machine only.
func TestServe(t *testing.T) {
	for _, at := range []string{"0.0.0.0:0", "[::]:0"} {
		on, err := net.Listen("tcp", at)
		if err != nil {
			t.Log(err) // a machine without one of the two protocols
			continue
		}
		if err := issuer().Serve(on); err == nil || !strings.Contains(err.Error(), "loopback") {
			t.Error(at, err)
		}
		on.Close()
	}
	on, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = issuer().Serve(on) }()
	t.Cleanup(func() { on.Close() })
	answer, err := http.Get("http://" + on.Addr().String() + "/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); err != nil || !strings.Contains(string(text), `"issuer":"http://127.0.0.1:1"`) {
		t.Error(string(text), err)
	}
}

const ask = "/authorize?client_id=hub&redirect_uri=https%3A%2F%2Fhub.example%2Fsign-in%2Fcallback&response_type=code&code_challenge_method=S256" +
	"&code_challenge=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU&state=s&nonce=n" // SHA-256 of nothing

func TestAuthorize(t *testing.T) {
	i := issuer()
	get := func(at string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		i.ServeHTTP(w, httptest.NewRequest("GET", at, nil))
		return w
	}
	if said := get(ask).Body.String(); !strings.Contains(said, "Ada &lt;b&gt;") || !strings.Contains(said, "as=2") || strings.Contains(said, "<b>") {
		t.Error(said)
	}
	for _, wrong := range []string{strings.Replace(ask, "client_id=hub", "client_id=x", 1), strings.Replace(ask, "hub.example", "evil.example", 1),
		strings.Replace(ask, "S256", "plain", 1), strings.Replace(ask, "=code&", "=token&", 1)} {
		if w := get(wrong + "&as=1"); w.Code != 400 {
			t.Error(wrong, w.Code, w.Header())
		}
	}
	back, err := url.Parse(get(ask + "&as=1").Header().Get("Location"))
	if err != nil || back.Host != "hub.example" || back.Query().Get("state") != "s" {
		t.Fatal(back, err)
	}
	redeem := func() int {
		form := url.Values{"code": {back.Query().Get("code")}, "redirect_uri": {i.Redirect}, "code_verifier": {""}}
		r := httptest.NewRequest("POST", "/token", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		i.ServeHTTP(w, r)
		return w.Code
	}
	if first, second := redeem(), redeem(); first != 200 || second != 400 {
		t.Error(first, second)
	}
}
