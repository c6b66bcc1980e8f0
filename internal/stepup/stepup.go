// Package stepup is what a named person signs with a passkey, and what is kept of it: the very act, the case and its content,
// so that the signature says what was signed. Evidence is stored with the event; Check needs nothing else to find it sound,
// today or in a court later.
//
// It runs no ceremony and keeps no state: internal/identity does, and sees that a passkey is the person's own and that no
// answer counts twice.
package stepup

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"sallyport"
	"sallyport/roles"
)

// Statement is what somebody signs.
type Statement struct {
	Actor   sallyport.Actor
	Act     roles.Act
	Case    string // the submission or request that the act is about
	Content []byte // what the act says, in the bytes that the caller would write again from the same act
}

// Evidence is a signature under a statement and everything that is needed to check it.
type Evidence struct {
	Actor             sallyport.Actor `json:"actor"`
	Act               roles.Act       `json:"act"`
	Case              string          `json:"case"`
	ContentSHA256     []byte          `json:"content_sha256"`
	Nonce             []byte          `json:"nonce"`              // drawn for this statement, so that no two signatures are alike
	At                time.Time       `json:"at"`                 // when the signature was asked for
	Passkey           []byte          `json:"passkey"`            // credential ID
	Key               []byte          `json:"key"`                // public key of the passkey, COSE (RFC 9052)
	AuthenticatorData []byte          `json:"authenticator_data"` // WebAuthn 6.1
	ClientData        []byte          `json:"client_data"`        // WebAuthn 5.8.1; its SHA-256 is the client data hash
	Signature         []byte          `json:"signature"`          // over AuthenticatorData and the client data hash
}

// New returns evidence that says what s is, to be signed; the passkey, its key and its answer are for the caller to fill in.
func New(s Statement, nonce []byte, at time.Time) *Evidence {
	content := sha256.Sum256(s.Content)
	return &Evidence{Actor: s.Actor, Act: s.Act, Case: s.Case, ContentSHA256: content[:], Nonce: nonce, At: at.UTC().Truncate(time.Microsecond)}
}

// Site is where signatures are made: passkeys are bound to Host, pages come from Origin.
type Site struct {
	Host   string // sallyport.example
	Origin string // https://sallyport.example:8443
}

// NonceSize is the length of a nonce in bytes.
const NonceSize = 32

// Challenge is what the passkey is asked to sign: a hash of all that the evidence says of itself, each field with its
// length before it.
func (e *Evidence) Challenge() []byte {
	h := sha256.New()
	for _, field := range [][]byte{
		[]byte("sallyport step-up 1"), e.Nonce, []byte(e.Actor.ID), []byte(e.Actor.Office), []byte(e.Actor.Role), []byte(e.Act), []byte(e.Case),
		e.ContentSHA256, binary.BigEndian.AppendUint64(nil, uint64(e.At.UnixMicro())),
	} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(field))))
		h.Write(field)
	}
	return h.Sum(nil)
}

// Check says whether e is a signature under s, made at site by somebody whom the passkey had verified. It asks nothing about
// whose passkey it is: compare e.Passkey and e.Key with what is registered.
func (e *Evidence) Check(s Statement, site Site) error {
	content := sha256.Sum256(s.Content)
	switch {
	case e.Actor != s.Actor:
		return fmt.Errorf("signature: it is by %s as %s, not by %s as %s", e.Actor.ID, e.Actor.Role, s.Actor.ID, s.Actor.Role)
	case e.Act != s.Act || e.Case != s.Case:
		return fmt.Errorf("signature: it is under %q in %q, not under %q in %q", e.Act, e.Case, s.Act, s.Case)
	case !bytes.Equal(e.ContentSHA256, content[:]):
		return errors.New("signature: what was signed is not what this says")
	}
	return e.CheckSelf(site)
}

// CheckSelf is Check without the content at hand: the signature fits what the evidence itself says.
func (e *Evidence) CheckSelf(site Site) error {
	if len(e.Nonce) != NonceSize {
		return fmt.Errorf("signature: a nonce of %d bytes; it has %d", len(e.Nonce), NonceSize)
	}
	if err := e.checkClient(site); err != nil {
		return err
	}
	if err := e.checkAuthenticator(site); err != nil {
		return err
	}
	key, err := webauthncose.ParsePublicKey(e.Key)
	if err != nil {
		return fmt.Errorf("signature: the passkey's public key does not read: %w", err)
	}
	hash := sha256.Sum256(e.ClientData)
	if sound, err := webauthncose.VerifySignature(key, append(bytes.Clone(e.AuthenticatorData), hash[:]...), e.Signature); err != nil || !sound {
		return errors.New("signature: it does not fit the passkey's public key")
	}
	return nil
}

// checkClient reads what the browser says that it asked the passkey for: WebAuthn 7.2, steps 10 to 14.
func (e *Evidence) checkClient(site Site) error {
	var client protocol.CollectedClientData
	if err := json.Unmarshal(e.ClientData, &client); err != nil {
		return fmt.Errorf("signature: the client data does not read: %w", err)
	}
	want := protocol.URLEncodedBase64(e.Challenge()).String()
	switch {
	case client.Type != protocol.AssertCeremony:
		return fmt.Errorf("signature: the client data is of %q, not of a signature", client.Type)
	case client.Challenge != want:
		return errors.New("signature: what was signed is another statement")
	case client.Origin != site.Origin || client.CrossOrigin:
		return fmt.Errorf("signature: it was asked for by %s, not by %s", client.Origin, site.Origin)
	}
	return nil
}

// checkAuthenticator reads what the passkey says: WebAuthn 7.2, steps 15 to 17.
func (e *Evidence) checkAuthenticator(site Site) error {
	var data protocol.AuthenticatorData
	if err := data.Unmarshal(e.AuthenticatorData); err != nil {
		return fmt.Errorf("signature: the authenticator data does not read: %w", err)
	}
	host := sha256.Sum256([]byte(site.Host))
	switch {
	case !bytes.Equal(data.RPIDHash, host[:]):
		return fmt.Errorf("signature: it was made for another site than %s", site.Host)
	case !data.Flags.HasUserPresent() || !data.Flags.HasUserVerified():
		return errors.New("signature: the passkey did not verify who used it (finger, face or PIN)")
	}
	return nil
}
