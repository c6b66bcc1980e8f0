package trial

import (
	"math"
	"math/rand/v2"
	"testing"
)

// scores makes genuine comparisons of finger 0 and impostors of fingers 0 and 1.
func scores(genuine, impostor []float64) []Comparison {
	var all []Comparison
	for _, s := range genuine {
		all = append(all, Comparison{0, 0, s})
	}
	for _, s := range impostor {
		all = append(all, Comparison{0, 1, s})
	}
	return all
}

func TestRates(t *testing.T) {
	for _, c := range []struct {
		name              string
		genuine, impostor []float64
		eer, miss         float64 // miss at a false match rate of 0.25
	}{
		{"apart", []float64{5, 6, 7, 8}, []float64{1, 2, 3, 4}, 0, 0},
		{"one each crosses", []float64{2.5, 6, 7, 8}, []float64{1, 2, 3, 6.5}, 0.25, 0.25},
		{"two of four lost", []float64{1, 2, 7, 8}, []float64{3, 4, 5, 6}, 0.5, 0.5},
		{"all equal", []float64{1, 1}, []float64{1, 1}, 0.5, 1},
	} {
		all := scores(c.genuine, c.impostor)
		if got := EqualErrorRate(all); got != c.eer {
			t.Errorf("%s: EER %v, want %v", c.name, got, c.eer)
		}
		if got := MissRate(all, 0.25); got != c.miss {
			t.Errorf("%s: FNMR %v, want %v", c.name, got, c.miss)
		}
	}
}

func TestNoScores(t *testing.T) {
	if got := EqualErrorRate(nil); !math.IsNaN(got) {
		t.Errorf("EER of nothing = %v", got)
	}
	if got := MissRate(scores([]float64{1}, nil), 0.1); !math.IsNaN(got) {
		t.Errorf("FNMR without impostors = %v", got)
	}
}

func TestResampleCoversValue(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var all []Comparison
	for a := range 20 {
		for b := a; b < 20; b++ {
			s := r.Float64()
			if a == b {
				s += 0.6
			}
			all = append(all, Comparison{a, b, s}, Comparison{a, b, s + 0.1*r.Float64()})
		}
	}
	got := Resample(all, 200, r, EqualErrorRate)
	if got.Low > got.Value || got.Value > got.High || got.Low == got.High {
		t.Errorf("interval %+v", got)
	}
}
