package extraction_test

import (
	"image"
	"image/draw"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
)

// TestNoPrint refuses pictures of other things, at every resolution that they may be said to have, and says why and what to do.
func TestNoPrint(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for name, c := range map[string]struct {
		img  *image.Gray
		says string // of 500 dpi
	}{
		"white":           {painted(320, 400, func(_, _ float64) float64 { return 255 }), "one even tone"},
		"black":           {painted(320, 400, func(_, _ float64) float64 { return 0 }), "one even tone"},
		"one pixel":       {image.NewGray(image.Rect(0, 0, 1, 1)), "smaller than a fingertip"},
		"narrow":          {image.NewGray(image.Rect(0, 0, 4, 1400)), "smaller than a fingertip"},
		"very wide":       {image.NewGray(image.Rect(0, 0, 100000, 60)), "larger than a finger"},
		"a strip":         {painted(1400, 48, func(_, _ float64) float64 { return chance.Float64() * 255 }), "no ridges"},
		"noise":           {painted(320, 400, func(_, _ float64) float64 { return chance.Float64() * 255 }), "no ridges"},
		"soft noise":      {painted(320, 400, func(_, _ float64) float64 { return 120 + 40*chance.Float64() }), "no ridges"},
		"gradient":        {painted(320, 400, func(x, y float64) float64 { return (x + y) / 3 }), "one even tone"},
		"vignette":        {painted(320, 400, func(x, y float64) float64 { return 255 - math.Hypot(x-160, y-200) }), "photograph"},
		"photograph":      {blobs(chance), "photograph"},
		"stripes":         {stripes(9, 0.3), "one way"},
		"upright stripes": {stripes(8, 0), "one way"},
		"wide stripes":    {stripes(40, 1), "photograph"},
		"rings":           {painted(320, 400, func(x, y float64) float64 { return 128 + 110*math.Sin(math.Hypot(x-160, y-200)*2*math.Pi/9) }), "with 0 minutiae"},
		"blocks":          {blocks(chance), "turn sharply"},
		"small print":     {text(t, 14), "turn sharply"},
		"blurred text":    {text(t, 7), "one way"},
		"text":            {text(t, 24), "turn sharply"},
		"headlines":       {text(t, 60), "turn sharply"},
	} {
		for _, dpi := range []int{250, 400, 500, 1000} {
			e, err := extraction.Examine(c.img, dpi)
			if err == nil {
				t.Errorf("%s at %d dpi: accepted with %d minutiae, check %d", name, dpi, len(e.Template.Minutiae), e.Check.Value)
			} else if dpi == 500 && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v; want %q", name, err, c.says)
			}
		}
	}
}

// TestPrintsAreNotRefused goes over a hundred impressions of synthetic people, and over pieces of one print.
func TestPrintsAreNotRefused(t *testing.T) {
	for n := range 10 {
		finger := synth.NewPerson(31, n).Finger(1 + n)
		for k := range 10 {
			if _, err := extraction.Template(finger.Impression(k), 500); err != nil {
				t.Errorf("person %d finger %d impression %d: %v", n, 1+n, k, err)
			}
		}
	}
	whole := synth.NewPerson(31, 1).Finger(2).Impression(0)
	for _, side := range []int{150, 190} {
		for x := 40; x+side < 280; x += 30 {
			for y := 60; y+side < 350; y += 40 {
				if _, err := extraction.Template(whole.SubImage(image.Rect(x, y, x+side, y+side)).(*image.Gray), 500); err != nil {
					t.Errorf("%d pixels at %d, %d: %v", side, x, y, err)
				}
			}
		}
	}
}

func painted(width, height int, grey func(x, y float64) float64) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for n := range img.Pix {
		img.Pix[n] = uint8(math.Max(0, math.Min(255, grey(float64(n%width), float64(n/width)))))
	}
	return img
}

func stripes(period, angle float64) *image.Gray {
	sin, cos := math.Sincos(angle)
	return painted(320, 400, func(x, y float64) float64 { return 128 + 110*math.Sin((x*cos+y*sin)*2*math.Pi/period) })
}

// blobs are soft lights and shades with a little grain, as on a photograph out of focus.
func blobs(chance *rand.Rand) *image.Gray {
	var centres [40][4]float64
	for n := range centres {
		centres[n] = [...]float64{chance.Float64() * 320, chance.Float64() * 400, 20 + 40*chance.Float64(), 200*chance.Float64() - 100}
	}
	return painted(320, 400, func(x, y float64) float64 {
		v := 128 + 5*chance.Float64()
		for _, c := range centres {
			v += c[3] * math.Exp(-((x-c[0])*(x-c[0])+(y-c[1])*(y-c[1]))/(2*c[2]*c[2]))
		}
		return v
	})
}

func blocks(chance *rand.Rand) *image.Gray {
	img := painted(320, 400, func(_, _ float64) float64 { return 255 })
	for range 60 {
		x, y := chance.IntN(320), chance.IntN(400)
		draw.Draw(img, image.Rect(x, y, x+6+chance.IntN(30), y+6+chance.IntN(30)), image.Black, image.Point{}, draw.Src)
	}
	return img
}

// text is a page of the Go font, in points of a pixel.
func text(t *testing.T, size float64) *image.Gray {
	t.Helper()
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	img := painted(640, 480, func(_, _ float64) float64 { return 255 })
	d := font.Drawer{Dst: img, Src: image.Black, Face: face}
	for y := size; y < 480; y += 1.2 * size {
		d.Dot = fixed.P(5, int(y))
		d.DrawString(strings.Repeat("The quick brown fox jumps over the lazy dog. ", 4)[int(y)%40:])
	}
	return img
}
