package identity

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"sallyport"
	"sallyport/roles"
)

// visit is what is known of whoever makes one request.
type visit struct {
	subject string // at the issuer; "" for somebody who is not signed in
	name    string
	since   time.Time // signed in
	person  *Person   // nil for somebody who is not in the table of people
	actor   sallyport.Actor
	ended   bool // the request shows a session that is over
}

type visitKey struct{}

// From returns who makes the request that ctx belongs to, if they may act here at all: somebody who signed in, is known and
// not disabled, and holds the role. ctx is one that Who made.
func From(ctx context.Context) (sallyport.Actor, bool) {
	v, ok := ctx.Value(visitKey{}).(*visit)
	if !ok || v.actor.ID == "" {
		return sallyport.Actor{}, false
	}
	return v.actor, true
}

// Who loads the session, looks up who that is, and refuses requests that another site's page makes with it. Everything that
// people reach belongs behind it, once.
func (s *Service) Who(next http.Handler) http.Handler {
	known := s.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(r.Context())
		if err != nil {
			s.fail(w, r, err)
			return
		}
		_, none := r.Cookie(s.sessions.Cookie.Name)
		v.ended = v.subject == "" && none == nil
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitKey{}, v)))
	}))
	own := http.NewCrossOriginProtection()
	own.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, refuse(http.StatusForbidden, "this came from a page of another site"))
	}))
	return own.Handler(known)
}

func (s *Service) visit(ctx context.Context) (*visit, error) {
	v := &visit{subject: s.sessions.GetString(ctx, sessionSubject), name: s.sessions.GetString(ctx, sessionName)}
	if v.subject == "" || s.sessions.GetString(ctx, sessionIssuer) != s.Issuer { // or the node has changed its provider
		return &visit{}, nil
	}
	var err error
	if v.since, err = time.Parse(time.RFC3339Nano, s.sessions.GetString(ctx, sessionSince)); err != nil {
		return nil, err
	}
	v.person, err = s.People(s.Read).Subject(ctx, s.Issuer, v.subject)
	if errors.Is(err, ErrNobody) {
		return v, nil
	}
	if err != nil {
		return nil, err
	}
	held := v.person.Roles()
	if len(held) == 0 {
		return v, nil
	}
	role := sallyport.Role(s.sessions.GetString(ctx, sessionRole))
	if !slices.Contains(held, role) {
		role = held[0]
	}
	v.actor, err = v.person.As(role)
	return v, err
}

// refusal says why somebody who is signed in may not act, or nil where they may.
func (s *Service) refusal(v *visit) error {
	switch {
	case v.subject == "":
		return errSignedOut
	case v.person == nil:
		return refuse(http.StatusForbidden, "you are signed in as %s, but nobody has given you a role here: ask an administrator of %s, and name subject %q of %s",
			v.name, s.Office, v.subject, s.Issuer)
	case !v.person.DisabledAt.IsZero():
		return refuse(http.StatusForbidden, "you are signed in as %s, but %s ended your access on %s: ask an administrator of %s",
			v.person.ID, v.person.DisabledBy, v.person.DisabledAt.Format(time.DateOnly), s.Office)
	case v.actor.ID == "":
		return refuse(http.StatusForbidden, "you are signed in as %s, but have no role here: ask an administrator of %s", v.person.ID, s.Office)
	}
	return nil
}

// who answers who is signed in, for pages: their roles, the one they act in, and how many passkeys they have.
func (s *Service) who(v *visit, w http.ResponseWriter, r *http.Request) error {
	if err := s.refusal(v); err != nil {
		return err
	}
	keys, err := passkeysOf(r.Context(), s.Read, v.person.ID)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, map[string]any{"id": v.person.ID, "name": v.person.Name, "office": v.person.Office,
		"role": v.actor.Role, "roles": v.person.Roles(), "passkeys": len(keys)})
}

// chooseRole takes {"role": …}: which of their roles somebody acts in from now on.
func (s *Service) chooseRole(v *visit, w http.ResponseWriter, r *http.Request) error {
	var asked struct{ Role sallyport.Role }
	if err := readJSON(w, r, &asked); err != nil {
		return err
	}
	actor, err := s.choose(r.Context(), v, asked.Role)
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, actor)
}

// signOut ends the session. The one at the provider is the provider's: the next sign-in asks for a password there again.
func (s *Service) signOut(_ *visit, w http.ResponseWriter, r *http.Request) error {
	if err := s.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	if s.forPeople(r) {
		http.Redirect(w, r, "/signed-out", http.StatusSeeOther)
		return nil
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// allowed is the actor of a visit, if they may do act.
func (s *Service) allowed(v *visit, act roles.Act) (sallyport.Actor, error) {
	if err := s.refusal(v); err != nil {
		return sallyport.Actor{}, err
	}
	return v.actor, roles.Allows(v.actor, act)
}
