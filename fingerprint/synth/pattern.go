package synth

import (
	"math"
	"math/rand/v2"

	"sallyport/fingerprint/gabor"
	"sallyport/fingerprint/steady"
)

// The master print covers masterWidth × masterHeight pixels at 500 dpi (17 × 23 mm); fields are kept for cells of cell × cell pixels.
const (
	masterWidth  = 344
	masterHeight = 456
	cell         = gabor.Cell
	fieldWidth   = masterWidth / cell
	fieldHeight  = masterHeight / cell
)

type point struct{ x, y float64 }

// pattern says where the ridges of a finger run and how far apart they are.
type pattern struct {
	class         Class
	cores, deltas []point
	arch          float64 // steepness of an arch
	stretch       float64 // how much taller than wide the flow is
	lean          float64 // how far a loop's field is turned at its core, radians
	period        float64 // mean distance between ridges, pixels
	bend, spread  noise   // changes of orientation and of ridge distance from place to place
}

// newPattern places the singular points of a class as they usually lie, with natural variation.
func newPattern(class Class, period float64, r *rand.Rand) pattern {
	p := pattern{class: class, period: period, arch: between(r, 0.9, 1.4), stretch: between(r, 1.3, 1.7), bend: newNoise(r, 40), spread: newNoise(r, 60)}
	around := func(x, y, spread float64) point {
		return point{x + between(r, -spread, spread), y + between(r, -spread, spread)}
	}
	core := around(masterWidth/2, 190, 16)
	side := between(r, 95, 130) // how far out the delta lies
	drop := between(r, 95, 145) // how far below the core
	lean := between(r, 0.22, 0.38)
	switch class {
	case TentedArch:
		p.cores, p.deltas = []point{core}, []point{around(core.x, core.y+80, 8)}
	case LeftLoop:
		p.cores, p.deltas = []point{core}, []point{{core.x + side, core.y + drop}}
		p.lean = lean
	case RightLoop:
		p.cores, p.deltas = []point{core}, []point{{core.x - side, core.y + drop}}
		p.lean = -lean
	case Whorl:
		gap := between(r, 24, 74)
		p.cores = []point{{core.x, core.y - float64(gap/2)}, {core.x + between(r, -12, 12), core.y + float64(gap/2)}}
		p.deltas = []point{around(core.x-side, core.y+drop+20, 14), around(core.x+side, core.y+drop+20, 14)}
	}
	return p
}

// orientation returns the ridge orientation at a pixel, radians counter-clockwise from the right, modulo π:
// the zero-pole model of Sherlock and Monro (1993), each core a zero and each delta a pole; arches by SFinGe's sine.
func (p *pattern) orientation(x, y float64) float64 {
	bend := p.bend.at(x, y)
	bend = float64(0.7 * bend * bend * bend) // mostly nothing, here and there a kink: it makes minutiae that face each other, as skin has
	if p.class == Arch {
		low := y / masterHeight
		steep := p.arch * math.Max(0, 1-float64(1.4*(low-0.45)*(low-0.45)*4))
		return bend + steady.Atan2(float64(steep*steady.Cos(math.Pi*x/masterWidth)), 1)
	}
	// The bare model flows too flat beside the core: it is drawn on squeezed skin and stretched back (an affine map keeps the singular points).
	// A loop's legs would leave the core too flat as well: the field is turned there, and left alone at the tip and the crease.
	sum := 0.0
	if len(p.cores) == 1 {
		away := (y - p.cores[0].y - 20) / 170
		sum = 2 * float64(p.lean*steady.Exp(-away*away))
	}
	for _, c := range p.cores {
		sum += steady.Atan2((c.y-y)/p.stretch, x-c.x)
	}
	for _, d := range p.deltas {
		sum -= steady.Atan2((d.y-y)/p.stretch, x-d.x)
	}
	return bend + steady.Atan2(float64(p.stretch*steady.Sin(sum/2)), steady.Cos(sum/2))
}

// distance returns the ridge period at a pixel: ridges are finer at the core and coarser at a delta, and so mostly finer
// above and coarser below.
func (p *pattern) distance(x, y float64) float64 {
	return float64(p.period*p.room(x, y)) * (1 + float64(0.05*p.spread.at(x, y)))
}

// room is how much further apart than usual the ridges stand where the flow spreads them. Along a flow of the zero-pole
// model, whose angle is that of an analytic function, no ridge would have to begin or end if the distance were in proportion
// to its absolute value; skin goes some of the way, here to the square root of that.
func (p *pattern) room(x, y float64) float64 {
	if len(p.cores) == 0 {
		return 1
	}
	ratio := 1.0
	for n, core := range p.cores {
		ratio *= p.apart(core, x, y) / p.apart(p.deltas[n], x, y)
	}
	return 1.1 * math.Min(math.Max(math.Sqrt(math.Sqrt(math.Sqrt(ratio))), 0.65), 1.35)
}

// apart is the square of the distance to a singular point, on the squeezed skin of orientation; it is never nothing.
func (p *pattern) apart(s point, x, y float64) float64 {
	dx, dy := x-s.x, (y-s.y)/p.stretch
	return 30*30 + float64(dx*dx) + float64(dy*dy)
}
