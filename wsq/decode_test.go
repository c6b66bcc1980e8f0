package wsq

import (
	"testing"
)

// TestDecodeEqualsNBIS compares every pixel with NBIS 5.0.0.
func TestDecodeEqualsNBIS(t *testing.T) {
	for _, e := range expectations(t) {
		t.Run(e.name, func(t *testing.T) {
			gray, info, err := DecodeBytes(referenceStream(t, e))
			if err != nil {
				t.Fatal(err)
			}
			if info.Width != e.width || info.Height != e.height {
				t.Fatalf("size %dx%d, want %dx%d", info.Width, info.Height, e.width, e.height)
			}
			if got := hash(gray.Pix); got != e.pixels {
				t.Errorf("pixels hash to %s, NBIS's to %s", got, e.pixels)
			}
		})
	}
}
