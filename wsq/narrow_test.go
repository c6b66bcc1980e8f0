package wsq

import (
	"bytes"
	"fmt"
	"testing"
)

// TestNarrowImages: bands of two and three samples are joined as NBIS joins them, who turns at their ends not quite by symmetry.
// The hashes begin those of the pixels that NBIS 5.0.0 (gcc -O2, x86-64) made of the same streams.
func TestNarrowImages(t *testing.T) {
	want := map[string]string{
		"49x49":  "4693fbdd8947dc2c",
		"50x200": "a6164510d3ad0bba",
		"200x57": "005ee91691cfb2c7",
		"64x64":  "00d5db7e0dd3b764",
		"63x65":  "02f7f6180c0fa432",
		"65x120": "e88d4d9a3bee7166",
		"79x80":  "754f6bcef0ff6838",
		"80x51":  "36fdc2aa6c6e4d7f",
	}
	for name, hashed := range want {
		var width, height int
		if _, err := fmt.Sscanf(name, "%dx%d", &width, &height); err != nil {
			t.Fatal(err)
		}
		var stream bytes.Buffer
		if err := Encode(&stream, rings(width, height), Options{BitRate: 1.5}); err != nil {
			t.Fatal(err)
		}
		gray, _, err := DecodeBytes(stream.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if got := hash(gray.Pix)[:16]; got != hashed {
			t.Errorf("%s: pixels hash to %s, NBIS's to %s", name, got, hashed)
		}
	}
}
