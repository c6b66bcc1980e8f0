package link

import (
	"bytes"
	"crypto/ed25519"
	"testing"
)

// FuzzEnvelope holds that whatever is read is written again as it was, and nothing panics.
func FuzzEnvelope(f *testing.F) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	good, err := known().Sign(key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good.Marshal())
	f.Add(seal(key, forMessage, []byte(`{}`)).Marshal())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := ParseEnvelope(text)
		if err != nil {
			return
		}
		if !bytes.Equal(e.Marshal(), text) {
			t.Fatal("an envelope was read and written otherwise")
		}
		if _, err := e.Message([]PublicKey{publicKey(key)}); err == nil && !bytes.Equal(text, good.Marshal()) && bytes.Equal(e.Payload, good.Payload) {
			t.Fatal("a second signature on one message was believed")
		}
		m, err := DecodeMessage(e.Payload)
		if err != nil {
			return
		}
		if again, err := m.Encode(); err != nil || !bytes.Equal(again, e.Payload) {
			t.Fatalf("a message was read and written otherwise: %v\n%s\n%s", err, e.Payload, again)
		}
	})
}

// FuzzFrame does so for what nodes say about a session, and for what peers answer.
func FuzzFrame(f *testing.F) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	peer := &Peer{Name: "hub", Keys: []PublicKey{publicKey(key)}}
	good, err := known().Sign(key)
	if err != nil {
		f.Fatal(err)
	}
	for _, frame := range []any{
		hello{"hub", "us-ca/los-angeles", make([]byte, nonceSize), known().At},
		welcome{"us-ca/los-angeles", "hub", Digest(nil), make([]byte, nonceSize), known().At, 7},
		batch{Digest(nil), 1, items{itemOf(7, good), {6, Digest(nil), nil}}},
		reply{Digest(nil), 1, []result{{6, Digest(nil), ""}, {7, Digest(nil), "no"}}, "later", 8},
	} {
		text, err := encode(frame)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		same(t, text, func(*hello) {})
		same(t, text, func(*welcome) {})
		same(t, text, func(b *batch) {
			if _, err := b.open(peer, "us-ca/los-angeles"); err == nil && len(b.Items) > maxItems {
				t.Fatal("too many items")
			}
		})
		same(t, text, func(r *reply) { _ = r.check(&batch{Items: make(items, 1)}) })
	})
}

func same[T any](t *testing.T, text []byte, use func(*T)) {
	v, err := decode[T](text)
	if err != nil {
		return
	}
	use(v)
	if again, err := encode(v); err != nil || !bytes.Equal(again, text) {
		t.Fatalf("%T was read and written otherwise: %v", v, err)
	}
}
