package picture

import (
	"cmp"
	"image"
	"image/color"
	"math"
	"slices"

	"golang.org/x/image/draw"

	"sallyport/fingerprint"
	"sallyport/fingerprint/steady"
)

// Layout of a drawn match, in pixels of the picture that is drawn.
const (
	zoom   = 2  // for each pixel at 500 dpi: both prints are shown at 1,000 dpi, whatever they were scanned at
	margin = 48 // white around and between the prints; numbers near a rim stand in it
	legend = 72 // height of the line under the prints that explains the marks, below what stands in their margin
)

// Side is one of two prints that were compared.
type Side struct {
	Image    *image.Gray
	DPI      int // of the image, above 0
	Minutiae []fingerprint.Minutia
}

// Charted returns the pairs in the order in which points are numbered on a chart: clockwise around their middle in the first
// print, from the top, so that a number says where to look for it. a are the first print's minutiae.
func Charted(a []fingerprint.Minutia, pairs []fingerprint.Pair) []fingerprint.Pair {
	sumX, sumY := 0, 0
	for _, p := range pairs {
		sumX, sumY = sumX+int(a[p.A].X), sumY+int(a[p.A].Y)
	}
	bearing := func(p fingerprint.Pair) float64 {
		right, down := int(a[p.A].X)*len(pairs)-sumX, int(a[p.A].Y)*len(pairs)-sumY
		clockwise := steady.Atan2(float64(right), float64(-down))
		if clockwise < 0 {
			clockwise += 2 * math.Pi
		}
		return clockwise
	}
	charted := slices.Clone(pairs)
	slices.SortStableFunc(charted, func(p, q fingerprint.Pair) int { return cmp.Compare(bearing(p), bearing(q)) })
	return charted
}

// DrawMatch returns both prints side by side at the same scale. The minutiae of pairs[n] bear the number n+1 and one colour on both;
// what was not paired is small and grey. The prints are paled, so that marks stand out and ridges can still be followed.
// It shows what a score rests on, no more: examiners see it after they have answered.
func DrawMatch(a, b Side, pairs []fingerprint.Pair) *image.RGBA {
	inA, inB := make([]int, len(a.Minutiae)), make([]int, len(b.Minutiae))
	for n, p := range pairs {
		inA[p.A], inB[p.B] = n+1, n+1
	}
	left := a.frame(margin)
	right := b.frame(left.Max.X + margin)
	width, height := max(right.Max.X, margin+legendWidth)+margin, max(left.Max.Y, right.Max.Y)+legend
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	a.draw(out, left, inA)
	b.draw(out, right, inB)
	drawLegend(out, margin, height-margin/2)
	return out
}

// frame is where a print is drawn, its left side at x.
func (s *Side) frame(x int) image.Rectangle {
	size := s.Image.Rect.Size().Mul(zoom * fingerprint.Resolution).Div(s.DPI)
	return image.Rect(x, margin, x+size.X, margin+size.Y)
}

// draw draws a print and its marks; numbers has one number for each minutia, 0 where it was not paired.
func (s *Side) draw(out *image.RGBA, frame image.Rectangle, numbers []int) {
	draw.CatmullRom.Scale(out, frame, s.Image, s.Image.Rect, draw.Src, nil)
	draw.Draw(out, frame, image.NewUniform(color.NRGBA{255, 255, 255, 90}), image.Point{}, draw.Over)
	// A minutia that a record has outside its image must not be drawn on the other print.
	canvas := out.SubImage(frame.Inset(-margin / 2)).(*image.RGBA)
	var paired []mark
	for n, m := range s.Minutiae {
		at := mark{
			x: float64(frame.Min.X) + zoom*(float64(m.X)+0.5), y: float64(frame.Min.Y) + zoom*(float64(m.Y)+0.5),
			kind: m.Kind, direction: float64(m.Direction) * math.Pi / 128, number: numbers[n], ink: inkOf(numbers[n]),
		}
		if at.number > 0 {
			paired = append(paired, at)
			continue
		}
		at.draw(canvas)
	}
	for _, at := range paired {
		at.draw(canvas)
	}
	drawNumbers(canvas, paired)
}
