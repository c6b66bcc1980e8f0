package picture

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
)

func sample() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 5, 3))
	for n := range img.Pix {
		img.Pix[n] = uint8(n * 17)
	}
	return img
}

func encoded(tb testing.TB) map[string][]byte {
	tb.Helper()
	var p, r, b, t bytes.Buffer
	for _, err := range []error{png.Encode(&p, sample()), EncodePNG(&r, sample(), 500), bmp.Encode(&b, sample()), tiff.Encode(&t, sample(), nil)} {
		if err != nil {
			tb.Fatal(err)
		}
	}
	return map[string][]byte{
		"png": p.Bytes(), "png with resolution": r.Bytes(), "bmp": b.Bytes(), "tiff": t.Bytes(),
		"pgm": append([]byte("P5\n# a comment\n5 3\n255\n"), sample().Pix...),
	}
}

func TestDecode(t *testing.T) {
	want := map[string]int{"png with resolution": 500, "tiff": 72}
	for name, data := range encoded(t) {
		img, dpi, err := Decode(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(sample().Pix, img.Pix); diff != "" || dpi != want[name] {
			t.Errorf("%s: %d dpi, want %d; pixels (-want +got):\n%s", name, dpi, want[name], diff)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"nothing":  "",
		"other":    "GIF89a",
		"huge":     "P5 999999999 999999999 255 ",
		"cut":      "P5 5 3 255 abc",
		"16 bits":  "P5 5 3 65535 abcdefghijklmnopqrstuvwxyzabcdefg",
		"no width": "P5 x",
	} {
		if _, _, err := Decode([]byte(data)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, data := range encoded(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		img, dpi, err := Decode(data)
		if err == nil && (len(img.Pix) == 0 || dpi < 0) {
			t.Errorf("accepted an empty picture or %d dpi", dpi)
		}
	})
}

// FuzzExtract goes from a file's bytes to a template: whatever the bytes are, it is refused or can be stored.
func FuzzExtract(f *testing.F) {
	part := image.NewGray(image.Rect(0, 0, 96, 96))
	draw.Draw(part, part.Rect, synth.NewPerson(3, 1).Finger(2).Impression(0), image.Pt(110, 150), draw.Src)
	var p, b bytes.Buffer
	for _, err := range []error{EncodePNG(&p, part, 500), bmp.Encode(&b, part)} {
		if err != nil {
			f.Fatal(err)
		}
	}
	f.Add(p.Bytes(), 0)
	f.Add(b.Bytes(), 500)
	f.Add(append([]byte("P5 96 96 255\n"), part.Pix...), 569)
	f.Fuzz(func(t *testing.T, data []byte, dpi int) {
		img, stated, err := Decode(data)
		if err != nil {
			return
		}
		if dpi == 0 {
			dpi = stated
		}
		e, err := extraction.Examine(img, dpi)
		if err != nil {
			return
		}
		if e.Check.Value < 1 || e.Check.Value > 5 || len(e.Template.Minutiae) == 0 {
			t.Errorf("check %d, %d minutiae", e.Check.Value, len(e.Template.Minutiae))
		}
		if _, err := fingerprint.AppendTemplate(nil, &e.Template); err != nil {
			t.Error(err)
		}
	})
}
