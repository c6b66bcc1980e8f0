package extraction

import (
	"fmt"
	"math"

	"sallyport/fingerprint/steady"
)

// Singular is a place around which the ridges' orientation turns.
type Singular struct {
	X, Y  int  // pixels at 500 dpi, right and down from the image's upper left corner, to 8 pixels
	Delta bool // ridges come from three sides; where not, they bend around a core
}

func (s Singular) String() string {
	kind := "core"
	if s.Delta {
		kind = "delta"
	}
	return fmt.Sprintf("%-11s x %4d y %4d", kind, s.X, s.Y)
}

const (
	singularSmooth = 4 // times that the orientations are smoothed first: what is left is the finger's, not a scar's
	singularInside = 2 // cells on all sides that the finger must have touched
	singularNear   = 5 // cells: a core and a delta this near undo each other
)

// singulars finds cores and deltas by the Poincaré index (Kawagoe and Tojo 1984): around a core twice the orientation
// turns once the way one walks, around a delta once against it. From top to bottom; none in a plain arch.
func (f *flow) singulars() []Singular {
	cos, sin := f.smoothed()
	angle := make([]float64, len(cos))
	for k := range angle {
		angle[k] = steady.Atan2(sin[k], cos[k])
	}
	var found []Singular
	for r := singularInside; r < f.rows-singularInside-1; r++ {
		for c := singularInside; c < f.columns-singularInside-1; c++ {
			turns := turnsAround(angle, r*f.columns+c, f.columns)
			if turns != 0 && f.deep(c, r) {
				found = append(found, Singular{X: (c + 1) * cell, Y: (r + 1) * cell, Delta: turns < 0})
			}
		}
	}
	return withoutPairs(found)
}

// smoothed returns twice the orientation, the clearer cells with more weight.
func (f *flow) smoothed() (cos, sin []float64) {
	x, y := make([]int, len(f.cos)), make([]int, len(f.cos))
	for k, in := range f.inside {
		if in {
			x[k], y[k] = int(1024*f.cos[k]), int(1024*f.sin[k])
		}
	}
	for range singularSmooth {
		x, y = spread(x, f.columns, f.rows), spread(y, f.columns, f.rows)
	}
	cos, sin = make([]float64, len(x)), make([]float64, len(x))
	for k := range x {
		cos[k], sin[k] = float64(x[k]), float64(y[k])
	}
	return cos, sin
}

// turnsAround counts how often an angle turns, counter-clockwise, on the way around four cells, the upper left of which is k.
func turnsAround(angle []float64, k, columns int) int {
	way := [...]int{k, k + columns, k + columns + 1, k + 1, k}
	sum := 0.0
	for n := range 4 {
		d := angle[way[n+1]] - angle[way[n]]
		if d > math.Pi {
			d -= 2 * math.Pi
		} else if d < -math.Pi {
			d += 2 * math.Pi
		}
		sum += d
	}
	return int(math.Round(sum / (2 * math.Pi)))
}

// deep reports whether the finger touched everything around four cells, the upper left of which is (c, r).
func (f *flow) deep(c, r int) bool {
	for dr := -singularInside; dr <= singularInside+1; dr++ {
		for dc := -singularInside; dc <= singularInside+1; dc++ {
			if !f.inside[(r+dr)*f.columns+c+dc] {
				return false
			}
		}
	}
	return true
}

// withoutPairs drops cores and deltas that lie together: a crease or a scar makes both.
func withoutPairs(all []Singular) (kept []Singular) {
	lone := func(a Singular) bool {
		for _, b := range all {
			dx, dy := a.X-b.X, a.Y-b.Y
			if a.Delta != b.Delta && dx*dx+dy*dy < singularNear*singularNear*cell*cell {
				return false
			}
		}
		return true
	}
	for _, a := range all {
		if lone(a) {
			kept = append(kept, a)
		}
	}
	return kept
}
