package picture

import (
	"image"
	"image/color"
	"math"

	"sallyport/fingerprint"
)

// inks are the colours of pairs, in turn. With normal sight and with each kind of colour blindness, any two differ by at least 30
// (CIE 1976, simulated after Machado 2009), and each has a contrast of at least 4.5 with white.
var inks = [...]color.RGBA{{194, 78, 0, 255}, {75, 0, 146, 255}, {0, 128, 92, 255}, {170, 68, 153, 255}}

var (
	white = color.RGBA{255, 255, 255, 255}
	faint = color.RGBA{110, 110, 110, 255} // what was not paired
	plain = color.RGBA{60, 60, 60, 255}    // the legend, where a colour says nothing
)

// mark is a minutia as it is drawn: a ring for an ending, a square for a bifurcation, a diamond for others, and a stroke the way it points.
type mark struct {
	x, y      float64 // pixels of the picture
	kind      fingerprint.Kind
	direction float64 // radians, counter-clockwise from the right
	number    int     // of its pair, from 1; 0 where it was not paired
	ink       color.RGBA
}

// Sizes of marks in pixels of the picture, where a ridge is about 18 pixels wide with its valley.
const (
	pairedRadius, pairedTail, pairedWidth = 9.0, 14.0, 3.0
	faintRadius, faintTail, faintWidth    = 5.0, 7.0, 1.5
	casing                                = 2.0 // of white on both sides of a line: it parts marks from dark ridges
)

// inkOf is the colour of a pair, or of what was not paired.
func inkOf(number int) color.RGBA {
	if number == 0 {
		return faint
	}
	return inks[(number-1)%len(inks)]
}

func (m *mark) draw(out *image.RGBA) {
	radius, tail, width := pairedRadius, pairedTail, pairedWidth
	if m.number == 0 {
		radius, tail, width = faintRadius, faintTail, faintWidth
	}
	reach := radius + tail
	sin, cos := math.Sincos(m.direction)
	stroke(out, m.x, m.y, reach+width+casing, width, m.ink, func(x, y float64) float64 {
		outside := m.outside(x, y, radius)
		if outside < 0 {
			return -outside
		}
		return min(outside, fromLine(x, y, reach*cos, -reach*sin))
	})
}

// outside is how far a point, seen from the mark, is outside its outline; less than 0 inside.
func (m *mark) outside(x, y, radius float64) float64 {
	switch m.kind {
	case fingerprint.Ending:
		return math.Hypot(x, y) - radius
	case fingerprint.Bifurcation:
		return max(math.Abs(x), math.Abs(y)) - radius
	}
	return (math.Abs(x)+math.Abs(y))/math.Sqrt2 - radius
}

// fromLine is how far a point is from the line that runs from (0, 0) to another.
func fromLine(x, y, toX, toY float64) float64 {
	along := max(0, min(1, (x*toX+y*toY)/(toX*toX+toY*toY)))
	return math.Hypot(x-along*toX, y-along*toY)
}

// stroke paints a line of that width in a white casing around (x, y), no further than reach. distance says how far a point, seen from
// (x, y), is from the line's middle.
func stroke(out *image.RGBA, x, y, reach, width float64, ink color.RGBA, distance func(x, y float64) float64) {
	box := image.Rect(int(math.Floor(x-reach)), int(math.Floor(y-reach)), int(math.Ceil(x+reach)), int(math.Ceil(y+reach))).Intersect(out.Rect)
	for v := box.Min.Y; v < box.Max.Y; v++ {
		for u := box.Min.X; u < box.Max.X; u++ {
			inside := width/2 + 0.5 - distance(float64(u)+0.5-x, float64(v)+0.5-y)
			blend(out, u, v, white, inside+casing)
			blend(out, u, v, ink, inside)
		}
	}
}

// blend covers so much of a pixel, from 0 to 1, with ink.
func blend(out *image.RGBA, x, y int, ink color.RGBA, part float64) {
	part = max(0, min(1, part))
	was := out.RGBAAt(x, y)
	mix := func(from, to uint8) uint8 { return uint8(float64(from)*(1-part) + float64(to)*part + 0.5) }
	out.SetRGBA(x, y, color.RGBA{mix(was.R, ink.R), mix(was.G, ink.G), mix(was.B, ink.B), 255})
}
