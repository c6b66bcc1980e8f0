package extraction

import (
	"math"

	"sallyport/fingerprint/steady"
)

const (
	shortestPeriod, longestPeriod = 5.0, 13.0
	usualPeriod                   = 9.0
	periodChoices                 = 17 // half a pixel apart
	sectionLength                 = 40 // pixels of the cross-section through the ridges
)

// measurePeriods finds the ridge distance at every other cell from a cross-section, then blends with the neighbours by clearness.
func (f *flow) measurePeriods(s *skin) {
	n := f.columns * f.rows
	weighted, weight := make([]int, n), make([]int, n)
	sections, strengths := 0, 0.0
	for r := 0; r < f.rows; r += 2 {
		for c := 0; c < f.columns; c += 2 {
			k := r*f.columns + c
			if !f.inside[k] {
				continue
			}
			period, strength := s.period(s.at(c, r)+cell/2*(s.stride+1), f.cos[k], f.sin[k])
			sections++
			strengths += strength
			weight[k] = int(1024 * strength)
			weighted[k] = int(16 * period * float64(weight[k]))
		}
	}
	f.regular = strengths / float64(max(sections, 1))
	for range 3 {
		weighted, weight = spread(weighted, f.columns, f.rows), spread(weight, f.columns, f.rows)
	}
	f.period = make([]float64, n)
	for k := range f.period {
		f.period[k] = usualPeriod
		if weight[k] > 0 {
			f.period[k] = float64(weighted[k]) / float64(16*weight[k])
		}
	}
}

// period returns the strongest period of the cross-section at right angles to the ridges through pix[at], and its share of the energy.
func (s *skin) period(at int, cos, sin float64) (period, strength float64) {
	theta := steady.Atan2(sin, cos) / 2
	dx, dy := int(256*steady.Cos(theta)), int(-256*steady.Sin(theta))
	var section [sectionLength]int
	energy := 0
	for t := range sectionLength {
		u := t - sectionLength/2
		sum := 0
		for _, v := range [...]int{-6, -3, 0, 3, 6} {
			x, y := (-dy*u+dx*v+128)>>8, (dx*u+dy*v+128)>>8
			sum += int(s.pix[at+y*s.stride+x])
		}
		section[t] = sum * waves.window[t] >> 10
		energy += section[t] * section[t] >> 8
	}
	best, bestPower := 0, 0
	var power [periodChoices]int
	for q := range periodChoices {
		c, i := 0, 0
		for t, v := range section {
			c += v * waves.cos[q][t]
			i += v * waves.sin[q][t]
		}
		c, i = c>>10, i>>10
		power[q] = (c*c + i*i) >> 8
		if power[q] > bestPower {
			best, bestPower = q, power[q]
		}
	}
	if best == 0 || best == periodChoices-1 || energy == 0 {
		return usualPeriod, 0
	}
	left, right := float64(power[best-1]), float64(power[best+1])
	peak := (left - right) / math.Max(2*(left+right-float64(2*float64(bestPower))), -1e18)
	if left+right >= 2*float64(bestPower) {
		peak = 0
	}
	return shortestPeriod + float64((float64(best)+peak)/2), math.Min(float64(bestPower)/(float64(energy)*sectionLength/3), 1)
}

// waves are the cosines and sines that sections are compared with, and the window that fades a section's ends; 1024 is one.
var waves = newWaves()

type waveTable struct {
	cos, sin [periodChoices][sectionLength]int
	window   [sectionLength]int
}

func newWaves() *waveTable {
	w := new(waveTable)
	for t := range sectionLength {
		u := float64(t - sectionLength/2)
		w.window[t] = int(512 * (1 + steady.Cos(2*math.Pi*u/sectionLength)))
		for q := range periodChoices {
			phase := 2 * math.Pi * u / (shortestPeriod + float64(float64(q)/2))
			w.cos[q][t] = int(1024 * steady.Cos(phase))
			w.sin[q][t] = int(1024 * steady.Sin(phase))
		}
	}
	return w
}
