// Package identity says who is at the other end of a request, and has them sign what matters.
//
// People sign in at a provider (OpenID Connect: code flow, PKCE, state and nonce). It vouches for who they are and for nothing
// else: their office and roles come from this node's own table of people. Sessions are kept in the database, passkeys sign single
// acts (package stepup), machines are known by the pinned key of their certificate. What a role may do is in package roles;
// that it may is for the desk to check, with the actor that From returns.
//
// It promises that an ended role, or a disabled person, has no actor from the next request on; that a ceremony, a sign-in and the
// first administrator's token each count once; and that neither the database nor a log holds anything one could sign in with.
package identity

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-webauthn/webauthn/webauthn"

	"sallyport/internal/api/rate"
	"sallyport/internal/stepup"
	"sallyport/roles"
)

const (
	idle        = 30 * time.Minute // a session that nobody uses
	longest     = 12 * time.Hour   // a session, however much it is used: a long shift
	ceremony    = 5 * time.Minute  // from the options of a passkey ceremony to its answer
	justNow     = 10 * time.Minute // after signing in, to add the first passkey
	firstTime   = 24 * time.Hour   // for the first administrator to come
	maxBody     = 64 << 10         // bytes that a handler reads
	tokenSize   = 32               // bytes of randomness in state, nonce, verifier and the first administrator's token
	maxPasskeys = 10               // of one person
)

// Config is what a node says about its sign-in.
type Config struct {
	Node         roles.Node   // Hub or Agency
	Office       string       // of the node itself: the first administrator's
	Origin       string       // of its pages: https://sallyport.example, or https://localhost:8443; a browser keeps the cookies over TLS only
	Issuer       string       // of the provider, as it writes itself: https://login.example
	ClientID     string       // as registered there, with Origin + "/sign-in/callback"
	ClientSecret string       // "" for a public client
	Write, Read  *sql.DB      // a database with Schema; may be the same
	Client       *http.Client // to the provider; nil for one that trusts the system's authorities
	Random       io.Reader    // nil for the system's
	Now          func() time.Time
	Log          *slog.Logger // failures that are nobody's business at the other end; nil for slog's default

	// Claim takes the step by which the first administrator comes in, under an ID, in a transaction that puts it on the record. Nil for one that does not.
	Claim func(ctx context.Context, id string, step func(*sql.Tx) error) error
}

// Service signs people in at one node.
type Service struct {
	Config
	site     stepup.Site
	sessions *scs.SessionManager
	passkeys *webauthn.WebAuthn
	provider *provider
	limit    *rate.Limit // of whoever begins to sign in, or comes back from the provider

	// Show writes the page on which a browser reads why something could not be done. Nil for JSON alone. It is set before anything is served.
	Show func(w http.ResponseWriter, r *http.Request, status int, why string)
}

// New checks the configuration. It does not reach the provider, which is asked when somebody signs in: a node starts, and
// machines work with it, while the provider is down.
func New(c Config) (*Service, error) {
	if c.Node != roles.Hub && c.Node != roles.Agency {
		return nil, fmt.Errorf("sign-in: node %q: it is %q or %q", c.Node, roles.Hub, roles.Agency)
	}
	if c.Office == "" || c.ClientID == "" || c.Write == nil || c.Read == nil {
		return nil, errors.New("sign-in: the office, the client ID and the database are not optional")
	}
	origin, err := checkURL("origin", c.Origin)
	if err != nil {
		return nil, err
	}
	if origin.Path != "" {
		return nil, fmt.Errorf("sign-in: origin %q: it ends after the host and port", c.Origin)
	}
	if _, err := checkURL("issuer", c.Issuer, "localhost", "127.0.0.1", "::1"); err != nil {
		return nil, err
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	s := &Service{Config: c, site: stepup.Site{Host: origin.Hostname(), Origin: c.Origin}, limit: rate.New()}
	if s.passkeys, err = newPasskeys(s.site); err != nil {
		return nil, fmt.Errorf("sign-in: origin %q: %w", c.Origin, err)
	}
	if s.Claim == nil {
		s.Claim = func(ctx context.Context, _ string, step func(*sql.Tx) error) error { return s.inTx(ctx, step) }
	}
	s.sessions = newSessions(s)
	s.provider = newProvider(c)
	return s, nil
}

// checkURL accepts https, and http where the host is one of this machine's own.
func checkURL(what, text string, here ...string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("sign-in: %s %q: it is written https://HOST or https://HOST:PORT", what, text)
	}
	if u.Scheme == "https" {
		return u, nil
	}
	for _, host := range here {
		if u.Scheme == "http" && u.Hostname() == host {
			return u, nil
		}
	}
	return nil, fmt.Errorf("sign-in: %s %q: it has to begin with https://, since whoever reads the line could sign in", what, text)
}

// Site is where this node's signatures are made, for stepup.Evidence.Check.
func (s *Service) Site() stepup.Site { return s.site }

// People is the node's table of people, read and changed through db.
func (s *Service) People(db SQL) People { return People{s.Node, db} }

// Routes adds the handlers of this package. They answer JSON, redirects, and a browser with the pages of Show; they work only behind Who.
func (s *Service) Routes(mux *http.ServeMux) {
	for route, handle := range map[string]func(*visit, http.ResponseWriter, *http.Request) error{
		"GET /sign-in":                      s.limited(s.signIn),
		"GET /sign-in/callback":             s.limited(s.callback),
		"POST /sign-out":                    s.signOut,
		"GET /sign-in/who":                  s.who,
		"POST /sign-in/role":                s.chooseRole,
		"POST /sign-in/first-administrator": s.limited(s.firstAdministrator),
		"POST /passkey/add/begin":           s.beginPasskey,
		"POST /passkey/add/finish":          s.finishPasskey,
		"POST /passkey/sign/begin":          s.beginSignature,
	} {
		mux.Handle(route, s.handler(handle))
	}
}

// draw returns 32 random bytes as text.
func (s *Service) draw() (string, error) {
	b := make([]byte, tokenSize)
	if _, err := io.ReadFull(s.Random, b); err != nil {
		return "", fmt.Errorf("drawing a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
