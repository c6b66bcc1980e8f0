// Package trial measures how well prints are told apart, by the protocol of the fingerprint verification competitions.
//
// Within a set, each impression is compared with each later one, one way round: the same finger gives a genuine score,
// different fingers an impostor score. It computes rates from scores; it measures nothing itself and knows no files.
package trial

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Comparison is one score and the fingers it compares; a finger is a number within its set.
type Comparison struct {
	A, B  int
	Score float64
}

// Genuine reports whether the comparison is of one finger with itself.
func (c Comparison) Genuine() bool { return c.A == c.B }

// Interval is a figure with the range that 95 % of resamplings of the fingers fall into.
type Interval struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// EqualErrorRate returns the rate at which as many genuine comparisons are rejected as impostors are accepted, 0-1:
// the mean of both rates at the threshold where they are closest. It is NaN without scores of both sorts.
func EqualErrorRate(all []Comparison) float64 {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b Comparison) int { return cmp.Compare(a.Score, b.Score) })
	genuine, impostor := count(sorted)
	if genuine == 0 || impostor == 0 {
		return math.NaN()
	}
	rejected, accepted := 0, impostor
	best, rate := math.Inf(1), math.NaN()
	for n, c := range sorted {
		if n == 0 || c.Score != sorted[n-1].Score { // the threshold lies just below this score
			miss, pass := float64(rejected)/float64(genuine), float64(accepted)/float64(impostor)
			if gap := math.Abs(miss - pass); gap < best {
				best, rate = gap, (miss+pass)/2
			}
		}
		if c.Genuine() {
			rejected++
		} else {
			accepted--
		}
	}
	return rate
}

// MissRate returns the share of genuine comparisons rejected (FNMR) at the lowest threshold at which at most a share fmr
// of the impostors is accepted. It is NaN without scores of both sorts.
func MissRate(all []Comparison, fmr float64) float64 {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b Comparison) int { return cmp.Compare(b.Score, a.Score) })
	genuine, impostor := count(sorted)
	if genuine == 0 || impostor == 0 {
		return math.NaN()
	}
	allowed := int(fmr * float64(impostor))
	matched, kept, accepted := 0, 0, 0
	for n, c := range sorted {
		if n == 0 || c.Score != sorted[n-1].Score { // the threshold may lie just above this score
			kept = matched
		}
		if c.Genuine() {
			matched++
		} else if accepted++; accepted > allowed {
			return 1 - float64(kept)/float64(genuine)
		}
	}
	return 1 - float64(matched)/float64(genuine)
}

func count(all []Comparison) (genuine, impostor int) {
	for _, c := range all {
		if c.Genuine() {
			genuine++
		} else {
			impostor++
		}
	}
	return genuine, impostor
}

// Resample returns the figure for all comparisons, with the interval found by drawing the fingers anew, with
// replacement, so many times: comparisons of one finger hang together, so fingers are drawn and not comparisons.
func Resample(all []Comparison, times int, r *rand.Rand, figure func([]Comparison) float64) Interval {
	fingers := 0
	for _, c := range all {
		fingers = max(fingers, c.A+1, c.B+1)
	}
	var values []float64
	drawn := make([]int, fingers)
	for range times {
		clear(drawn)
		for range fingers {
			drawn[r.IntN(fingers)]++
		}
		var sample []Comparison
		for _, c := range all {
			copies := drawn[c.A]
			if !c.Genuine() {
				copies *= drawn[c.B]
			}
			for range copies {
				sample = append(sample, c)
			}
		}
		if v := figure(sample); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	whole := figure(all)
	if len(values) == 0 {
		return Interval{whole, whole, whole}
	}
	slices.Sort(values)
	return Interval{whole, values[len(values)*25/1000], values[min(len(values)*975/1000, len(values)-1)]}
}
