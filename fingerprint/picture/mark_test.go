package picture

import (
	"image"
	"image/color"
	"math"
	"testing"
)

// TestNumbersStandApart crowds marks: their numbers must not cover one another, and stay on the picture.
func TestNumbersStandApart(t *testing.T) {
	inside := image.Rect(0, 0, 500, 500)
	var taken, labels []box
	for n := range 16 {
		m := mark{x: 200 + 18*float64(n%4), y: 200 + 18*float64(n/4), direction: float64(n), number: n + 1}
		taken = append(taken, m.boxes()...)
		at := m.place(box{w: 16, h: 11}, taken, inside)
		for k, other := range labels {
			if at.overlap(other) > 40 { // of 704 square pixels
				t.Errorf("number %d covers number %d: %v and %v", n+1, k+1, at, other)
			}
		}
		taken, labels = append(taken, at), append(labels, at)
	}
	corner := mark{x: 499, y: 1}
	if at := corner.place(box{w: 16, h: 11}, nil, inside); at.x+at.w > 500 || at.y-at.h < 0 {
		t.Errorf("in the corner the number is at %v", at)
	}
}

// TestInksDiffer holds the colours to what is said of them, for normal sight and for protanopia, deuteranopia and tritanopia
// as Machado, Oliveira and Fernandes (2009) simulate them, on linear RGB.
func TestInksDiffer(t *testing.T) {
	for sight, m := range map[string][9]float64{
		"normal":       {1, 0, 0, 0, 1, 0, 0, 0, 1},
		"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
		"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
		"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
	} {
		for n, a := range inks {
			for _, b := range inks[:n] {
				p, q := lab(seen(a, m)), lab(seen(b, m))
				if d := math.Hypot(math.Hypot(p[0]-q[0], p[1]-q[1]), p[2]-q[2]); d < 30 {
					t.Errorf("%s: %v and %v differ by %.1f only", sight, a, b, d)
				}
			}
		}
	}
	for _, ink := range inks {
		l := seen(ink, [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1})
		if contrast := 1.05 / (0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2] + 0.05); contrast < 4.5 {
			t.Errorf("%v: contrast of %.1f with white", ink, contrast)
		}
	}
}

// seen is linear RGB, 0 to 1, after a matrix of 3 × 3.
func seen(c color.RGBA, m [9]float64) (out [3]float64) {
	for k, v := range [3]uint8{c.R, c.G, c.B} {
		linear := math.Pow((float64(v)/255+0.055)/1.055, 2.4)
		if v <= 10 {
			linear = float64(v) / 255 / 12.92
		}
		for row := range out {
			out[row] += m[3*row+k] * linear
		}
	}
	for k := range out {
		out[k] = max(0, min(1, out[k]))
	}
	return out
}

// lab turns linear RGB into CIE 1976 L*a*b*, under D65.
func lab(l [3]float64) [3]float64 {
	f := func(v float64) float64 {
		if v > 0.008856 {
			return math.Cbrt(v)
		}
		return 7.787*v + 16.0/116
	}
	x := f((0.4124*l[0] + 0.3576*l[1] + 0.1805*l[2]) / 0.9505)
	y := f(0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2])
	z := f((0.0193*l[0] + 0.1192*l[1] + 0.9505*l[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}
