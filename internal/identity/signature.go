package identity

import (
	"context"
	"database/sql"
	"encoding/base64"
	"net/http"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"sallyport/internal/stepup"
	"sallyport/roles"
)

// BeginSignature has st.Actor asked for a signature under st: it returns the options for navigator.credentials.get, with the
// challenge that binds the answer to the act, the case and the content. db is a database or a transaction.
func (s *Service) BeginSignature(ctx context.Context, db SQL, st stepup.Statement) (*protocol.CredentialAssertion, error) {
	h, err := s.signer(ctx, db, st)
	if err != nil {
		return nil, err
	}
	nonce, err := s.draw()
	if err != nil {
		return nil, err
	}
	raw, err := base64.RawURLEncoding.DecodeString(nonce)
	if err != nil {
		return nil, err
	}
	evidence := stepup.New(st, raw, s.Now())
	options, _, err := s.passkeys.BeginLogin(h, webauthn.WithChallenge(evidence.Challenge()))
	if err != nil {
		return nil, err
	}
	return options, s.ask(ctx, db, options.Response.Challenge.String(), st.Actor.ID, evidence.Nonce, evidence.At)
}

// signer is whoever may sign st, with their passkeys.
func (s *Service) signer(ctx context.Context, db SQL, st stepup.Statement) (*holder, error) {
	if err := roles.Allows(st.Actor, st.Act); err != nil {
		return nil, err
	}
	if p, _ := roles.Of(st.Act); !p.StepUp {
		return nil, refuse(http.StatusBadRequest, "%s: is not signed", st.Act)
	}
	if len(st.Case) > 128 || len(st.Content) > maxBody {
		return nil, refuse(http.StatusBadRequest, "%s: a case of up to 128 bytes and a content of up to %d can be signed", st.Act, maxBody)
	}
	passkeys, err := passkeysOf(ctx, db, st.Actor.ID)
	if err != nil {
		return nil, err
	}
	if len(passkeys) == 0 {
		return nil, refuse(http.StatusForbidden, "%s has no passkey to sign with: add one", st.Actor.ID)
	}
	return &holder{st.Actor.ID, passkeys}, nil
}

// FinishSignature takes the answer that the page got from the passkey, together with the act itself: st is made from what is
// about to be done, never from what the page says was signed. It returns evidence to be kept with the event. An answer counts
// once; in a transaction that is rolled back it has not counted.
//
// The error is a *Refused where the answer is to another act, case or content, is used up, is by somebody else, did not verify
// the person, or where the passkey's counter went back, so that there may be two of it.
func (s *Service) FinishSignature(ctx context.Context, db SQL, st stepup.Statement, answer []byte) (*stepup.Evidence, error) {
	h, err := s.signer(ctx, db, st)
	if err != nil {
		return nil, err
	}
	if len(answer) > maxBody {
		return nil, refuse(http.StatusRequestEntityTooLarge, "the passkey's answer is over %d bytes", maxBody)
	}
	signed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, unreadable(err)
	}
	was, err := s.take(ctx, db, signed.Response.CollectedClientData.Challenge, st.Actor.ID)
	if err != nil {
		return nil, err
	}
	evidence := stepup.New(st, was.nonce, was.at)
	challenge := protocol.URLEncodedBase64(evidence.Challenge()).String()
	if challenge != signed.Response.CollectedClientData.Challenge {
		return nil, refuse(http.StatusForbidden, "%s: what was signed is not what is to be done: look at it again and sign again", st.Act)
	}
	credential, err := s.passkeys.ValidateLogin(h, webauthn.SessionData{Challenge: challenge, RelyingPartyID: s.site.Host,
		UserID: h.WebAuthnID(), UserVerification: protocol.VerificationRequired}, signed)
	if err != nil {
		return nil, unsound(err)
	}
	if err := advance(ctx, db, credential.ID, signed.Response.AuthenticatorData.Counter); err != nil {
		return nil, err
	}
	evidence.Passkey, evidence.Key = credential.ID, credential.PublicKey
	response := signed.Raw.AssertionResponse
	evidence.AuthenticatorData, evidence.ClientData, evidence.Signature = response.AuthenticatorData, response.ClientDataJSON, response.Signature
	if err := evidence.Check(st, s.site); err != nil { // what is kept has to hold on its own
		return nil, refuse(http.StatusForbidden, "%v", err)
	}
	return evidence, nil
}

// advance keeps the passkey's counter, which grows with each signature or is always zero (WebAuthn 6.1.1).
func advance(ctx context.Context, db SQL, id []byte, count uint32) error {
	grew, err := changed(ctx, db, `UPDATE passkeys SET sign_count = $1 WHERE id = $2 AND removed_at IS NULL
		AND (sign_count < $1 OR sign_count = 0 AND $1 = 0)`, int64(count), base64.RawURLEncoding.EncodeToString(id))
	if err != nil {
		return err
	}
	if !grew {
		return refuse(http.StatusForbidden, "this passkey's counter went back: there may be a copy of it. Nothing was signed; have an administrator remove it")
	}
	return nil
}

// beginSignature takes {"act": …, "case": …, "content": …} and answers the options. The act's own handler takes the answer,
// beside the act, and calls FinishSignature with what it is about to do.
func (s *Service) beginSignature(v *visit, w http.ResponseWriter, r *http.Request) error {
	var asked struct {
		Act     roles.Act
		Case    string
		Content string
	}
	if err := readJSON(w, r, &asked); err != nil {
		return err
	}
	if err := s.refusal(v); err != nil {
		return err
	}
	var options *protocol.CredentialAssertion
	err := s.inTx(r.Context(), func(tx *sql.Tx) (err error) {
		st := stepup.Statement{Actor: v.actor, Act: asked.Act, Case: asked.Case, Content: []byte(asked.Content)}
		options, err = s.BeginSignature(r.Context(), tx, st)
		return err
	})
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, options)
}
