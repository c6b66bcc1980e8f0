package stepup_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sallyport"
	"sallyport/internal/identity/devpasskey"
	"sallyport/internal/stepup"
	"sallyport/roles"
)

var (
	site    = stepup.Site{Host: "hub.example", Origin: "https://hub.example:8443"}
	officer = sallyport.Actor{ID: "r. alvarez", Office: "Los Angeles field office", Role: sallyport.Officer}
	asking  = stepup.Statement{Actor: officer, Act: roles.MakeRequest, Case: "b7c1", Content: []byte(`{"action":"notify","form":"I-247N"}`)}
)

// sign has a passkey that is verified, of site, sign s.
func sign(t testing.TB, s stepup.Statement, set func(*devpasskey.Passkey)) *stepup.Evidence {
	t.Helper()
	passkey, err := devpasskey.New(site.Origin, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	registered, err := passkey.Create([]byte(`{"publicKey":{"rp":{"id":"hub.example"},"user":{"id":"AQ"},"challenge":"AA"}}`))
	if err != nil {
		t.Fatal(err)
	}
	created, err := protocol.ParseCredentialCreationResponseBytes(registered)
	if err != nil {
		t.Fatal(err)
	}
	if set != nil {
		set(passkey)
	}
	e := stepup.New(s, bytes.Repeat([]byte{7}, stepup.NonceSize), time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC))
	answer, err := passkey.Sign(fmt.Appendf(nil, `{"publicKey":{"rpId":%q,"challenge":%q}}`, site.Host,
		base64.RawURLEncoding.EncodeToString(e.Challenge())))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		t.Fatal(err)
	}
	e.Passkey, e.Key = passkey.ID, created.Response.AttestationObject.AuthData.AttData.CredentialPublicKey
	e.AuthenticatorData, e.ClientData = signed.Raw.AssertionResponse.AuthenticatorData, signed.Raw.AssertionResponse.ClientDataJSON
	e.Signature = signed.Raw.AssertionResponse.Signature
	return e
}

func TestCheck(t *testing.T) {
	e := sign(t, asking, nil)
	if err := e.Check(asking, site); err != nil {
		t.Fatal(err)
	}
	stored, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	var read stepup.Evidence
	if err := json.Unmarshal(stored, &read); err != nil || cmp.Diff(*e, read) != "" {
		t.Fatal(err, cmp.Diff(*e, read))
	}
	for name, c := range map[string]struct {
		change func(*stepup.Statement)
		says   string
	}{
		"another content": {func(s *stepup.Statement) { s.Content = []byte(`{"action":"hold","form":"I-247D"}`) }, "not what this says"},
		"another case":    {func(s *stepup.Statement) { s.Case = "b7c2" }, "under"},
		"another act":     {func(s *stepup.Statement) { s.Act = roles.ConfirmMatch }, "under"},
		"another person":  {func(s *stepup.Statement) { s.Actor.ID = "j. moss" }, "by r. alvarez"},
		"another office":  {func(s *stepup.Statement) { s.Actor.Office = "Chicago field office" }, "by r. alvarez"},
		"another role":    {func(s *stepup.Statement) { s.Actor.Role = sallyport.Director }, "by r. alvarez"},
	} {
		s := asking
		c.change(&s)
		if err := e.Check(s, site); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		// A forger who also rewrites what the evidence says of itself meets the signature.
		forged := *e
		again := stepup.New(s, e.Nonce, e.At)
		forged.Actor, forged.Act, forged.Case, forged.ContentSHA256 = again.Actor, again.Act, again.Case, again.ContentSHA256
		if err := forged.Check(s, site); err == nil || !strings.Contains(err.Error(), "another statement") {
			t.Errorf("%s, forged: %v", name, err)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for name, set := range map[string]func(*devpasskey.Passkey){
		"nobody verified":   func(p *devpasskey.Passkey) { p.Flags = devpasskey.Present },
		"nobody there":      func(p *devpasskey.Passkey) { p.Flags = devpasskey.Verified },
		"another page asks": func(p *devpasskey.Passkey) { p.Origin = "https://hub.example.evil.example" },
	} {
		if err := sign(t, asking, set).Check(asking, site); err == nil {
			t.Error(name)
		} else {
			t.Log(err)
		}
	}
	sound := sign(t, asking, nil)
	if err := sound.Check(asking, stepup.Site{Host: "other.example", Origin: site.Origin}); err == nil {
		t.Error("another site")
	}
	later := *sound
	later.At = later.At.Add(time.Second)
	if err := later.Check(asking, site); err == nil {
		t.Error("another time")
	}
	sound.Key = sign(t, asking, nil).Key
	if err := sound.Check(asking, site); err == nil {
		t.Error("another key")
	}
	if err := (&stepup.Evidence{}).CheckSelf(site); err == nil {
		t.Error("nothing at all")
	}
}

// TestAnyByte flips one bit anywhere in what is kept: nothing of it can be changed.
func TestAnyByte(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := sign(t, asking, nil)
		fields := [][]byte{e.ContentSHA256, e.Nonce, e.Key, e.AuthenticatorData, e.ClientData, e.Signature}
		field := rapid.SampledFrom(fields).Draw(rt, "field")
		field[rapid.IntRange(0, len(field)-1).Draw(rt, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		if e.Check(asking, site) == nil {
			rt.Fatal("still sound")
		}
	})
}

// TestChallengeKeepsFieldsApart draws two statements: other words make another challenge, however they run together.
func TestChallengeKeepsFieldsApart(t *testing.T) {
	word := rapid.StringMatching("[ab]{0,2}")
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) stepup.Statement {
			s := rapid.Custom(func(t *rapid.T) stepup.Statement {
				return stepup.Statement{Actor: sallyport.Actor{ID: word.Draw(t, "id"), Office: word.Draw(t, "office"), Role: sallyport.Role(word.Draw(t, "role"))},
					Act: roles.Act(word.Draw(t, "act")), Case: word.Draw(t, "case"), Content: []byte(word.Draw(t, "content"))}
			})
			return s.Draw(t, name)
		}
		a, b, nonce := draw("a"), draw("b"), make([]byte, stepup.NonceSize)
		if same := cmp.Diff(a, b) == ""; same != bytes.Equal(stepup.New(a, nonce, time.Time{}).Challenge(), stepup.New(b, nonce, time.Time{}).Challenge()) {
			t.Fatal(a, b)
		}
	})
}

// FuzzEvidence reads what a file of evidence might hold: no panic, and what is sound is so under its own statement only.
func FuzzEvidence(f *testing.F) {
	text, err := json.Marshal(sign(f, asking, nil))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","client_data":"e30=","authenticator_data":"AAAA"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var e stepup.Evidence
		if json.Unmarshal(text, &e) != nil || e.CheckSelf(site) != nil {
			return
		}
		e.Case += "1"
		if e.CheckSelf(site) == nil {
			t.Error("sound for two cases")
		}
	})
}
