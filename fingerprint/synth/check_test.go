package synth

import (
	"image"
	"slices"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
)

// TestCaptureCheckNamesWhatWasTurned takes fingers that check well and takes them worse in one way after another: the check
// sinks and names what was done, on nearly every finger; and it never names the opposite. Common wetness is -0.9 to 0.9.
func TestCaptureCheckNamesWhatWasTurned(t *testing.T) {
	var good, noticed, contrary = 0, map[string]int{}, map[string]int{}
	turns := []struct {
		fault, opposite string
		turn            func(*touch)
		after           func(*image.Gray) *image.Gray
	}{
		{"too dry", "too wet", func(t *touch) { t.wet = -2 }, same},
		{"too wet", "too dry", func(t *touch) { t.wet = 2 }, same},
		{"too small", "cut off at the edge", func(t *touch) { t.wide, t.high = 64, 72 }, same},
		{"too few minutiae", "cut off at the edge", func(t *touch) { t.wide, t.high = 64, 72 }, same},
		{"cut off at the edge", "too small", func(t *touch) { t.wide, t.high, t.shift = 600, 600, point{0, 20} }, same},
		{"too little contrast", "", func(*touch) {}, faint},
	}
	for n := range 12 {
		f := NewPerson(12, n).Finger(1 + n%10)
		f.Impression(0) // grows the master
		even := func(k *touch) { k.spoilt, k.blobs, k.dark, k.wet, k.wide, k.high = 0, 1000, 190, 0.1, 128, 160 }
		plain := f.examine(t, even, same)
		if plain.Value < 5 {
			t.Logf("person %d: plain check %d: %v", n, plain.Value, plain.Faults)
			continue
		}
		good++
		for _, c := range turns {
			got := f.examine(t, func(k *touch) { even(k); c.turn(k) }, c.after)
			if got.Value < plain.Value && names(got, c.fault) {
				noticed[c.fault]++
			} else {
				t.Logf("person %d: %s: check %d, %v", n, c.fault, got.Value, got.Faults)
			}
			if names(got, c.opposite) {
				contrary[c.fault]++
			}
		}
	}
	if good < 8 {
		t.Fatalf("only %d of 12 plain impressions have nothing against them", good)
	}
	for _, c := range turns {
		if noticed[c.fault] < good-1 || contrary[c.fault] > 0 {
			t.Errorf("%s: noticed on %d of %d, named %q on %d", c.fault, noticed[c.fault], good, c.opposite, contrary[c.fault])
		}
	}
}

// examine takes an impression whose touch was turned, and checks it.
func (f *Finger) examine(t *testing.T, turn func(*touch), after func(*image.Gray) *image.Gray) extraction.Check {
	t.Helper()
	touch := newTouch(f.chance(0))
	turn(touch)
	ink := touch.press(f.master)
	touch.spoil(ink)
	e, err := extraction.Examine(after(touch.render(ink)), fingerprint.Resolution)
	if err != nil {
		t.Fatal(err)
	}
	return e.Check
}

func names(c extraction.Check, fault string) bool {
	return slices.ContainsFunc(c.Faults, func(f extraction.Fault) bool { return f.Name == fault })
}

func same(img *image.Gray) *image.Gray { return img }

// faint leaves a tenth of the contrast.
func faint(img *image.Gray) *image.Gray {
	for n, v := range img.Pix {
		img.Pix[n] = 180 + v/8
	}
	return img
}
