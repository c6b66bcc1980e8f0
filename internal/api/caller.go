package api

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"sallyport"
	"sallyport/internal/identity"
)

// Machine is a system of a jail's that hands in bookings and reads events. It is known by its certificate; for a trial, from this machine only, by a token.
type Machine struct {
	Certificate string // pin of its public key: sha256: and 64 hexadecimal digits
	Token       string // at least minToken characters
	Place       string // of the jail that it belongs to: us-oh/franklin
	By          string // ID of the person of the jail under whose name it enters custody facts; "" where it enters none
}

// Token is how a person is known for a trial, from this machine only.
type Token struct {
	Token string // at least minToken characters
	Actor sallyport.Actor
}

const minToken = 16

// bearer is what a token may be written with (RFC 6750, 2.1).
var bearer = regexp.MustCompile(`^[A-Za-z0-9._~+/-]+=*$`)

// keys is how callers are known.
type keys struct {
	pins   map[string]string // place of each machine, as package identity reads it
	pinned map[string]caller
	tokens map[[sha256.Size]byte]caller
}

// caller is who makes a request.
type caller struct {
	sallyport.Actor
	machine bool
	person  string // who answers for a machine's facts
}

func newKeys(c Config) (*keys, error) {
	k := &keys{map[string]string{}, map[string]caller{}, map[[sha256.Size]byte]caller{}}
	for i, m := range c.Machines {
		if m.Place == "" || (m.Certificate == "") == (m.Token == "") {
			return nil, fmt.Errorf("machines[%d]: give the place that it belongs to, and its certificate or, for a trial, a token", i)
		}
		who := caller{sallyport.Actor{ID: m.Certificate, Office: m.Place, Role: sallyport.Software}, true, m.By}
		if m.Certificate != "" {
			if k.pins[m.Certificate] != "" {
				return nil, fmt.Errorf("machines[%d]: certificate %s is listed twice", i, m.Certificate)
			}
			k.pins[m.Certificate], k.pinned[m.Certificate] = m.Place, who
			continue
		}
		who.ID = fmt.Sprintf("machine %d of %s", i+1, m.Place)
		if err := k.token(m.Token, who); err != nil {
			return nil, fmt.Errorf("machines[%d]: %w", i, err)
		}
	}
	for i, t := range c.Tokens {
		if t.Actor.ID == "" || t.Actor.Office == "" || t.Actor.Role == "" || t.Actor.Role == sallyport.Software {
			return nil, fmt.Errorf("tokens[%d]: give the id, office and role of a person", i)
		}
		if err := k.token(t.Token, caller{Actor: t.Actor}); err != nil {
			return nil, fmt.Errorf("tokens[%d]: %w", i, err)
		}
	}
	return k, nil
}

func (k *keys) token(text string, who caller) error {
	sum := sha256.Sum256([]byte(text))
	switch _, taken := k.tokens[sum]; {
	case len(text) < minToken || !bearer.MatchString(text):
		return fmt.Errorf("its token has to be %d or more letters, digits, - and _, drawn at random", minToken)
	case taken:
		return errors.New("another has the same token")
	}
	k.tokens[sum] = who
	return nil
}

// who finds who makes a request: by token, by certificate, by session.
func (k *keys) who(r *http.Request) (caller, *Problem) {
	if given := r.Header.Get("Authorization"); given != "" {
		text, isBearer := strings.CutPrefix(given, "Bearer ")
		who, known := k.tokens[sha256.Sum256([]byte(text))] // looked up by a hash, so that time tells nothing of the tokens
		if !isBearer || !known || !fromHere(r) {
			return caller{}, problem(kindStranger, "the token is none of this node's, or was not sent from its own machine")
		}
		return who, nil
	}
	if r.TLS != nil && len(r.TLS.PeerCertificates) > 0 {
		return k.byCertificate(*r.TLS)
	}
	if who, ok := identity.From(r.Context()); ok {
		return caller{Actor: who}, nil
	}
	return caller{}, problem(kindSignedOut, "nobody is signed in, and no known machine is at the other end")
}

func (k *keys) byCertificate(state tls.ConnectionState) (caller, *Problem) {
	who, err := identity.FromCertificate(state, k.pins)
	if err != nil {
		return caller{}, problem(kindStranger, "%v", err)
	}
	return k.pinned[who.ID], nil
}

// fromHere says whether a request came from this machine, straight to an address of its own, and through no proxy that says so.
func fromHere(r *http.Request) bool {
	if r.Header.Get("Forwarded") != "" || r.Header.Get("X-Forwarded-For") != "" {
		return false
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	return ok && loopback(local.String()) && loopback(r.RemoteAddr)
}

func loopback(address string) bool {
	at, err := netip.ParseAddrPort(address)
	return err == nil && at.Addr().Unmap().IsLoopback()
}

type callerKey struct{}

// request is what a huma context stands for.
func request(ctx huma.Context) *http.Request {
	r, _ := humago.Unwrap(ctx)
	return r
}

func people(c caller) *Problem {
	if c.machine {
		return problem(kindMachine, "%s is a machine; a person has to do this, under their own name", c.ID)
	}
	return nil
}

func machines(c caller) *Problem {
	if !c.machine {
		return problem(kindPerson, "%s is a person; transactions are handed in by a jail's machine", c.ID)
	}
	return nil
}

// known lets a request pass to its body once it is known who makes it.
func (a *api) known(w who) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		who, refused := a.keys.who(request(ctx))
		if refused == nil {
			refused = w.admits(who)
		}
		if refused != nil {
			refuse(ctx, refused)
			return
		}
		next(huma.WithValue(ctx, callerKey{}, who))
	}
}

// of returns who makes the request that ctx belongs to.
func of(ctx context.Context) caller {
	who, _ := ctx.Value(callerKey{}).(caller) // the middleware has let nobody else through
	return who
}
