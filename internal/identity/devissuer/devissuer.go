// Package devissuer is a provider for trials, demonstrations and tests: an OpenID Connect issuer that believes whoever says
// they are one of its people. It answers on this machine only. No node that serves people may import it.
package devissuer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Person is somebody whom the issuer knows: invented, always.
type Person struct{ Subject, Name string }

// Issuer signs its people in at one client.
type Issuer struct {
	URL      string // of itself: http://127.0.0.1:8081
	ClientID string
	Redirect string // where answers go
	People   []Person
	Random   io.Reader
	Now      func() time.Time

	once   sync.Once
	signer jose.Signer
	public jose.JSONWebKey
	broken error

	mu    sync.Mutex
	codes map[string]grant
}

// grant is an answer that has not been redeemed.
type grant struct {
	person           Person
	nonce, challenge string
	until            time.Time
}

const codes = 1000 // kept at once; whoever does not redeem theirs signs in again

// Serve answers on a listener of this machine and refuses every other.
func (i *Issuer) Serve(on net.Listener) error {
	tcp, ok := on.Addr().(*net.TCPAddr)
	if !ok || !tcp.IP.IsLoopback() {
		return fmt.Errorf("the development issuer lets anybody in, and answers on a loopback address only, not on %s", on.Addr())
	}
	return (&http.Server{Handler: i, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 1 << 16}).Serve(on)
}

// ServeHTTP is of http.Handler: discovery, keys, the choice of a person, and tokens.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if i.once.Do(i.start); i.broken != nil {
		http.Error(w, i.broken.Error(), http.StatusInternalServerError)
		return
	}
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		write(w, map[string]any{"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token",
			"jwks_uri": i.URL + "/keys", "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
			"id_token_signing_alg_values_supported": []jose.SignatureAlgorithm{jose.ES256}, "code_challenge_methods_supported": []string{"S256"}})
	case "/keys":
		write(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{i.public}})
	case "/authorize":
		i.authorize(w, r)
	case "/token":
		i.token(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (i *Issuer) start() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), i.Random)
	if err != nil {
		i.broken = err
		return
	}
	i.public, i.codes = jose.JSONWebKey{Key: key.Public(), KeyID: "dev", Use: "sig", Algorithm: string(jose.ES256)}, map[string]grant{}
	i.signer, i.broken = jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: "dev"}}, nil)
}

var choice = template.Must(template.New("").Parse(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Who are you?</title>
<h1>Who are you?</h1><p>A trial: these people are invented, and nobody asks for a password.</p>
<ul>{{range .}}<li><a href="{{.At}}">{{.Name}}</a>{{end}}</ul></html>`))

// authorize shows who there is, or sends the browser back as the one that it chose.
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != i.ClientID || q.Get("redirect_uri") != i.Redirect || q.Get("response_type") != "code" ||
		q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" {
		http.Error(w, "not a request of the client that this issuer is for", http.StatusBadRequest)
		return
	}
	chosen := slices.IndexFunc(i.People, func(p Person) bool { return p.Subject == q.Get("as") })
	if chosen < 0 {
		var shown []struct{ Name, At string }
		for _, p := range i.People {
			q.Set("as", p.Subject)
			shown = append(shown, struct{ Name, At string }{p.Name, "/authorize?" + q.Encode()})
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = choice.Execute(w, shown)
		return
	}
	raw := make([]byte, 32)
	if _, err := io.ReadFull(i.Random, raw); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	code := base64.RawURLEncoding.EncodeToString(raw)
	i.mu.Lock()
	if len(i.codes) >= codes {
		clear(i.codes)
	}
	i.codes[code] = grant{i.People[chosen], q.Get("nonce"), q.Get("code_challenge"), i.Now().Add(time.Minute)}
	i.mu.Unlock()
	http.Redirect(w, r, i.Redirect+"?"+url.Values{"code": {code}, "state": {q.Get("state")}, "iss": {i.URL}}.Encode(), http.StatusFound)
}

// token redeems a code, once, for whoever shows what its challenge is the hash of.
func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	code := r.PostFormValue("code")
	i.mu.Lock()
	g, known := i.codes[code]
	delete(i.codes, code)
	i.mu.Unlock()
	shown := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !known || i.Now().After(g.until) || base64.RawURLEncoding.EncodeToString(shown[:]) != g.challenge || r.PostFormValue("redirect_uri") != i.Redirect {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_grant"}`)
		return
	}
	now := i.Now()
	id, err := i.sign(map[string]any{"iss": i.URL, "aud": i.ClientID, "sub": g.person.Subject, "name": g.person.Name, "nonce": g.nonce,
		"iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix()})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	write(w, map[string]any{"access_token": "none", "token_type": "Bearer", "expires_in": 300, "id_token": id})
}

func (i *Issuer) sign(claims map[string]any) (string, error) {
	says, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	signed, err := i.signer.Sign(says)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

func write(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}
