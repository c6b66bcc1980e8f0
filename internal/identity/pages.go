package identity

import (
	"context"
	"net/http"
	"strings"
	"time"

	"sallyport"
)

// Visitor is whoever asks for a page, as far as they are known.
type Visitor struct {
	Subject, Name  string // at the provider; "" for somebody who is not signed in
	Issuer, Office string // the provider, and the office whose administrator adds people
	Person         *Person
	Actor          sallyport.Actor
	Ended          bool // a session was shown that is over
}

// Visitor says who makes the request that ctx belongs to, and what keeps them from acting: nil where they may.
func (s *Service) Visitor(ctx context.Context) (Visitor, error) {
	v, ok := ctx.Value(visitKey{}).(*visit)
	if !ok {
		v = &visit{}
	}
	return Visitor{v.subject, v.name, s.Issuer, s.Office, v.person, v.actor, v.ended}, s.refusal(v)
}

// Choose has whoever makes the request act in another of their roles from now on.
func (s *Service) Choose(ctx context.Context, role sallyport.Role) (sallyport.Actor, error) {
	v, ok := ctx.Value(visitKey{}).(*visit)
	if !ok {
		return sallyport.Actor{}, errSignedOut
	}
	return s.choose(ctx, v, role)
}

func (s *Service) choose(ctx context.Context, v *visit, role sallyport.Role) (sallyport.Actor, error) {
	if err := s.refusal(v); err != nil {
		return sallyport.Actor{}, err
	}
	actor, err := v.person.As(role)
	if err == nil {
		s.sessions.Put(ctx, sessionRole, string(actor.Role))
	}
	return actor, err
}

// BecomeFirst makes whoever makes the request the first administrator, by the token from the console, under an ID of their own choice.
func (s *Service) BecomeFirst(ctx context.Context, token, id string) error {
	v, ok := ctx.Value(visitKey{}).(*visit)
	if !ok || v.subject == "" {
		return errSignedOut
	}
	return s.claimFirst(ctx, v, token, id)
}

// Administered says whether the node has an administrator.
func (s *Service) Administered(ctx context.Context) (bool, error) {
	return hasAdministrator(ctx, s.Read)
}

// Passkey is one that somebody can sign with.
type Passkey struct {
	ID     string // as the authenticator calls it, base64url
	Added  time.Time
	Copied bool // of a kind that is copied between the person's devices
}

// Passkeys are those that somebody can sign with, the oldest first.
func (s *Service) Passkeys(ctx context.Context, person string) (all []Passkey, err error) {
	err = each(ctx, s.Read, func(scan func(...any) error) error {
		var one Passkey
		var copied, added int64
		err := scan(&one.ID, &copied, &added)
		one.Copied, one.Added = copied == 1, moment(added)
		all = append(all, one)
		return err
	}, `SELECT id, backed_up, added_at FROM passkeys WHERE person = $1 AND removed_at IS NULL ORDER BY added_at, id`, person)
	return all, err
}

// PasskeyCounts is how many passkeys each person can sign with; whoever has none is not there.
func (s *Service) PasskeyCounts(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	err := each(ctx, s.Read, func(scan func(...any) error) error {
		var person string
		var n int
		err := scan(&person, &n)
		counts[person] = n
		return err
	}, `SELECT person, COUNT(*) FROM passkeys WHERE removed_at IS NULL GROUP BY person`)
	return counts, err
}

// forPeople says whether a browser asks for a page, where there are pages: everything else is answered as JSON.
func (s *Service) forPeople(r *http.Request) bool {
	return s.Show != nil && strings.Contains(r.Header.Get("Accept"), "text/html")
}
