package link

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"io/fs"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/outside"
)

func TestIdentityIsKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := LoadIdentity(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none yet: %v", err)
	}
	made, err := NewIdentity(dir, "us-ca/los-angeles", rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := LoadIdentity(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{made.Name, made.Pin().String(), made.PublicKey().String()}, []string{kept.Name, kept.Pin().String(), kept.PublicKey().String()}); diff != "" {
		t.Errorf("(-made +kept):\n%s", diff)
	}
	if _, err := NewIdentity(dir, "us-ca/los-angeles", rand.Reader, time.Now()); err == nil {
		t.Error("an identity was replaced")
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestIdentityFollowsItsRandomSource(t *testing.T) {
	t.Parallel()
	now := time.Date(2015, 7, 5, 0, 0, 0, 0, time.UTC)
	var made []string
	for range 2 {
		id, err := NewIdentity(t.TempDir(), "hub", mathrand.NewChaCha8([32]byte{1}), now)
		if err != nil {
			t.Fatal(err)
		}
		text, err := id.marshal()
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, string(text))
	}
	if made[0] != made[1] {
		t.Error("one random source made two identities")
	}
	if _, err := NewIdentity(t.TempDir(), "hub", bytes.NewReader(make([]byte, 70)), now); err == nil {
		t.Error("an identity was made of too little")
	}
}

func TestDamagedIdentity(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := NewIdentity(dir, "hub", rand.Reader, time.Now()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, identityFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewIdentity(t.TempDir(), "hub", rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	mixed, err := other.marshal()
	if err != nil {
		t.Fatal(err)
	}
	certificate := []byte("-----BEGIN CERTIFICATE")
	for complaint, text := range map[string][]byte{
		"block 1 is not a PRIVATE KEY": {},
		"block 3 is not a CERTIFICATE": whole[:len(whole)-40],
		"is for another key":           append(bytes.Clone(whole[:bytes.Index(whole, certificate)]), mixed[bytes.Index(mixed, certificate):]...),
	} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadIdentity(dir); err == nil || !strings.Contains(err.Error(), complaint) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v", complaint, err)
		}
	}
}

func TestPinsAndKeysOfAConfiguration(t *testing.T) {
	t.Parallel()
	id, err := NewIdentity(t.TempDir(), "hub", rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(id.Key.Public())
	if err != nil {
		t.Fatal(err)
	}
	if got := id.PublicKey().Pin(); !bytes.Equal(got[:], Digest(spki)) {
		t.Errorf("%s is not the pin of the key", got)
	}
	if got, err := ParsePin(id.Pin().String()); err != nil || got != id.Pin() {
		t.Errorf("%s: %v", got, err)
	}
	if got, err := ParsePublicKey(id.PublicKey().String()); err != nil || got != id.PublicKey() {
		t.Errorf("%s: %v", got, err)
	}
	for _, bad := range []string{"", "sha256:", "sha256:00", strings.TrimPrefix(knownPin, "sha256:"), knownPin + "00", knownKey} {
		if _, err := ParsePin(bad); err == nil {
			t.Errorf("%q is no pin", bad)
		}
	}
	for _, bad := range []string{"", "ed25519:", "ed25519:AAAA", knownPin, knownKey + "\n", strings.Replace(knownKey, "1w=", "1x=", 1)} {
		if _, err := ParsePublicKey(bad); err == nil {
			t.Errorf("%q is no key", bad)
		}
	}
}

// An operator can check a pin with OpenSSL.
func TestPinByOpenSSL(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		outside.Missing(t, "no openssl: install Debian's openssl")
	}
	dir := t.TempDir()
	id, err := NewIdentity(dir, "hub", rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("sh", "-c", `openssl x509 -in "$0" -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -r`, filepath.Join(dir, identityFile)).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := pinPrefix + strings.Fields(string(out))[0]; got != id.Pin().String() {
		t.Errorf("OpenSSL says %s, the node %s", got, id.Pin())
	}
}

func TestPeersOfAConfiguration(t *testing.T) {
	t.Parallel()
	hub, jail := newSide(t, "hub"), newSide(t, "jail")
	good := jail.peer()
	good.URL = "https://jail.invalid:8443/"
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for complaint, change := range map[string]func(*Peer){
		"name":                func(p *Peer) { p.Name = "The Jail" },
		"give the pin":        func(p *Peer) { p.Certificates = nil },
		"and its key":         func(p *Peer) { p.Keys = nil },
		"not https":           func(p *Peer) { p.URL = "http://jail.invalid" },
		"not https://host":    func(p *Peer) { p.URL = "https://jail.invalid/?x=1" },
		"missing protocol":    func(p *Peer) { p.URL = "://" },
		"where its node rece": func(p *Peer) { p.URL = "" },
	} {
		p := good
		change(&p)
		if _, err := hub.node.Send(p, nil); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%s: %v", complaint, err)
		}
	}
	other := good
	other.Name = "other"
	for complaint, peers := range map[string][]Peer{"twice": {good, good}, "same certificate": {good, other}, "name": {{}}} {
		if _, err := hub.node.Receive(peers, Desk{}); err == nil || !strings.Contains(err.Error(), complaint) {
			t.Errorf("%s: %v", complaint, err)
		}
	}
}
