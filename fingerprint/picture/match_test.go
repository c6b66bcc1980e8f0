package picture

import (
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
)

// blank is a side of one grey tone, so many pixels at dpi both ways.
func blank(side, dpi int, tone uint8, minutiae ...fingerprint.Minutia) Side {
	img := image.NewGray(image.Rect(0, 0, side, side))
	for n := range img.Pix {
		img.Pix[n] = tone
	}
	return Side{img, dpi, minutiae}
}

func at(x, y int16, direction uint8, kind fingerprint.Kind) fingerprint.Minutia {
	return fingerprint.Minutia{X: x, Y: y, Direction: direction, Kind: kind}
}

// TestPairsAreMarkedOnBoth looks at the outline of each mark, opposite its stroke, on a light and on a dark print.
func TestPairsAreMarkedOnBoth(t *testing.T) {
	a := blank(200, 500, 230, at(30, 40, 0, fingerprint.Ending), at(150, 60, 64, fingerprint.Bifurcation), at(50, 150, 128, fingerprint.Ending), at(150, 150, 0, fingerprint.Ending))
	b := blank(300, 1000, 10, at(110, 100, 192, fingerprint.Ending), at(40, 40, 128, fingerprint.Ending), at(110, 40, 0, fingerprint.Bifurcation))
	pairs := []fingerprint.Pair{{A: 0, B: 1}, {A: 1, B: 2}, {A: 2, B: 0}}
	out := DrawMatch(a, b, pairs)
	left, right := a.frame(margin), b.frame(margin+400+margin)
	if want := image.Rect(496, 48, 796, 348); right != want || out.Rect != image.Rect(0, 0, 844, 520) {
		t.Fatalf("the right print is at %v, want %v, in %v", right, want, out.Rect)
	}
	outline := func(frame image.Rectangle, m fingerprint.Minutia, radius float64) color.RGBA {
		sin, cos := math.Sincos(float64(m.Direction) * math.Pi / 128)
		x, y := zoom*(float64(m.X)+0.5)-radius*cos, zoom*(float64(m.Y)+0.5)+radius*sin
		return out.RGBAAt(frame.Min.X+int(math.Floor(x)), frame.Min.Y+int(math.Floor(y)))
	}
	for n, p := range pairs {
		inA, inB := outline(left, a.Minutiae[p.A], pairedRadius), outline(right, b.Minutiae[p.B], pairedRadius)
		if inA != inks[n] || inB != inks[n] {
			t.Errorf("pair %d is %v in the first print and %v in the second, want %v", n+1, inA, inB, inks[n])
		}
	}
	if got := outline(left, a.Minutiae[3], pairedRadius); got != out.RGBAAt(left.Min.X, left.Min.Y) {
		t.Errorf("a minutia that was not paired is marked as large as a pair, in %v", got)
	}
}

// TestMarksAreWhereTheImageShowsThem draws a dark spot at a minutia of images of several resolutions: it must be in the mark's middle.
func TestMarksAreWhereTheImageShowsThem(t *testing.T) {
	for _, dpi := range []int{250, 400, 500, 569, 1000, 1200} {
		s := blank(300*dpi/500, dpi, 250, at(200, 120, 0, fingerprint.Ending))
		spot := func(v int16) int { return int((float64(v) + 0.5) * float64(dpi) / 500) }
		size := dpi / 250
		for y := -size; y <= size; y++ {
			for x := -size; x <= size; x++ {
				s.Image.SetGray(spot(200)+x, spot(120)+y, color.Gray{0})
			}
		}
		out := DrawMatch(s, s, []fingerprint.Pair{{}})
		for _, frame := range []image.Rectangle{s.frame(margin), s.frame(s.frame(margin).Max.X + margin)} {
			if got := out.RGBAAt(frame.Min.X+401, frame.Min.Y+241); got.R > 110 {
				t.Errorf("%d dpi: the middle of the mark is %v, not dark", dpi, got)
			}
		}
	}
}

// TestNothingIsDrawnOutside has minutiae at the rim and, as a damaged record may, far outside; and prints with none.
func TestNothingIsDrawnOutside(t *testing.T) {
	rim := []fingerprint.Minutia{at(0, 0, 96, 0), at(47, 47, 0, 1), at(47, 0, 0, 2), at(0, 47, 200, 1), at(1<<14, 1<<14, 0, 1), at(-200, -1, 0, 1), at(60, 20, 0, 1)}
	all := make([]fingerprint.Pair, len(rim))
	for n := range all {
		all[n] = fingerprint.Pair{A: n, B: n}
	}
	for _, c := range []struct {
		minutiae []fingerprint.Minutia
		pairs    []fingerprint.Pair
	}{{nil, nil}, {rim, nil}, {rim, all}} {
		a, b := blank(48, 500, 200, c.minutiae...), blank(96, 500, 200, c.minutiae...)
		out := DrawMatch(a, b, c.pairs)
		left := a.frame(margin)
		right := b.frame(left.Max.X + margin)
		bottom := image.Rect(0, right.Max.Y+margin/2, out.Rect.Max.X, out.Rect.Max.Y) // the legend's
		for y := range bottom.Min.Y {
			for x := range out.Rect.Max.X {
				p := image.Pt(x, y)
				if !p.In(left.Inset(-margin/2)) && !p.In(right.Inset(-margin/2)) && out.RGBAAt(x, y) != white {
					t.Fatalf("%d minutiae, %d pairs: %v at %v, outside both prints", len(c.minutiae), len(c.pairs), out.RGBAAt(x, y), p)
				}
			}
		}
	}
}

func TestCharted(t *testing.T) {
	a := []fingerprint.Minutia{at(10, 50, 0, 1), at(50, 90, 0, 1), at(90, 49, 0, 1), at(51, 10, 0, 1), at(0, 0, 0, 1)}
	pairs := []fingerprint.Pair{{A: 0, B: 7}, {A: 1, B: 6}, {A: 2, B: 5}, {A: 3, B: 4}}
	if diff := cmp.Diff([]fingerprint.Pair{{A: 3, B: 4}, {A: 2, B: 5}, {A: 1, B: 6}, {A: 0, B: 7}}, Charted(a, pairs)); diff != "" {
		t.Errorf("clockwise from the top (-want +got):\n%s", diff)
	}
	if got := Charted(a, pairs[:0]); len(got) != 0 {
		t.Errorf("no pairs: %v", got)
	}
}
