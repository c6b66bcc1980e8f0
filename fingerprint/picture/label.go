package picture

import (
	"image"
	"math"
	"strconv"

	"golang.org/x/image/font"
)

// box is a rectangle: its middle and half its sides, pixels of the picture.
type box struct{ x, y, w, h float64 }

// overlap is the area that two boxes share, square pixels.
func (b box) overlap(o box) float64 {
	w := min(b.x+b.w, o.x+o.w) - max(b.x-b.w, o.x-o.w)
	h := min(b.y+b.h, o.y+o.h) - max(b.y-b.h, o.y-o.h)
	return max(w, 0) * max(h, 0)
}

// boxes are the parts of a mark that numbers should leave free: its outline, and its stroke in two pieces.
func (m *mark) boxes() []box {
	outline := pairedRadius + pairedWidth/2
	taken := []box{{m.x, m.y, outline, outline}}
	sin, cos := math.Sincos(m.direction)
	for _, along := range [...]float64{0.3, 0.8} {
		r := pairedRadius + along*pairedTail
		taken = append(taken, box{m.x + r*cos, m.y - r*sin, 4, 4})
	}
	return taken
}

// drawNumbers writes each mark's number beside it, where it covers the fewest other marks and numbers. A number that must stand
// further away is joined to its mark by a line.
func drawNumbers(out *image.RGBA, marks []mark) {
	face := newFace()
	high := float64(face.Metrics().CapHeight.Ceil()) / 2
	var taken []box
	for n := range marks {
		taken = append(taken, marks[n].boxes()...)
	}
	labels := make([]box, len(marks))
	for n := range marks {
		wide := float64(font.MeasureString(face, strconv.Itoa(marks[n].number)).Ceil()) / 2
		labels[n] = marks[n].place(box{w: wide + 1, h: high + 1}, taken, out.Rect)
		taken = append(taken, labels[n])
		marks[n].lead(out, labels[n])
	}
	for n, at := range labels {
		write(out, face, strconv.Itoa(marks[n].number), at.x-at.w+1, at.y+high, marks[n].ink)
	}
}

// near is the gap between a mark and a number right beside it, pixels of the picture.
const near = 5.0

// place finds the place around a mark for a label of that size; right of the mark where none is inside.
func (m *mark) place(label box, taken []box, inside image.Rectangle) box {
	best, least := box{m.x + pairedRadius + near + label.w, m.y, label.w, label.h}, math.Inf(1)
	for _, gap := range [...]float64{near, 3 * near, 6 * near, 9 * near} {
		for step := range 16 {
			sin, cos := math.Sincos(float64(step) * math.Pi / 8)
			r := pairedRadius + gap
			at := box{m.x + (r+label.w)*cos, m.y + (r+label.h)*sin, label.w, label.h}
			if at.x-at.w < float64(inside.Min.X) || at.x+at.w > float64(inside.Max.X) || at.y-at.h < float64(inside.Min.Y) || at.y+at.h > float64(inside.Max.Y) {
				continue
			}
			cost := 2 * gap // far is worse than a corner covered
			for _, t := range taken {
				cost += at.overlap(t)
			}
			if cost < least {
				best, least = at, cost
			}
		}
	}
	return best
}

// lead draws a line from a mark to its number where it is not right beside it.
func (m *mark) lead(out *image.RGBA, label box) {
	dx, dy := label.x-m.x, label.y-m.y
	length := math.Hypot(dx, dy)
	from, to := pairedRadius/length, 1-math.Min(label.w/math.Abs(dx), label.h/math.Abs(dy))
	if (to-from)*length < 2*near {
		return
	}
	stroke(out, m.x, m.y, length, faintWidth, m.ink, func(x, y float64) float64 {
		return fromLine(x-from*dx, y-from*dy, (to-from)*dx, (to-from)*dy)
	})
}
