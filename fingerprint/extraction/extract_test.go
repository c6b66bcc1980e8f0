package extraction_test

import (
	"image"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
)

func TestExtractRefuses(t *testing.T) {
	for name, c := range map[string]struct{ width, height, dpi int }{
		"resolution unknown":  {300, 400, 0},
		"resolution of print": {300, 400, 72},
		"resolution absurd":   {300, 400, 20000},
		"negative":            {300, 400, -500},
		"too small":           {40, 400, 500},
		"too large":           {3000, 3000, 500},
		"empty":               {0, 0, 500},
	} {
		if _, err := extraction.Template(image.NewGray(image.Rect(0, 0, c.width, c.height)), c.dpi); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// An image inside a larger one has a stride and a corner of its own.
func TestExtractOfPart(t *testing.T) {
	whole := synth.NewPerson(3, 1).Finger(2).Impression(0)
	part := whole.SubImage(image.Rect(20, 30, 300, 380)).(*image.Gray)
	copied := image.NewGray(image.Rect(0, 0, 280, 350))
	for y := range 350 {
		copy(copied.Pix[y*copied.Stride:], whole.Pix[(y+30)*whole.Stride+20:][:280])
	}
	want, _ := extraction.Template(copied, 500)
	got, err := extraction.Template(part, 500)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a part differs from its copy (-copy +part):\n%s", diff)
	}
}

// At another resolution the same picture must still be the same finger.
func TestExtractAtOtherResolution(t *testing.T) {
	f := synth.NewPerson(3, 2).Finger(3)
	a, err := extraction.Template(f.Impression(0), 500)
	if err != nil {
		t.Fatal(err)
	}
	b, err := extraction.Template(doubled(f.Impression(1)), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if score := fingerprint.Match(&a, &b).Score; score < 5 {
		t.Errorf("score %.1f between 500 and 1,000 dpi", score)
	}
}

func doubled(img *image.Gray) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, 2*img.Rect.Dx(), 2*img.Rect.Dy()))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Pix[y*out.Stride+x] = img.Pix[y/2*img.Stride+x/2]
		}
	}
	return out
}

func FuzzExtract(f *testing.F) {
	f.Add(synth.NewPerson(3, 1).Finger(2).Impression(0).Pix[32000:36096], 64, 500)
	f.Fuzz(func(t *testing.T, pix []byte, width, dpi int) {
		if width <= 0 || width > len(pix) {
			return
		}
		img := &image.Gray{Pix: pix, Stride: width, Rect: image.Rect(0, 0, width, len(pix)/width)}
		if got, err := extraction.Template(img, dpi); err == nil {
			fingerprint.Match(&got, &got)
		}
	})
}
