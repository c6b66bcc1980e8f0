package desk

import (
	"bytes"
	"image"
	"image/draw"
	"strings"
	"testing"

	"sallyport/fingerprint/synth"
	"sallyport/itl/ebts"
	"sallyport/wsq"
)

// TestExtractTakesTheStatedResolution reads prints at the resolution that their streams state, and refuses what is no print.
func TestExtractTakesTheStatedResolution(t *testing.T) {
	whole := synth.NewPerson(1, 0).Finger(2).Impression(0)
	twice := image.NewGray(image.Rect(0, 0, 640, 800))
	for n := range twice.Pix {
		twice.Pix[n] = whole.GrayAt(n%640/2, n/640/2).Y
	}
	blank := image.NewGray(whole.Rect)
	draw.Draw(blank, blank.Rect, image.White, image.Point{}, draw.Src)
	for _, c := range []struct {
		img  *image.Gray
		ppi  int
		says string
	}{
		{whole, 500, ""},
		{twice, 1000, ""},
		{whole, 72, "resolution: 72 dpi is not that of a fingerprint scan"},
		{twice, 500, "check the resolution"},
		{blank, 500, "is of one even tone"},
	} {
		var stream bytes.Buffer
		must(t, wsq.Encode(&stream, c.img, wsq.Options{PPI: c.ppi}))
		template, err := extract(ebts.Print{Finger: 2, WSQ: stream.Bytes()})
		switch {
		case c.says == "" && (err != nil || template.Finger != 2 || template.Width != 320 || len(template.Minutiae) < 10):
			t.Errorf("%v at %d: %d wide, %d minutiae, %v", c.img.Rect.Size(), c.ppi, template.Width, len(template.Minutiae), err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%v at %d: %v, want %q", c.img.Rect.Size(), c.ppi, err, c.says)
		}
	}
}
