package identity

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/internal/identity/devpasskey"
	"sallyport/internal/stepup"
	"sallyport/roles"
)

// asking is a request that an officer signs.
var asking = stepup.Statement{Actor: alvarez, Act: roles.MakeRequest, Case: "b7c1", Content: []byte(`{"action":"notify","form":"I-247N"}`)}

// newPasskey is one that is not registered yet.
func (w *world) newPasskey(t *testing.T) *devpasskey.Passkey {
	t.Helper()
	passkey, err := devpasskey.New(w.Origin, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return passkey
}

// add registers a passkey in a browser, with a signature of an earlier one where there is one.
func (b *browser) add(passkey *devpasskey.Passkey, signed []byte) (status int, said string) {
	b.t.Helper()
	answer, options := b.do("POST", "/passkey/add/begin", signed)
	if answer.StatusCode != 200 {
		return answer.StatusCode, options
	}
	made, err := passkey.Create([]byte(options))
	if err != nil {
		b.t.Fatal(err)
	}
	answer, said = b.do("POST", "/passkey/add/finish", made)
	return answer.StatusCode, said
}

// sign asks over HTTP for a signature under a statement, and has the passkey sign.
func (b *browser) sign(st stepup.Statement, passkey *devpasskey.Passkey) []byte {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{"act": st.Act, "case": st.Case, "content": string(st.Content)})
	if err != nil {
		b.t.Fatal(err)
	}
	answer, options := b.do("POST", "/passkey/sign/begin", body)
	if answer.StatusCode != 200 {
		b.t.Fatal(answer.Status, options)
	}
	signed, err := passkey.Sign([]byte(options))
	if err != nil {
		b.t.Fatal(err)
	}
	return signed
}

// signer is an officer's browser with a passkey.
func (w *world) signer(t *testing.T) (*browser, *devpasskey.Passkey) {
	t.Helper()
	b, passkey := w.browser(t), w.newPasskey(t)
	b.signIn("100", nil, nil)
	if status, said := b.add(passkey, nil); status != 201 {
		t.Fatal(status, said)
	}
	return b, passkey
}

func signature(t *testing.T, write, read *sql.DB) {
	w := newWorld(t, write, read)
	b, passkey := w.signer(t)
	signed := b.sign(asking, passkey)
	w.clock.pass(time.Minute)
	evidence, err := w.FinishSignature(t.Context(), write, asking, signed)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := json.Marshal(evidence)
	if err != nil {
		t.Fatal(err)
	}
	var kept stepup.Evidence
	if err := json.Unmarshal(stored, &kept); err != nil || kept.Check(asking, w.Site()) != nil {
		t.Fatal(err, kept.Check(asking, w.Site()))
	}
	if kept.Actor != alvarez || !kept.At.Equal(newClock().now) || string(kept.Passkey) != string(passkey.ID) {
		t.Error(kept)
	}
	if _, err := w.FinishSignature(t.Context(), write, asking, signed); err == nil || !strings.Contains(err.Error(), "was answered already") {
		t.Error("replayed", err)
	}
	if again, err := w.FinishSignature(t.Context(), write, asking, b.sign(asking, passkey)); err != nil || cmp.Equal(again.Signature, evidence.Signature) {
		t.Error(err)
	}
	if _, said := b.do("GET", "/sign-in/who", nil); !strings.Contains(said, `"passkeys":1`) {
		t.Error(said)
	}
}

func TestSignatureRefused(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	b, passkey := w.signer(t)
	var other *devpasskey.Passkey
	for name, c := range map[string]struct {
		sign   func() []byte
		finish stepup.Statement
		says   string
	}{
		"other content":             {nil, stepup.Statement{Actor: alvarez, Act: asking.Act, Case: asking.Case, Content: []byte(`{"action":"hold","form":"I-247D"}`)}, "not what is to be done"},
		"other case":                {nil, stepup.Statement{Actor: alvarez, Act: asking.Act, Case: "b7c2", Content: asking.Content}, "not what is to be done"},
		"other act":                 {nil, stepup.Statement{Actor: alvarez, Act: roles.AddPasskey, Case: asking.Case, Content: asking.Content}, "not what is to be done"},
		"an act that is not signed": {nil, stepup.Statement{Actor: alvarez, Act: roles.WithdrawAsking}, "is not signed"},
		"an act of another role":    {nil, stepup.Statement{Actor: alvarez, Act: roles.ConfirmMatch}, "it takes examiner"},
		"another person": {nil, stepup.Statement{Actor: sallyport.Actor{ID: "i. quist", Office: "identification service", Role: sallyport.Officer},
			Act: asking.Act, Case: asking.Case, Content: asking.Content}, "no passkey"},
		"late": {func() []byte { signed := b.sign(asking, passkey); w.clock.pass(ceremony + time.Second); return signed }, asking, "five minutes"},
		"nobody verified": {func() []byte {
			passkey.Flags = devpasskey.Present
			defer func() { passkey.Flags |= devpasskey.Verified }()
			return b.sign(asking, passkey)
		}, asking, "does not hold"},
		"asked by another page": {func() []byte {
			passkey.Origin = "https://evil.example"
			defer func() { passkey.Origin = w.Origin }()
			return b.sign(asking, passkey)
		}, asking, "does not hold"},
		"an unregistered passkey": {func() []byte { other = w.newPasskey(t); return b.sign(asking, other) }, asking, "does not hold"},
		"another key under the ID": {func() []byte {
			other := w.newPasskey(t)
			other.ID, other.Count = passkey.ID, 100
			return b.sign(asking, other)
		}, asking, "does not hold"},
		"counter stands still": {func() []byte { passkey.Count--; return b.sign(asking, passkey) }, asking, "counter went back"},
		"counter goes back":    {func() []byte { passkey.Count = 0; return b.sign(asking, passkey) }, asking, "counter went back"},
		"nothing":              {func() []byte { return nil }, asking, "does not read"},
		"endless":              {func() []byte { return make([]byte, maxBody+1) }, asking, "over"},
		"a registration":       {func() []byte { return created(t, b, w.newPasskey(t)) }, asking, "does not"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := w.FinishSignature(t.Context(), write, asking, b.sign(asking, passkey)); err != nil { // all is well before
				t.Fatal(err)
			}
			count := passkey.Count
			sign := c.sign
			if sign == nil {
				sign = func() []byte { return b.sign(asking, passkey) }
			}
			signed := sign()
			evidence, err := w.FinishSignature(t.Context(), write, c.finish, signed)
			var refused *Refused
			var denied *roles.Denied
			if !errors.As(err, &refused) && !errors.As(err, &denied) || evidence != nil || !strings.Contains(err.Error(), c.says) {
				t.Error(err)
			}
			passkey.Count = max(count, passkey.Count)
		})
	}
}

// created has a passkey answer a registration that b has no use for.
func created(t *testing.T, b *browser, passkey *devpasskey.Passkey) []byte {
	t.Helper()
	made, err := passkey.Create([]byte(`{"publicKey":{"rp":{"id":"example.com"},"user":{"id":"AQ"},"challenge":"AA"}}`))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// signatureCountsOnce answers with one signature from ten sides at once, and rolls one back.
func signatureCountsOnce(t *testing.T, write, read *sql.DB) {
	w := newWorld(t, write, read)
	b, passkey := w.signer(t)
	signed := b.sign(asking, passkey)
	undone := errors.New("the act itself was refused")
	if err := w.inTx(t.Context(), func(tx *sql.Tx) error {
		_, err := w.FinishSignature(t.Context(), tx, asking, signed)
		return errors.Join(err, undone)
	}); !errors.Is(err, undone) || err.Error() != undone.Error() {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var counted atomic.Int32
	for range 10 {
		all.Go(func() {
			err := w.inTx(context.Background(), func(tx *sql.Tx) error {
				_, err := w.FinishSignature(context.Background(), tx, asking, signed)
				return err
			})
			if err == nil {
				counted.Add(1)
			}
		})
	}
	all.Wait()
	if counted.Load() != 1 {
		t.Error(counted.Load(), "times")
	}
}

func TestAddPasskey(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	b, first := w.signer(t)
	second := w.newPasskey(t)
	if status, said := b.add(second, nil); status != 403 || !strings.Contains(said, "sign first") {
		t.Error("a further one without a signature", status, said)
	}
	if status, said := b.add(second, b.sign(asking, first)); status != 403 || !strings.Contains(said, "not what is to be done") {
		t.Error("with the signature of something else", status, said)
	}
	w.clock.pass(11 * time.Hour)
	if status, said := b.add(second, b.sign(AddPasskey(alvarez), first)); status != 201 {
		t.Error(status, said)
	}
	if _, err := w.FinishSignature(t.Context(), write, asking, b.sign(asking, second)); err != nil {
		t.Error(err)
	}
	if status, said := b.add(second, b.sign(AddPasskey(alvarez), first)); status != 409 {
		t.Error("the same again", status, said)
	}
	for i := 2; i < maxPasskeys; i++ {
		if _, err := write.ExecContext(t.Context(), `INSERT INTO passkeys (id, person, public_key, sign_count, backed_up, added_at) VALUES ($1, $2, '', 0, 0, 0)`,
			fmt.Sprintf("%04d", i), alvarez.ID); err != nil {
			t.Fatal(err)
		}
	}
	if status, said := b.add(w.newPasskey(t), b.sign(AddPasskey(alvarez), first)); status != 409 || !strings.Contains(said, "10 passkeys already") {
		t.Error(status, said)
	}
	if err := w.People(write).RemovePasskeys(t.Context(), alvarez, "r. alvarez", w.Now()); err == nil {
		t.Error("an officer removed passkeys")
	}
	if err := w.People(write).RemovePasskeys(t.Context(), root, "r. alvarez", w.Now()); err != nil {
		t.Fatal(err)
	}
	if answer, said := b.do("POST", "/passkey/sign/begin", []byte(`{"act":"make a request","case":"b7c1","content":"{}"}`)); answer.StatusCode != 403 || !strings.Contains(said, "no passkey") {
		t.Error(answer.Status, said)
	}
	third := w.newPasskey(t)
	if status, said := b.add(third, nil); status != 403 || !strings.Contains(said, "sign in again") {
		t.Error("the first, long after signing in", status, said)
	}
	w.issuerClock.now = w.clock.Now()
	b.signIn("100", nil, nil)
	third.Flags = devpasskey.Present
	if status, said := b.add(third, nil); status != 403 || !strings.Contains(said, "does not hold") {
		t.Error("nobody verified", status, said)
	}
	third.Flags |= devpasskey.Verified
	if status, said := b.add(third, nil); status != 201 {
		t.Error(status, said)
	}
	// What one is asked another cannot answer.
	moss := w.browser(t)
	moss.signIn("101", nil, nil)
	_, options := moss.do("POST", "/passkey/add/begin", nil)
	made, err := w.newPasskey(t).Create([]byte(options))
	if err != nil {
		t.Fatal(err)
	}
	if answer, said := b.do("POST", "/passkey/add/finish", made); answer.StatusCode != 403 || !strings.Contains(said, "nothing was asked") {
		t.Error(answer.Status, said)
	}
	if answer, said := moss.do("POST", "/passkey/add/finish", made); answer.StatusCode != 201 {
		t.Error(answer.Status, said)
	}
	if status, said := w.browser(t).add(w.newPasskey(t), nil); status != 401 {
		t.Error("without signing in", status, said)
	}
}

// TestOptions reads what browsers are asked for: the person verified, the challenge that says what is signed.
func TestOptions(t *testing.T) {
	write, read, _ := sqliteFile(t)
	w := newWorld(t, write, read)
	b, passkey := w.signer(t)
	options, err := w.BeginSignature(t.Context(), write, asking)
	if err != nil {
		t.Fatal(err)
	}
	var nonce []byte
	if err := read.QueryRowContext(t.Context(), `SELECT nonce FROM ceremonies WHERE challenge = $1`, options.Response.Challenge.String()).Scan(&nonce); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(options)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	want := fmt.Sprintf(`{"publicKey":{"challenge":"%s","timeout":300000,"rpId":"example.com","allowCredentials":[{"type":"public-key","id":"%s"}],"userVerification":"required"}}`,
		encode(stepup.New(asking, nonce, w.Now()).Challenge()), encode(passkey.ID))
	if string(text) != want {
		t.Error(cmp.Diff(want, string(text)))
	}
	_, said := b.do("POST", "/passkey/add/begin", b.sign(AddPasskey(alvarez), passkey))
	for _, part := range []string{`"userVerification":"required"`, `"attestation":"none"`, `"excludeCredentials":[{"type":"public-key","id":"` + encode(passkey.ID)} {
		if !strings.Contains(said, part) {
			t.Error(part, said)
		}
	}
}
