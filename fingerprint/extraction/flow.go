package extraction

import (
	"math"

	"sallyport/fingerprint/gabor"
	"sallyport/fingerprint/steady"
)

// flow is what is known of the ridges in every cell.
type flow struct {
	columns, rows int
	cos, sin      []float64 // of twice the orientation, times coherence
	coherence     []float64 // 0 no common orientation, 1 parallel ridges
	alone         []float64 // strength of the cell's own gradients' common direction
	together      []float64 // the same, of the cell's and its neighbours' gradients, by weight
	period        []float64 // pixels from ridge to ridge
	regular       float64   // 0-1, mean share of the energy across the ridges that lies in one period
	inside        []bool    // the finger touched here
}

func measureFlow(s *skin) *flow {
	f := orientations(s, 2)
	f.findInside(s)
	f.measurePeriods(s)
	return f
}

// orientations averages squared gradients (Kass and Witkin 1987) over each cell and its neighbours, smoothing so many times.
func orientations(s *skin, smooth int) *flow {
	n := s.columns * s.rows
	f := &flow{columns: s.columns, rows: s.rows, cos: make([]float64, n), sin: make([]float64, n), coherence: make([]float64, n),
		alone: make([]float64, n), together: make([]float64, n)}
	along, cross, energy := make([]int, n), make([]int, n), make([]int, n)
	for r := range s.rows {
		for c := range s.columns {
			k := r*s.columns + c
			along[k], cross[k], energy[k] = s.gradients(s.at(c, r))
			f.alone[k] = length(float64(along[k]), float64(cross[k]))
		}
	}
	weights := 1.0
	for range smooth {
		weights *= 16
		along, cross, energy = spread(along, f.columns, f.rows), spread(cross, f.columns, f.rows), spread(energy, f.columns, f.rows)
	}
	for k := range n {
		a, b, e := float64(along[k]), float64(cross[k]), float64(energy[k])
		if e == 0 {
			continue
		}
		f.together[k] = length(a, b) / weights
		// Ridges run at right angles to the gradient: half a turn in twice the angle.
		f.cos[k], f.sin[k] = -a/e, -b/e
		f.coherence[k] = length(f.cos[k], f.sin[k])
	}
	return f
}

// length is the length of a vector. Each product is rounded, so that no processor fuses one with the sum.
func length(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }

// gradients sums gx²-gy², 2·gx·gy and gx²+gy² over a cell, y pointing up.
func (s *skin) gradients(at int) (along, cross, energy int) {
	p := s.pix
	for range cell {
		for i := at; i < at+cell; i++ {
			up, mid, down := p[i-s.stride-1:i-s.stride+2], p[i-1:i+2], p[i+s.stride-1:i+s.stride+2]
			gx := int(up[2]+2*mid[2]+down[2]-up[0]-2*mid[0]-down[0]) >> 3
			gy := int(up[0]+2*up[1]+up[2]-down[0]-2*down[1]-down[2]) >> 3
			xx, yy := gx*gx, gy*gy
			along += xx - yy
			cross += 2 * gx * gy
			energy += xx + yy
		}
		at += s.stride
	}
	return along, cross, energy
}

// findInside marks cells with contrast near that of the print's best part and with a common orientation, then evens the region out.
func (f *flow) findInside(s *skin) {
	f.inside = make([]bool, len(f.cos))
	floor := max(percentile(s.contrast, 85)*3/10, leastContrast)
	for k := range f.inside {
		f.inside[k] = s.contrast[k] >= floor && f.coherence[k] > 0.25
	}
	for range 3 {
		f.inside = f.vote(5)
	}
}

// vote keeps a cell inside when at least so many of the nine cells around it are.
func (f *flow) vote(least int) []bool {
	out := make([]bool, len(f.inside))
	for r := 1; r < f.rows-1; r++ {
		for c := 1; c < f.columns-1; c++ {
			n := 0
			for dr := -1; dr <= 1; dr++ {
				for dc := -1; dc <= 1; dc++ {
					if f.inside[(r+dr)*f.columns+c+dc] {
						n++
					}
				}
			}
			out[r*f.columns+c] = n >= least
		}
	}
	return out
}

// percentile returns the value that p per cent of the values do not exceed; values lie in 0-255.
func percentile(values []int32, p int) int32 {
	var count [256]int
	for _, v := range values {
		count[min(v, 255)]++
	}
	left := len(values) * p / 100
	for v, n := range count {
		if left -= n; left < 0 {
			return int32(v)
		}
	}
	return 255
}

// angle returns the ridge orientation at a place in the picture, as numbered by the filter; cells are blended.
func (f *flow) angle(x, y int) uint8 {
	c, s := f.doubled(x, y)
	return gabor.Angle(steady.Atan2(s, c) / 2)
}

// doubled returns cosine and sine of twice the orientation at a place in the picture, blended between the four nearest cells.
func (f *flow) doubled(x, y int) (cos, sin float64) {
	u, v := max(2*x-cell, 0), max(2*y-cell, 0) // from cell centres, in half pixels
	c, r := min(u/(2*cell), f.columns-2), min(v/(2*cell), f.rows-2)
	fu := float64(min(u-c*2*cell, 2*cell)) / (2 * cell)
	fv := float64(min(v-r*2*cell, 2*cell)) / (2 * cell)
	k := r*f.columns + c
	mix := func(g []float64) float64 {
		top := g[k] + float64((g[k+1]-g[k])*fu)
		bottom := g[k+f.columns] + float64((g[k+f.columns+1]-g[k+f.columns])*fu)
		return top + float64((bottom-top)*fv)
	}
	return mix(f.cos), mix(f.sin)
}

// contains reports whether a place in the picture lies in a cell that the finger touched.
func (f *flow) contains(x, y int) bool {
	if x < 0 || y < 0 {
		return false
	}
	c, r := x/cell, y/cell
	return c < f.columns && r < f.rows && f.inside[r*f.columns+c]
}

// quality is the share of the touched cells whose ridges are clear, 1-100, lowered when little was touched; 0 when nothing was.
func (f *flow) quality() uint8 {
	area, clear := 0, 0.0
	for k, in := range f.inside {
		if in {
			area++
			clear += math.Min(f.coherence[k], 1)
		}
	}
	if area == 0 {
		return 0
	}
	const enough = 600 // cells of a good flat print
	return uint8(1 + float64(99*clear/float64(area)*math.Min(float64(area)/enough, 1)))
}
