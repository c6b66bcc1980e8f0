package stepup_test

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
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
	registering := *sign(t, asking, nil)
	registering.ClientData = bytes.Replace(registering.ClientData, []byte("webauthn.get"), []byte("webauthn.create"), 1)
	if err := registering.Check(asking, site); err == nil || !strings.Contains(err.Error(), `of "webauthn.create"`) {
		t.Error(err)
	}
	short := *sign(t, asking, nil)
	short.Nonce = short.Nonce[1:]
	if err := short.Check(asking, site); err == nil || !strings.Contains(err.Error(), "31 bytes") {
		t.Error(err)
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

// TestChallengeKeepsFieldsApart moves the border between two fields: the same letters in a row are another statement.
func TestChallengeKeepsFieldsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching("[ab]{1,3}"), 5, 5).Draw(t, "words")
		i := rapid.IntRange(0, 3).Draw(t, "border")
		moved := slices.Clone(words)
		moved[i], moved[i+1] = words[i][:len(words[i])-1], words[i][len(words[i])-1:]+words[i+1]
		challenge := func(w []string) []byte {
			who := sallyport.Actor{ID: w[0], Office: w[1], Role: sallyport.Role(w[2])}
			return stepup.New(stepup.Statement{Actor: who, Act: roles.Act(w[3]), Case: w[4]}, make([]byte, stepup.NonceSize), time.Time{}).Challenge()
		}
		if bytes.Equal(challenge(words), challenge(moved)) {
			t.Fatalf("%q and %q are one", words, moved)
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
