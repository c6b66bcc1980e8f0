package link

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sallyport/internal/ledger"
	"sallyport/internal/store"
)

// known is a message whose encoding, digest, line and signature below were computed with Python's hashlib and OpenSSL.
func known() *Message {
	m := &Message{
		From: "hub", To: "us-ca/los-angeles", Number: 7, Case: "0123456789abcdef", Kind: "request",
		At: time.Date(2015, 7, 5, 12, 0, 0, 1000, time.UTC), Body: json.RawMessage(`{ "action":"notify", "note":"<né & \"x\">" }`),
	}
	for n := range byte(saltSize) {
		m.Salt = append(m.Salt, n)
	}
	return m
}

const (
	knownPayload   = `{"from":"hub","to":"us-ca/los-angeles","number":7,"case":"0123456789abcdef","kind":"request","at":"2015-07-05T12:00:00.000001Z","salt":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","body":{"action":"notify","note":"<né & \"x\">"}}`
	knownDigest    = "9fcb15768e2072f5e8f005c41107d86165c2d4ce8c719e703ca4a7bd591e6721"
	knownLine      = `{"message":{"from":"hub","to":"us-ca/los-angeles","number":7,"case":"0123456789abcdef","kind":"request","digest":"` + knownDigest + `"}}`
	knownLineSalt  = "288e9d786a968bfedc5e4f983734f8b8b93928c4be80d05018012ca4e2d0c6e3"
	knownLeaf      = "0fc045429a87a476a11a561b9c3c39de7180efbcecc0936cc54cb3177f6d4a94"
	knownSignature = "8a60f8bbe167c9795fdfa121f07ab68e85b2432e712e2f6fbd61db3082ef092825ad0f2685b79f2027eaf42c7edb1f241ae16cd44eaa76904ce0b7ae2e46cf09"
	knownPin       = "sha256:fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2"
	knownKey       = "ed25519:iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w="
)

// The wire and the books are a contract with every node there is: a change here is a new version of the link.
func TestKnownMessage(t *testing.T) {
	t.Parallel()
	envelope, err := known().Sign(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	line, salt, err := known().Line()
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := ledger.Leaf("hub.invalid/log", &store.Event{Body: line, Salt: salt, Old: true})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{knownPayload, knownDigest, knownSignature, knownPin, knownLine, knownLineSalt, knownLeaf}
	got := []string{
		string(envelope.Payload), hex.EncodeToString(Digest(envelope.Payload)), hex.EncodeToString(envelope.Signature[:]), envelope.Key.String(),
		line, salt, hex.EncodeToString(leaf),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	parsed, ok := ParseLine(line)
	if want := (Line{"hub", "us-ca/los-angeles", 7, "0123456789abcdef", "request", knownDigest}); !ok || parsed != want {
		t.Errorf("%+v", parsed)
	}
	if _, ok := ParseLine(`{"submission":"0123456789abcdef","kind":"received"}`); ok {
		t.Error("another event was read as a message")
	}
	key, err := ParsePublicKey(knownKey)
	if err != nil {
		t.Fatal(err)
	}
	m, err := envelope.Message([]PublicKey{{}, key})
	if err != nil {
		t.Fatal(err)
	}
	sent := known()
	sent.Body = json.RawMessage(`{"action":"notify","note":"<né & \"x\">"}`)
	if diff := cmp.Diff(sent, m); diff != "" {
		t.Errorf("(-sent +received):\n%s", diff)
	}
	if _, err := envelope.Message([]PublicKey{{}}); !errors.Is(err, ErrForged) {
		t.Errorf("with another key: %v", err)
	}
}

// A message has one encoding, and comes out as it went in.
func TestEncodingIsOne(t *testing.T) {
	t.Parallel()
	words := rapid.StringMatching(`[a-z0-9][a-z0-9./_-]{0,20}`)
	rapid.Check(t, func(r *rapid.T) {
		text, err := encode(rapid.MapOf(rapid.String(), rapid.OneOf(rapid.Just(any(nil)), rapid.Map(rapid.String(), func(s string) any { return s }))).Draw(r, "body"))
		if err != nil {
			r.Fatal(err)
		}
		m := &Message{
			From: words.Draw(r, "from"), To: words.Draw(r, "to"), Number: rapid.Int64Min(1).Draw(r, "number"),
			Case: rapid.StringMatching(`[!-~]{0,40}`).Draw(r, "case"), Kind: words.Draw(r, "kind"),
			At:   time.UnixMicro(rapid.Int64Range(0, 200e15).Draw(r, "at")).UTC(),
			Salt: rapid.SliceOfN(rapid.Byte(), saltSize, saltSize).Draw(r, "salt"), Body: text,
		}
		payload, err := m.Encode()
		if err != nil {
			r.Fatal(err)
		}
		again, err := DecodeMessage(payload)
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(m, again); diff != "" {
			r.Fatalf("(-sent +received):\n%s", diff)
		}
	})
}

func TestMessagesThatNoNodeTakes(t *testing.T) {
	t.Parallel()
	for complaint, change := range map[string]func(*Message){
		"from":             func(m *Message) { m.From = "Hub" },
		"to":               func(m *Message) { m.To = "" },
		"number":           func(m *Message) { m.Number = 0 },
		"case":             func(m *Message) { m.Case = "a case" },
		"kind":             func(m *Message) { m.Kind = strings.Repeat("k", 101) },
		"at":               func(m *Message) { m.At = m.At.Add(time.Nanosecond) },
		"salt has 0 bytes": func(m *Message) { m.Salt = nil },
		"body is missing":  func(m *Message) { m.Body = nil },
		"error calling":    func(m *Message) { m.Body = json.RawMessage("{") },
		"8388608 at most":  func(m *Message) { m.Body = json.RawMessage(`"` + strings.Repeat("x", MaxMessage) + `"`) },
	} {
		m := known()
		change(m)
		if _, err := m.Encode(); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%s: %v", complaint, err)
		}
		if payload, err := encode(m); err == nil {
			if _, err := DecodeMessage(payload); err == nil {
				t.Errorf("%s: read", complaint)
			}
		}
	}
	for name, payload := range map[string]string{
		"a field twice":     strings.Replace(knownPayload, `"from"`, `"from":"kern","from"`, 1),
		"a field more":      strings.Replace(knownPayload, `"from"`, `"via":"kern","from"`, 1),
		"another case":      strings.Replace(knownPayload, `"from"`, `"From"`, 1),
		"an escape":         strings.Replace(knownPayload, `"hub"`, `"h\u0075b"`, 1),
		"a space":           strings.Replace(knownPayload, `,`, `, `, 1),
		"an end of line":    knownPayload + "\n",
		"something after":   knownPayload + "{}",
		"another zone":      strings.Replace(knownPayload, `01Z`, `01+00:00`, 1),
		"a number in parts": strings.Replace(knownPayload, `:7,`, `:7.0,`, 1),
		"no UTF-8":          strings.Replace(knownPayload, `né`, "n\xe9", 1),
		"base64 in lines":   strings.Replace(knownPayload, `AAEC`, `AA\nEC`, 1),
	} {
		if payload == knownPayload {
			t.Errorf("%s: nothing changed", name)
		}
		if _, err := DecodeMessage([]byte(payload)); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

// A batch is counted while it is read.
func TestItemsAreCounted(t *testing.T) {
	t.Parallel()
	one := `{"number":1,"digest":""}`
	text := func(n int) []byte {
		return fmt.Appendf(nil, `{"session":"","sequence":1,"items":[%s]}`, strings.Repeat(one+",", n-1)+one)
	}
	if b, err := decode[batch](text(maxItems)); err != nil || len(b.Items) != maxItems {
		t.Errorf("%d items: %v", maxItems, err)
	}
	if _, err := decode[batch](text(maxItems + 1)); err == nil {
		t.Errorf("%d items were read", maxItems+1)
	}
}
