package synth

import (
	"math"
	"math/rand/v2"

	"sallyport/fingerprint/steady"
)

// An impression is imageWidth × imageHeight pixels at 500 dpi.
const (
	imageWidth  = 320
	imageHeight = 400
)

const lift = 20 // pixels that fingers usually lie below the middle of the glass

// touch is how a finger meets the glass once: where, turned how, and how its skin is dragged.
type touch struct {
	shift         point   // of the finger on the glass, pixels
	cos, sin      float64 // of its turn
	contact       point   // centre of the contact region on the glass
	wide, high    float64 // half axes of the contact region
	edge          noise
	drag          point   // of the outer skin against the inner, pixels
	twist         float64 // of the outer skin, radians
	innerX        float64 // half axes of the skin that does not slip
	innerY        float64
	wet           float64 // -1 dry to 1 wet, more when dried or moistened
	pressure      noise
	spoilt        float64 // by what lies between skin and glass: 0 hardly, 1 so that little can be read
	dark          int32   // grey values between valley and ridge
	grain         *rand.Rand
	blobs, scores int
}

// newTouch draws one impression. Its spreads make genuine and impostor scores, contact area, overlap, turn and the number of
// minutiae like those of FVC2002 (docs/why/prints.md), whose volunteers were asked to displace the finger, to turn it and to
// dry or moisten it on some impressions (Maio et al., "FVC2002: Second fingerprint verification competition", ICPR 2002):
// here each happens to one in four.
func newTouch(r *rand.Rand) *touch {
	sway := func(most float64) float64 { return float64(most * (float64(r.Float64()) + float64(r.Float64()) - 1)) }
	asked := func(usual, most float64) float64 {
		if r.IntN(4) == 0 {
			return sway(most)
		}
		return sway(usual)
	}
	turn := asked(0.1, 0.9)
	size := 1 + sway(0.4)
	spoilt := float64(r.Float64() * min(size, 1))
	spoilt *= spoilt
	return &touch{
		shift:   point{asked(20, 80), asked(24, 100)},
		cos:     steady.Cos(turn),
		sin:     steady.Sin(turn),
		contact: point{imageWidth/2 + sway(30), imageHeight/2 + sway(40)},
		wide:    float64(126*size) + sway(20), high: float64(164*size) + sway(30),
		edge: newNoise(r, 22),
		drag: point{asked(12, 24), asked(12, 24)}, twist: asked(0.14, 0.24),
		innerX: 40 + sway(16), innerY: 55 + sway(20),
		wet:      asked(0.8, 2.2),
		pressure: newNoise(r, 40),
		spoilt:   spoilt,
		dark:     120 + int32(sway(70)),
		grain:    r,
		blobs:    2100 + int(sway(500)+float64(2000*spoilt)), scores: r.IntN(3),
	}
}

// toMaster returns the place on the master print that touches the glass at a pixel of the image.
func (t *touch) toMaster(x, y float64) (float64, float64) {
	px, py := t.turnBack(x, y)
	slip := t.slip(px, py)
	twist := float64(slip * t.twist)
	return masterWidth/2 + px - float64(twist*py) + float64(slip*t.drag.x),
		masterHeight/2 - lift + py + float64(twist*px) + float64(slip*t.drag.y)
}

// turnBack undoes the finger's turn and shift: the place from the middle of the finger's upright, undragged print, pixels.
func (t *touch) turnBack(x, y float64) (float64, float64) {
	dx, dy := x-imageWidth/2, y-imageHeight/2
	return float64(t.cos*dx) - float64(t.sin*dy) + t.shift.x, float64(t.sin*dx) + float64(t.cos*dy) + t.shift.y
}

// slip is how much of the outer skin's movement reaches a place: none inside, all far outside, smooth between
// (the plastic distortion of Cappelli, Maio, Maltoni: "Modelling plastic distortion in fingerprint images", 2001).
func (t *touch) slip(x, y float64) float64 {
	u, v := x/t.innerX, y/t.innerY
	s := math.Sqrt(float64(u*u)+float64(v*v)) - 1
	if s <= 0 {
		return 0
	}
	const soft = 2.2
	if s >= soft {
		return 1
	}
	return (1 - steady.Cos(math.Pi*s/soft)) / 2
}

// depth is how far inside the contact region a pixel of the image lies: 0 on its rim, 1 at its centre, negative outside.
// However the finger lies, nothing beyond its own outline touches: an oval with straightened sides.
func (t *touch) depth(x, y float64) float64 {
	u, v := (x-t.contact.x)/t.wide, (y-t.contact.y)/t.high
	px, py := t.turnBack(x, y)
	px, py = px/(masterWidth/2), (py-lift)/(masterHeight/2)
	px, py = px*px, py*py
	return 1 - math.Max(float64(u*u)+float64(v*v), float64(px*px)+float64(py*py)) + float64(0.09*t.edge.at(x, y))
}
