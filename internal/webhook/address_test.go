package webhook

import (
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestMay asks for addresses of every kind (IANA special-purpose address registries).
func TestMay(t *testing.T) {
	for text, want := range map[string]bool{
		"8.8.8.8": true, "172.15.0.1": true, "172.32.0.1": true, "100.63.0.1": true, "2606:4700::1111": true, "::ffff:8.8.8.8": true,
		"0.0.0.0": false, "10.1.2.3": false, "100.64.0.1": false, "127.0.0.1": false, "127.8.0.1": false, "169.254.169.254": false, "172.16.0.1": false,
		"172.31.255.255": false, "192.168.1.1": false, "192.0.2.1": false, "198.18.0.1": false, "203.0.113.9": false, "224.0.0.1": false, "255.255.255.255": false,
		"::": false, "::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
		"fd00::1": false, "fe80::1": false, "fe80::1%eth0": false, "ff02::1": false, "2001:db8::1": false,
	} {
		if got := (Reach{}).may(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	own := Reach{Private: []netip.Prefix{netip.MustParsePrefix("10.20.0.0/16")}}
	for text, want := range map[string]bool{"10.20.3.4": true, "::ffff:10.20.3.4": true, "10.21.0.1": false, "127.0.0.1": false, "8.8.8.8": true} {
		if got := own.may(netip.MustParseAddr(text)); got != want {
			t.Errorf("with 10.20.0.0/16, %s: %v, want %v", text, got, want)
		}
	}
	if (Reach{}).may(netip.Addr{}) {
		t.Error("no address")
	}
}

// TestClip keeps what a database takes.
func TestClip(t *testing.T) {
	if got := clip("a\x00b\xff" + strings.Repeat("é", 400)); len(got) > 500 || strings.ContainsRune(got, 0) || !utf8.ValidString(got) || !strings.HasPrefix(got, "abé") {
		t.Errorf("%q", got)
	}
}
