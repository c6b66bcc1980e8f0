package identity

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// maxAnswer is how many bytes are read of what a provider answers.
const maxAnswer = 1 << 20

// provider is the issuer, asked for its endpoints when first needed, and again until it answers.
type provider struct {
	config Config
	http   *http.Client

	mu       sync.Mutex
	oauth    *oauth2.Config // nil until it has answered
	verifier *oidc.IDTokenVerifier
}

func newProvider(c Config) *provider {
	inner := http.Client{}
	if c.Client != nil {
		inner = *c.Client
	}
	if inner.Transport == nil {
		inner.Transport = http.DefaultTransport
	}
	inner.Transport = limited{inner.Transport}
	inner.Timeout = 10 * time.Second
	return &provider{config: c, http: &inner}
}

// context is ctx, carrying the client that libraries are to ask with.
func (p *provider) context(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.http)
}

// client returns what signs people in at the issuer, and what checks its tokens.
func (p *provider) client(ctx context.Context) (*oauth2.Config, *oidc.IDTokenVerifier, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.oauth != nil {
		return p.oauth, p.verifier, nil
	}
	issuer, err := oidc.NewProvider(p.context(ctx), p.config.Issuer)
	if err != nil {
		return nil, nil, err
	}
	endpoint := issuer.Endpoint()
	if p.config.ClientSecret == "" {
		endpoint.AuthStyle = oauth2.AuthStyleInParams // a public client names itself and has nothing to prove
	}
	p.oauth = &oauth2.Config{
		ClientID:     p.config.ClientID,
		ClientSecret: p.config.ClientSecret,
		Endpoint:     endpoint,
		RedirectURL:  p.config.Origin + "/sign-in/callback",
		Scopes:       []string{oidc.ScopeOpenID, oidc.ScopeProfile},
	}
	p.verifier = issuer.Verifier(&oidc.Config{ClientID: p.config.ClientID, Now: p.config.Now})
	return p.oauth, p.verifier, nil
}

// limited reads no more of an answer than maxAnswer: the libraries read on until it ends.
type limited struct{ inner http.RoundTripper }

// RoundTrip is of http.RoundTripper.
func (l limited) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := l.inner.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, maxAnswer)
	}
	return answer, err
}
