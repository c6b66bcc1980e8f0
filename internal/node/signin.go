package node

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"sallyport/internal/identity"
	"sallyport/internal/stepup"
	"sallyport/internal/store"
	"sallyport/roles"
)

// SignIn is how people come in: by a provider (OpenID Connect), under the roles that this node's administrator has given them. Without it only those
// come in who have a token of the file.
type SignIn struct {
	Origin string `yaml:"origin"` // of the pages, as people's browsers have it: https://sallyport.example
	Issuer string `yaml:"issuer"` // of the provider, as it writes itself
	Client string `yaml:"client"` // ID, as registered there with origin + /sign-in/callback
	Secret string `yaml:"secret"` // file; none for a public client
}

// signIn makes the table of people, and the service that they sign in at.
func (n *Node) signIn(ctx context.Context) error {
	engine := n.Store.Engine()
	if _, err := engine.Write.ExecContext(ctx, identity.Schema); err != nil {
		return fmt.Errorf("people: %w", err)
	}
	c := n.Config.SignIn
	if c == nil {
		return nil
	}
	secret := []byte(nil)
	if c.Secret != "" {
		text, err := os.ReadFile(c.Secret)
		if err != nil {
			return fmt.Errorf("sign_in: secret: %w", err)
		}
		secret = text
	}
	where, office := roles.Hub, n.Config.Name
	if n.Config.Place != "" {
		where, office = roles.Agency, n.Config.Place
	}
	service, err := identity.New(identity.Config{
		Node: where, Office: office, Origin: c.Origin, Issuer: c.Issuer, ClientID: c.Client, ClientSecret: strings.TrimSpace(string(secret)),
		Write: engine.Write, Read: engine.Read, Now: time.Now, Log: n.Log,
		Claim: n.claim,
	})
	n.people = service
	return err
}

// claim takes the step by which the first administrator comes in.
func (n *Node) claim(ctx context.Context, id string, step func(*sql.Tx) error) error {
	return n.desks.FirstAdministrator(ctx, id, time.Now(), step)
}

// FirstAdministrator is the token by which the first administrator comes in, to be shown on the console once; "" where there is one, or nobody signs in.
func (n *Node) FirstAdministrator(ctx context.Context) (string, error) {
	if n.people == nil {
		return "", nil
	}
	return n.people.MakeFirst(ctx)
}

// People is what people sign in at; nil where nobody does.
func (n *Node) People() *identity.Service { return n.people }

// signatureHeader carries what the passkey answered: base64url of its JSON. Pages carry it in a field of their form.
const signatureHeader = "Sallyport-Signature"

// known puts what people sign in at before the pages, and says of each request who makes it.
func (n *Node) known(pages http.Handler) http.Handler {
	if n.people == nil {
		return pages
	}
	mux := http.NewServeMux()
	n.people.Routes(mux)
	mux.Handle("/", pages)
	return n.people.Who(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(stepup.WithAnswer(r.Context(), r.Header.Get(signatureHeader))))
	}))
}

// sign checks what somebody signed with their passkey.
func (n *Node) sign(ctx context.Context, tx *store.Tx, st stepup.Statement) ([]byte, error) {
	given := stepup.Answer(ctx)
	if given == "" {
		return nil, &roles.Unsigned{Act: st.Act, Case: st.Case, Content: st.Content}
	}
	answer, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(given, "="))
	if err != nil {
		return nil, &identity.Refused{Status: http.StatusBadRequest, Why: signatureHeader + ": it is not base64url of what the passkey answered"}
	}
	evidence, err := n.people.FinishSignature(ctx, tx.SQL(), st, answer)
	if err != nil {
		return nil, err
	}
	return json.Marshal(evidence)
}
