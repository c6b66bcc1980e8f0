package wsq

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite golden files")

// rings is nobody's print: rings of nine pixels about a point, computed in integers, so that every processor makes the same.
func rings(width, height int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			dx, dy := x-width/2+y/16, y-height/3
			phase := root(256*(dx*dx+dy*dy)) * 256 / (9 * 16) % 256 // 16ths of a pixel from the centre; 256 to a ring
			half := phase % 128
			wave := half * (128 - half) * 90 / 4096
			if phase >= 128 {
				wave = -wave
			}
			img.Pix[y*img.Stride+x] = uint8(140 + wave - (x*7+y*13)%11)
		}
	}
	return img
}

// root is the whole part of a square root.
func root(n int) int {
	r := 0
	for bit := 1 << 20; bit > 0; bit >>= 1 {
		if (r+bit)*(r+bit) <= n {
			r += bit
		}
	}
	return r
}

// TestEncodingsAreThoseRecorded compares size, likeness and hash of what is encoded, and the hash of what is decoded from it,
// with those on record. Of the same images NBIS 5.0.0 (gcc -O2, x86-64) makes the same bytes, and from them the same pixels, but of
// the narrowest: its stream of that shows 22 dB at 2.25 bits a pixel, ours 31.
func TestEncodingsAreThoseRecorded(t *testing.T) {
	var out strings.Builder
	for _, size := range []image.Point{{500, 500}, {800, 750}, {333, 257}, {545, 622}, {17, 200}} {
		img := rings(size.X, size.Y)
		for _, rate := range []float64{0.1, 0.75, 1.5, 2.25, 5} {
			var stream bytes.Buffer
			if err := Encode(&stream, img, Options{BitRate: rate}); err != nil {
				t.Fatal(err)
			}
			back, _, err := DecodeBytes(stream.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%dx%d at %v: %d bytes, %.2f dB, stream %s, pixels %s\n", size.X, size.Y, rate, stream.Len(), psnr(img, back),
				hash(stream.Bytes())[:16], hash(back.Pix)[:16])
		}
	}
	const golden = "testdata/encodings.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); diff != "" {
		t.Errorf("encodings (-recorded +now):\n%s", diff)
	}
}
