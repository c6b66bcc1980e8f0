package identity

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"net/http"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"sallyport"
	"sallyport/internal/stepup"
	"sallyport/roles"
)

// newPasskeys asks of every ceremony that the authenticator verifies who uses it.
func newPasskeys(site stepup.Site) (*webauthn.WebAuthn, error) {
	if err := protocol.ValidateRPID(site.Host); err != nil {
		return nil, err
	}
	return webauthn.New(&webauthn.Config{
		RPID: site.Host, RPDisplayName: "Sallyport", RPOrigins: []string{site.Origin},
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{UserVerification: protocol.VerificationRequired},
	})
}

// algorithms are those that package stepup checks, and that browsers and security keys have.
var algorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// holder is a person as webauthn.User. The user handle does not say who it is (WebAuthn 14.6.1).
type holder struct {
	id       string
	passkeys []webauthn.Credential
}

func (h *holder) WebAuthnID() []byte {
	sum := sha256.Sum256([]byte("sallyport passkey of " + h.id))
	return sum[:]
}
func (h *holder) WebAuthnName() string                       { return h.id }
func (h *holder) WebAuthnDisplayName() string                { return h.id }
func (h *holder) WebAuthnCredentials() []webauthn.Credential { return h.passkeys }

func passkeysOf(ctx context.Context, db SQL, person string) (all []webauthn.Credential, err error) {
	err = each(ctx, db, func(scan func(...any) error) error {
		var c webauthn.Credential
		var id string
		var backedUp int64
		if err := scan(&id, &c.PublicKey, &c.Authenticator.SignCount, &backedUp); err != nil {
			return err
		}
		raw, err := base64.RawURLEncoding.DecodeString(id)
		c.ID, c.Flags.BackupEligible = raw, backedUp == 1
		all = append(all, c)
		return err
	}, `SELECT id, public_key, sign_count, backed_up FROM passkeys WHERE person = $1 AND removed_at IS NULL ORDER BY added_at, id`, person)
	return all, err
}

// AddPasskey is the statement that somebody signs with a passkey they have, to add another.
func AddPasskey(who sallyport.Actor) stepup.Statement {
	return stepup.Statement{Actor: who, Act: roles.AddPasskey}
}

// beginPasskey answers the options to make a passkey. The first takes a sign-in of just now, a further one a signature under
// AddPasskey in the body: who comes by a session alone cannot sign.
func (s *Service) beginPasskey(v *visit, w http.ResponseWriter, r *http.Request) error {
	who, err := s.allowed(v, roles.AddPasskey)
	if err != nil {
		return err
	}
	signed, err := readBody(w, r)
	if err != nil {
		return err
	}
	var options *protocol.CredentialCreation
	err = s.inTx(r.Context(), func(tx *sql.Tx) error {
		h := &holder{id: who.ID}
		if h.passkeys, err = passkeysOf(r.Context(), tx, who.ID); err != nil {
			return err
		}
		switch {
		case len(h.passkeys) >= maxPasskeys:
			return refuse(http.StatusConflict, "there are %d passkeys already: have an administrator remove one", maxPasskeys)
		case len(h.passkeys) > 0 && len(signed) == 0:
			return refuse(http.StatusForbidden, "a further passkey is added with the signature of one that you have: sign first")
		case len(h.passkeys) > 0:
			if _, err := s.FinishSignature(r.Context(), tx, AddPasskey(who), signed); err != nil {
				return err
			}
		case s.Now().Sub(v.since) > justNow:
			return refuse(http.StatusForbidden, "the first passkey is added within ten minutes of signing in: sign in again")
		}
		options, err = s.newPasskey(r.Context(), tx, h)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, options)
}

func (s *Service) newPasskey(ctx context.Context, tx *sql.Tx, h *holder) (*protocol.CredentialCreation, error) {
	challenge, err := s.draw()
	if err != nil {
		return nil, err
	}
	raw, err := base64.RawURLEncoding.DecodeString(challenge)
	if err != nil {
		return nil, err
	}
	options, _, err := s.passkeys.BeginRegistration(h, webauthn.WithCredentialParameters(algorithms),
		webauthn.WithExclusions(webauthn.Credentials(h.passkeys).CredentialDescriptors()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error { o.Challenge = raw; return nil })
	if err != nil {
		return nil, err
	}
	return options, s.ask(ctx, tx, challenge, h.id, nil, s.Now())
}

// finishPasskey takes what the browser made of the options, and keeps the passkey.
func (s *Service) finishPasskey(v *visit, w http.ResponseWriter, r *http.Request) error {
	who, err := s.allowed(v, roles.AddPasskey)
	if err != nil {
		return err
	}
	text, err := readBody(w, r)
	if err != nil {
		return err
	}
	made, err := protocol.ParseCredentialCreationResponseBytes(text)
	if err != nil {
		return unreadable(err)
	}
	var id string
	err = s.inTx(r.Context(), func(tx *sql.Tx) error {
		challenge := made.Response.CollectedClientData.Challenge
		if _, err := s.take(r.Context(), tx, challenge, who.ID); err != nil {
			return err
		}
		h := &holder{id: who.ID}
		credential, err := s.passkeys.CreateCredential(h, webauthn.SessionData{Challenge: challenge, RelyingPartyID: s.site.Host,
			UserID: h.WebAuthnID(), UserVerification: protocol.VerificationRequired, CredParams: algorithms}, made)
		if err != nil {
			return unsound(err)
		}
		id = base64.RawURLEncoding.EncodeToString(credential.ID)
		return s.keep(r.Context(), tx, who.ID, id, credential)
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusCreated, map[string]string{"id": id})
}

func (s *Service) keep(ctx context.Context, tx *sql.Tx, person, id string, c *webauthn.Credential) error {
	var backedUp int64
	if c.Flags.BackupEligible {
		backedUp = 1
	}
	kept, err := changed(ctx, tx, `INSERT INTO passkeys (id, person, public_key, sign_count, backed_up, added_at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`, id, person, c.PublicKey, int64(c.Authenticator.SignCount), backedUp, s.Now().UnixMicro())
	if err == nil && !kept {
		return refuse(http.StatusConflict, "this passkey is registered already")
	}
	return err
}
