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
	wet           float64 // -1 dry to 1 wet
	pressure      noise
	grain         *rand.Rand
	blobs, scores int
}

func newTouch(r *rand.Rand) *touch {
	sway := func(most float64) float64 { return float64(most * (float64(r.Float64()) + float64(r.Float64()) - 1)) }
	turn := sway(0.35)
	return &touch{
		shift:   point{sway(34), sway(40)},
		cos:     steady.Cos(turn),
		sin:     steady.Sin(turn),
		contact: point{imageWidth/2 + sway(14), imageHeight/2 + sway(16)},
		wide:    128 + sway(22), high: 168 + sway(30),
		edge: newNoise(r, 22),
		drag: point{sway(14), sway(14)}, twist: sway(0.16),
		innerX: 40 + sway(16), innerY: 55 + sway(20),
		wet:      sway(0.9),
		pressure: newNoise(r, 70),
		grain:    r,
		blobs:    int(700 + sway(500)), scores: r.IntN(3),
	}
}

// toMaster returns the place on the master print that touches the glass at a pixel of the image.
func (t *touch) toMaster(x, y float64) (float64, float64) {
	dx, dy := x-imageWidth/2, y-imageHeight/2
	px := float64(t.cos*dx) - float64(t.sin*dy) + t.shift.x
	py := float64(t.sin*dx) + float64(t.cos*dy) + t.shift.y
	slip := t.slip(px, py)
	twist := float64(slip * t.twist)
	return masterWidth/2 + px - float64(twist*py) + float64(slip*t.drag.x),
		masterHeight/2 - 20 + py + float64(twist*px) + float64(slip*t.drag.y)
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
func (t *touch) depth(x, y float64) float64 {
	u, v := (x-t.contact.x)/t.wide, (y-t.contact.y)/t.high
	return 1 - float64(u*u) - float64(v*v) + float64(0.09*t.edge.at(x, y))
}
