package identity

import (
	"context"
	"crypto/subtle"
	"net/http"
	"strconv"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// pendingCookie holds a sign-in that has begun, in the browser: whoever is not signed in leaves nothing in the database.
const pendingCookie = "__Host-sallyport-sign-in"

// pending is a sign-in between this node's redirect to the provider and the way back.
type pending struct{ state, nonce, verifier string }

func (p pending) String() string { return p.state + "." + p.nonce + "." + p.verifier }

// parsePending reads the cookie: three texts of 32 bytes in base64url.
func parsePending(text string) (p pending, ok bool) {
	const each = 43
	if len(text) != 3*each+2 || text[each] != '.' || text[2*each+1] != '.' {
		return pending{}, false
	}
	return pending{text[:each], text[each+1 : 2*each+1], text[2*each+2:]}, true
}

func (s *Service) setPending(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{Name: pendingCookie, Value: value, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true,
		SameSite: http.SameSiteLaxMode})
}

// limited lets each address ask so often and no oftener: who signs in has the node ask the provider, and the node has not to know them for that.
func (s *Service) limited(handle func(*visit, http.ResponseWriter, *http.Request) error) func(*visit, http.ResponseWriter, *http.Request) error {
	return func(v *visit, w http.ResponseWriter, r *http.Request) error {
		if wait := s.limit.Take(r.RemoteAddr, s.Now()); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(wait))
			return refuse(http.StatusTooManyRequests, "there were too many attempts to sign in from where you are; wait a moment, and try again")
		}
		return handle(v, w, r)
	}
}

// signIn sends the browser to the provider, which is to ask for a password even of somebody it knows: desks are shared.
func (s *Service) signIn(_ *visit, w http.ResponseWriter, r *http.Request) (err error) {
	var p pending
	for _, token := range []*string{&p.state, &p.nonce, &p.verifier} {
		if *token, err = s.draw(); err != nil {
			return err
		}
	}
	client, _, err := s.provider.client(r.Context())
	if err != nil {
		return s.unreachable(r.Context(), err)
	}
	s.setPending(w, p.String(), 600)
	http.Redirect(w, r, client.AuthCodeURL(p.state, oidc.Nonce(p.nonce), oauth2.S256ChallengeOption(p.verifier),
		oauth2.SetAuthURLParam("prompt", "login")), http.StatusFound)
	return nil
}

func (s *Service) unreachable(ctx context.Context, err error) error {
	s.Log.WarnContext(ctx, "sign-in: the provider cannot be asked", "issuer", s.Issuer, "error", err)
	return refuse(http.StatusBadGateway, "%s cannot be reached, or does not answer as it should; try again, or tell whoever runs it", s.Issuer)
}

// callback takes the provider's answer. Only the browser that began gets in, once, and with a new session token.
func (s *Service) callback(_ *visit, w http.ResponseWriter, r *http.Request) error {
	s.setPending(w, "", -1)
	code, p, err := s.returned(r)
	if err != nil {
		return err
	}
	claims, err := s.redeem(r.Context(), code, p)
	if err != nil {
		return err
	}
	if err := s.enter(r.Context(), claims); err != nil {
		return err
	}
	v, err := s.visit(r.Context())
	if err != nil {
		return err
	}
	err = s.refusal(v)
	if s.forPeople(r) && (err != nil || len(v.person.Roles()) > 1) {
		http.Redirect(w, r, "/account", http.StatusSeeOther) // which says why not, or asks in which role
		return nil
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// enter begins a session under a new token. Nothing of a session before it is kept, even where it was somebody else's.
func (s *Service) enter(ctx context.Context, c claims) error {
	if err := s.sessions.Clear(ctx); err != nil {
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	if err := (&sessionStore{s.Write, s.Read}).sweep(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, sessionIssuer, s.Issuer)
	s.sessions.Put(ctx, sessionSubject, c.Subject)
	s.sessions.Put(ctx, sessionName, c.Name)
	s.sessions.Put(ctx, sessionSince, s.Now().UTC().Format(time.RFC3339Nano))
	return nil
}

// returned reads the way back: it has to be to what this browser began.
func (s *Service) returned(r *http.Request) (code string, p pending, err error) {
	cookie, err := r.Cookie(pendingCookie)
	if err != nil {
		return "", p, refuse(http.StatusBadRequest, "this browser has not begun to sign in, or not within ten minutes: start again at /sign-in")
	}
	p, ok := parsePending(cookie.Value)
	query := r.URL.Query()
	if !ok || subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(p.state)) != 1 {
		return "", p, refuse(http.StatusBadRequest, "this is the answer to another sign-in: start again at /sign-in")
	}
	if iss := query.Get("iss"); iss != "" && iss != s.Issuer { // RFC 9207
		return "", p, refuse(http.StatusBadRequest, "this is the answer of another provider: start again at /sign-in")
	}
	if query.Has("error") {
		return "", p, refuse(http.StatusForbidden, "%s did not let you in: %.80q", s.Issuer, query.Get("error"))
	}
	code = query.Get("code")
	if code == "" || len(code) > 2048 {
		return "", p, refuse(http.StatusBadRequest, "the answer has no code that can be used: start again at /sign-in")
	}
	return code, p, nil
}
