package synth

import (
	"math"
	"math/rand/v2"

	"sallyport/fingerprint/steady"
)

const (
	margin     = 16 // keeps every filter tap inside the buffer
	stride     = masterWidth + 2*margin
	angles     = 64 // orientations told apart, over half a turn
	acrossTaps = 13
	alongTaps  = 11
	periods    = 16
	periodMin  = 6.5
	periodStep = 0.4
	full       = 1 << 12 // height of a full-grown ridge
)

// ridges is a master print with its margin: full on a ridge's crest, -full in a valley.
type ridges []int32

// tuning holds, for every cell, which filter to use there: orientation and period, quantised.
type tuning struct {
	angle  [fieldWidth * fieldHeight]uint8
	period [fieldWidth * fieldHeight]uint8
}

func (p *pattern) tune() *tuning {
	t := new(tuning)
	for j := range fieldHeight {
		for i := range fieldWidth {
			x, y := float64(i*cell+cell/2), float64(j*cell+cell/2)
			a := p.orientation(x, y) / math.Pi
			t.angle[j*fieldWidth+i] = uint8(int(math.Floor(float64((a-math.Floor(a))*angles)+0.5)) % angles)
			d := (p.distance(x, y) - periodMin) / periodStep
			t.period[j*fieldWidth+i] = uint8(math.Min(math.Max(d, 0), periods-1))
		}
	}
	return t
}

// filters is a Gabor filter taken apart: a wave across the ridges and a bell along them, each tap a whole pixel away
// and weighted by its true distance, so that 22 products do the work of 169.
type filters struct {
	acrossAt [angles][acrossTaps]int32
	across   [angles][periods][acrossTaps]int32
	alongAt  [angles][alongTaps]int32
	along    [angles][alongTaps]int32
}

var tuned = newFilters()

func newFilters() *filters {
	f := new(filters)
	for a := range angles {
		theta := math.Pi * float64(a) / angles
		cos, sin := steady.Cos(theta), -steady.Sin(theta) // image rows run down
		for k := range alongTaps {
			at, s := step(k-alongTaps/2, cos, sin)
			f.alongAt[a][k] = at
			f.along[a][k] = int32(1024 * steady.Exp(-s*s/28))
		}
		var s [acrossTaps]float64
		for k := range acrossTaps {
			f.acrossAt[a][k], s[k] = step(k-acrossTaps/2, -sin, cos)
		}
		for q := range periods {
			f.across[a][q] = wave(s, periodMin+float64(periodStep*(float64(q)+0.5)))
		}
	}
	return f
}

// step returns the buffer offset of the pixel nearest to distance k along (dx, dy), and that pixel's true distance.
func step(k int, dx, dy float64) (offset int32, distance float64) {
	x := math.Floor(float64(float64(k)*dx) + 0.5)
	y := math.Floor(float64(float64(k)*dy) + 0.5)
	return int32(y)*stride + int32(x), float64(x*dx) + float64(y*dy)
}

// wave returns the taps of a bell-shaped cosine with the given period; they sum to zero, so that blank skin stays blank.
func wave(distance [acrossTaps]float64, period float64) (taps [acrossTaps]int32) {
	sigma := float64(0.42 * period)
	var bell [acrossTaps]float64
	sum, bells := 0.0, 0.0
	for k, s := range distance {
		bell[k] = steady.Exp(-s * s / float64(2*sigma*sigma))
		sum += float64(bell[k] * steady.Cos(2*math.Pi*s/period))
		bells += bell[k]
	}
	for k, s := range distance {
		taps[k] = int32(1024 * float64(bell[k]*(steady.Cos(2*math.Pi*s/period)-sum/bells)))
	}
	return taps
}

// growRidges starts from scattered seeds and filters again and again until ridges fill the finger: minutiae appear where they meet.
func growRidges(p *pattern, r *rand.Rand) ridges {
	t := p.tune()
	now := make(ridges, stride*(masterHeight+2*margin))
	next := make(ridges, len(now))
	for range seeds {
		at := (margin+r.IntN(masterHeight))*stride + margin + r.IntN(masterWidth)
		now[at] = full
	}
	for range rounds {
		t.pass(now, next, alongFilter)
		t.pass(next, now, acrossFilter)
	}
	return now
}

const (
	seeds  = 130
	rounds = 14
)

// pass filters every cell of from into to.
func (t *tuning) pass(from, to ridges, filter func(from, to ridges, at int, angle, period uint8)) {
	for j := range fieldHeight {
		for i := range fieldWidth {
			c := j*fieldWidth + i
			filter(from, to, (margin+j*cell)*stride+margin+i*cell, t.angle[c], t.period[c])
		}
	}
}

func alongFilter(from, to ridges, at int, angle, _ uint8) {
	offsets, weights := &tuned.alongAt[angle], &tuned.along[angle]
	for y := range cell {
		row := at + y*stride
		for x := row; x < row+cell; x++ {
			// At 45° the taps all fall on one colour of the chessboard; the two neighbours tie the colours together.
			sum := 512 * (from[x-1] + from[x+1])
			for k, w := range weights {
				sum += w * from[x+int(offsets[k])]
			}
			to[x] = sum >> 12
		}
	}
}

func acrossFilter(from, to ridges, at int, angle, period uint8) {
	offsets, weights := &tuned.acrossAt[angle], &tuned.across[angle][period]
	for y := range cell {
		row := at + y*stride
		for x := row; x < row+cell; x++ {
			sum := int32(0)
			for k, w := range weights {
				sum += w * from[x+int(offsets[k])]
			}
			to[x] = max(-full, min(full, sum>>9))
		}
	}
}
