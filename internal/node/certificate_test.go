package node

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWhereWillPeopleSignIn: over TLS of the node's own or of a proxy beside it, and nowhere else.
func TestWhereWillPeopleSignIn(t *testing.T) {
	own := filepath.Join(t.TempDir(), "pages.pem")
	if err := TrialCertificate(own, []string{"hub.example.org"}, rand.Reader, time.Now()); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.pem")
	if err := os.WriteFile(broken, []byte("-----BEGIN CERTIFICATE-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const origin = "https://hub.example.org"
	for name, c := range map[string]struct {
		pages, certificate, origin string
		says                       string // "" where it will do
	}{
		"its own":                    {"0.0.0.0:443", own, origin, ""},
		"another port":               {"0.0.0.0:8443", own, origin + ":8443", ""},
		"a proxy beside it":          {"127.0.0.1:8080", "", origin, ""},
		"by name":                    {"localhost:8080", "", origin, ""},
		"to the world without TLS":   {"0.0.0.0:8080", "", origin, "give certificate"},
		"to everybody":               {":8080", "", origin, "give certificate"},
		"to the next room":           {"10.0.0.7:8080", "", origin, "give certificate"},
		"nobody ends TLS":            {"localhost:8080", "", "https://localhost:8080", "nobody serves"},
		"for another host":           {"0.0.0.0:443", own, "https://jail.example.org", "is for"},
		"no file":                    {"0.0.0.0:443", own + ".no", origin, "no such file"},
		"no certificate in the file": {"0.0.0.0:443", broken, origin, "as PEM"},
		"without a port":             {"localhost", "", origin, "pages: "},
	} {
		config := Config{Pages: c.pages, Certificate: c.certificate, SignIn: &SignIn{Origin: c.origin}}
		got, err := config.pagesTLS()
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) || err == nil && (got == nil) != (c.certificate == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (&Config{Pages: "0.0.0.0:8080"}).pagesTLS(); err != nil {
		t.Error("nobody signs in:", err)
	}
}

// TestTrialCertificate: a browser is asked once, until the certificate is nearly at its end or the host is another.
func TestTrialCertificate(t *testing.T) {
	file, now := filepath.Join(t.TempDir(), "pages.pem"), time.Now()
	make := func(now time.Time, hosts ...string) string {
		t.Helper()
		if err := TrialCertificate(file, hosts, rand.Reader, now); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	first := make(now, "hub.localhost", "localhost")
	if about, err := os.Stat(file); err != nil || about.Mode().Perm() != 0o600 {
		t.Error(about.Mode(), err)
	}
	if make(now.Add(300*24*time.Hour), "hub.localhost") != first {
		t.Error("made again while it was good")
	}
	if make(now.Add(340*24*time.Hour), "hub.localhost") == first {
		t.Error("not made again a month before its end")
	}
	last := make(now, "hub.localhost")
	if make(now, "jail.localhost") == last {
		t.Error("used for another host")
	}
}
