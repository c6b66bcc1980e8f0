package datashare_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"os"
	"strings"
	"testing"

	"sallyport/internal/search/abis/datashare"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// holder is the certificate that testdata/Seal.java sealed for, and its key.
func holder(t testing.TB) (*rsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	pair, err := tls.X509KeyPair(read(t, "certificate.pem"), read(t, "key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	return pair.PrivateKey.(*rsa.PrivateKey), pair.Leaf
}

// TestOpenJava opens what the JDK's ciphers have sealed (testdata/Seal.java), and nothing that was changed.
func TestOpenJava(t *testing.T) {
	t.Parallel()
	key, certificate := holder(t)
	sealed := read(t, "sealed")
	data, err := datashare.Open(key, certificate, sealed)
	if err != nil || string(data) != "<BIR/> for nobody" {
		t.Errorf("%q, %v", data, err)
	}
	whole, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(string(sealed), "="))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{0, 7, 38, 293, 295, 308, 339, 340, len(whole) - 1} {
		changed := append([]byte{}, whole...)
		changed[at] ^= 1
		if data, err := datashare.Open(key, certificate, base64.RawURLEncoding.AppendEncode(nil, changed)); err == nil {
			t.Errorf("byte %d was changed, and it opened: %q", at, data)
		}
	}
}

// TestSeal: what was sealed opens, and twice the same is not sealed alike.
func TestSeal(t *testing.T) {
	t.Parallel()
	key, certificate := holder(t)
	first, err := datashare.Seal(rand.Reader, certificate, []byte("prints"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := datashare.Seal(rand.Reader, certificate, []byte("prints"))
	if err != nil || string(again) == string(first) {
		t.Error("sealed alike twice", err)
	}
	if data, err := datashare.Open(key, certificate, first); err != nil || string(data) != "prints" {
		t.Errorf("%q, %v", data, err)
	}
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := datashare.Seal(rand.Reader, &x509.Certificate{PublicKey: &other.PublicKey}, nil); err == nil || !strings.Contains(err.Error(), "RSA of 2048 bits") {
		t.Error(err)
	}
}

// FuzzOpen: no panic, whatever came.
func FuzzOpen(f *testing.F) {
	key, certificate := holder(f)
	f.Add(read(f, "sealed"))
	f.Add([]byte(""))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		_, _ = datashare.Open(key, certificate, sealed)
	})
}
