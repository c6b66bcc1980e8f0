package synth

import (
	"math"
	"math/rand/v2"
)

// noise is smooth random relief: random heights in [-1, 1] on a lattice, blended between.
type noise struct {
	step    float64
	columns int
	rows    int
	height  []float32
}

// newNoise covers the master print with relief whose bumps are step pixels apart.
func newNoise(r *rand.Rand, step float64) noise {
	n := noise{step: step, columns: int(masterWidth/step) + 3, rows: int(masterHeight/step) + 3}
	n.height = make([]float32, n.columns*n.rows)
	for i := range n.height {
		n.height[i] = float32(float64(2*float64(r.Float64())) - 1)
	}
	return n
}

// at returns the relief at a pixel; outside the master print it continues at the edge's height.
func (n *noise) at(x, y float64) float64 {
	u := math.Min(math.Max(x/n.step, 0), float64(n.columns-2))
	v := math.Min(math.Max(y/n.step, 0), float64(n.rows-2))
	i, j := int(u), int(v)
	fu, fv := ease(u-float64(i)), ease(v-float64(j))
	k := j*n.columns + i
	if i == n.columns-2 || j == n.rows-2 {
		return float64(n.height[k])
	}
	top := blend(n.height[k], n.height[k+1], fu)
	bottom := blend(n.height[k+n.columns], n.height[k+n.columns+1], fu)
	return top + float64((bottom-top)*fv)
}

func ease(t float64) float64 { return float64(t*t) * (3 - float64(2*t)) }

func blend(a, b float32, t float64) float64 {
	return float64(a) + float64((float64(b)-float64(a))*t)
}
