package identity

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/go-webauthn/webauthn/protocol"

	"sallyport/internal/identity/devpasskey"
	"sallyport/internal/stepup"
	"sallyport/roles"
)

// FuzzPasskeyAnswers gives both ceremonies what a hostile page might, each time as the answer to what was just asked: no panic,
// no failure of ours, and no signature that does not hold.
func FuzzPasskeyAnswers(f *testing.F) {
	write, read, _ := sqliteFile(f)
	s := sessionOnly(f, write, read)
	s.Now = newClock().Now
	passkey, err := devpasskey.New(s.Origin, rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	asked := stepup.New(asking, make([]byte, stepup.NonceSize), s.Now())
	options := fmt.Appendf(nil, `{"publicKey":{"rp":{"id":"hub.example"},"rpId":"hub.example","user":{"id":"AQ"},"challenge":%q}}`,
		base64.RawURLEncoding.EncodeToString(asked.Challenge()))
	made, err := passkey.Create(options)
	if err != nil {
		f.Fatal(err)
	}
	signed, err := passkey.Sign(options)
	if err != nil {
		f.Fatal(err)
	}
	signed = bytes.Replace(signed, []byte(`,"userHandle":"AQ"`), nil, 1)
	for _, seed := range [][]byte{made, signed, {}, []byte(`{"response":{}}`)} {
		f.Add(seed)
	}
	person := Person{ID: alvarez.ID, Issuer: s.Issuer, Subject: "100", Name: "N. N.", Office: alvarez.Office, Grants: []Grant{{Role: alvarez.Role}}}
	created, err := protocol.ParseCredentialCreationResponseBytes(made)
	if err != nil {
		f.Fatal(err)
	}
	exec := func(t testing.TB, query string, args ...any) {
		if _, err := write.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.People(write).Add(f.Context(), root, person, s.Now()); err != nil {
		f.Fatal(err)
	}
	v := &visit{subject: "100", person: &person, actor: alvarez, since: s.Now()}
	f.Fuzz(func(t *testing.T, answer []byte) {
		again := func() {
			exec(t, `DELETE FROM ceremonies`)
			exec(t, `INSERT INTO ceremonies (challenge, person, nonce, asked_at) VALUES ($1, $2, $3, $4)`,
				protocol.URLEncodedBase64(asked.Challenge()).String(), alvarez.ID, asked.Nonce, asked.At.UnixMicro())
		}
		exec(t, `DELETE FROM passkeys`)
		again()
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/passkey/add/finish", bytes.NewReader(answer))
		if err := s.finishPasskey(v, httptest.NewRecorder(), r); err != nil && !refusedOnly(err) {
			t.Error(err)
		}
		exec(t, `DELETE FROM passkeys`)
		exec(t, `INSERT INTO passkeys (id, person, public_key, sign_count, backed_up, added_at) VALUES ($1, $2, $3, 0, 0, 0)`,
			created.ID, alvarez.ID, created.Response.AttestationObject.AuthData.AttData.CredentialPublicKey)
		again()
		evidence, err := s.FinishSignature(t.Context(), write, asking, answer)
		if err != nil && !refusedOnly(err) || err == nil && evidence.Check(asking, s.Site()) != nil {
			t.Error(err)
		}
		if bytes.Equal(answer, signed) && err != nil {
			t.Error("what was signed is refused", err)
		}
	})
}

func refusedOnly(err error) bool {
	var refused *Refused
	var denied *roles.Denied
	return errors.As(err, &refused) || errors.As(err, &denied)
}

// FuzzCallback comes back from the provider with any query and any cookie: no panic, and no way past the state.
func FuzzCallback(f *testing.F) {
	write, read, _ := sqliteFile(f)
	s := sessionOnly(f, write, read)
	p := pending{}
	for _, token := range []*string{&p.state, &p.nonce, &p.verifier} {
		var err error
		if *token, err = s.draw(); err != nil {
			f.Fatal(err)
		}
	}
	f.Add("state="+p.state+"&code=x", p.String())
	f.Add("state=&code=x", "..")
	f.Add("state="+p.state+"&iss=a&error=%00", p.String())
	f.Fuzz(func(t *testing.T, query, cookie string) {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "/sign-in/callback", nil)
		r.URL.RawQuery = query
		r.Header["Cookie"] = []string{pendingCookie + "=" + cookie}
		code, back, err := s.returned(r)
		if err != nil {
			if !refusedOnly(err) {
				t.Error(err)
			}
			return
		}
		said, _ := url.ParseQuery(query)
		if parsed, ok := parsePending(back.String()); !ok || parsed != back || said.Get("state") != back.state || len(back.state) != 43 || code == "" {
			t.Errorf("%q %+v", code, back)
		}
	})
}

// FuzzSession reads what a table of sessions might hold: no panic, and what is read is written the same.
func FuzzSession(f *testing.F) {
	f.Add([]byte(`{"until":"2015-08-03T21:00:00Z","says":{"subject":"100"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		until, values, err := sessionCodec{}.Decode(data)
		if err != nil {
			return
		}
		again, err := sessionCodec{}.Encode(until, values)
		if err != nil {
			t.Fatal(err)
		}
		if _, same, err := (sessionCodec{}).Decode(again); err != nil || len(same) != len(values) {
			t.Error(err, same, values)
		}
	})
}

// FuzzBody reads requests of pages: no panic, and a refusal says what was wrong.
func FuzzBody(f *testing.F) {
	f.Add([]byte(`{"act":"make a request","case":"b7c1","content":"{}"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var asked struct {
			Act     roles.Act
			Case    string
			Content string
		}
		err := readJSON(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body)), &asked)
		if err == nil && !json.Valid(body) || err != nil && !refusedOnly(err) {
			t.Error(err)
		}
	})
}
