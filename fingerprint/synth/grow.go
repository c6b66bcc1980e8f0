package synth

import (
	"math/rand/v2"

	"sallyport/fingerprint/gabor"
)

const (
	margin = 16 // more than the filter's reach
	stride = masterWidth + 2*margin
	full   = 1 << 12 // height of a full-grown ridge
	seeds  = 32
	rounds = 16
)

// ridges is a master print with its margin: full on a ridge's crest, -full in a valley.
type ridges []int32

// tuning holds, for every cell, which filter to use there.
type tuning struct {
	angle  [fieldWidth * fieldHeight]uint8
	period [fieldWidth * fieldHeight]uint8
}

func (p *pattern) tune() *tuning {
	t := new(tuning)
	for j := range fieldHeight {
		for i := range fieldWidth {
			x, y := float64(i*cell+cell/2), float64(j*cell+cell/2)
			t.angle[j*fieldWidth+i] = gabor.Angle(p.orientation(x, y))
			t.period[j*fieldWidth+i] = gabor.Period(p.distance(x, y))
		}
	}
	return t
}

// growRidges starts from scattered seeds and filters again and again until ridges fill the finger: minutiae appear where they meet.
func growRidges(p *pattern, r *rand.Rand) ridges {
	t, bank := p.tune(), gabor.For(stride)
	now := make(ridges, stride*(masterHeight+2*margin))
	next := make(ridges, len(now))
	for range seeds {
		at := (margin+r.IntN(masterHeight))*stride + margin + r.IntN(masterWidth)
		now[at] = full
	}
	for range rounds {
		eachCell(func(c, at int) { bank.Along(next, now, at, t.angle[c]) })
		eachCell(func(c, at int) { bank.Across(now, next, at, t.angle[c], t.period[c], full) })
	}
	return now
}

// eachCell calls visit with the number of every cell and the place of its upper left pixel.
func eachCell(visit func(c, at int)) {
	for j := range fieldHeight {
		for i := range fieldWidth {
			visit(j*fieldWidth+i, (margin+j*cell)*stride+margin+i*cell)
		}
	}
}
