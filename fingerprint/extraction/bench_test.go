package extraction_test

import (
	"image"
	"testing"

	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
)

// BenchmarkExtract works on a synthetic print of 388 × 374 pixels.
func BenchmarkExtract(b *testing.B) {
	print := synth.NewPerson(1, 1).Finger(2).Impression(0)
	img := image.NewGray(image.Rect(0, 0, 388, 374))
	for n := range img.Pix {
		img.Pix[n] = 240
	}
	for y := range 374 {
		copy(img.Pix[y*388+34:], print.Pix[(y+13)*print.Stride:][:320])
	}
	for b.Loop() {
		if _, err := extraction.Template(img, 500); err != nil {
			b.Fatal(err)
		}
	}
}
