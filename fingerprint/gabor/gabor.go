// Package gabor is the ridge filter: a wave across the ridges under a bell along them (Gabor 1946; for prints Hong, Wan and Jain 1998).
//
// The filter is taken apart into a pass along and a pass across, each tap a whole pixel away and weighted by its true
// distance, so that 24 products do the work of 143; and it works in integers, so that every processor gives the same pixels.
package gabor

import (
	"math"

	"sallyport/fingerprint/steady"
)

// The filter's grain: orientations told apart over half a turn, ridge periods told apart, and the side of the square it is applied to.
const (
	Angles  = 64
	Periods = 16
	Cell    = 4
	Margin  = 8 // pixels that a filter reaches beyond its cell, rounded up
)

const (
	acrossTaps = 13
	alongTaps  = 11
	periodMin  = 5.0
	periodStep = 0.5
)

// Angle returns the number of the orientation nearest to radians, counter-clockwise from the right.
func Angle(radians float64) uint8 {
	half := radians / math.Pi
	return uint8(int(math.Floor(float64((half-math.Floor(half))*Angles)+0.5)) % Angles)
}

// Period returns the number of the period nearest to a ridge distance in pixels.
func Period(pixels float64) uint8 {
	return uint8(math.Min(math.Max((pixels-periodMin)/periodStep+0.5, 0), Periods-1))
}

// Bank is the filter for buffers of one width.
type Bank struct {
	stride   int
	acrossAt [Angles][acrossTaps]int
	alongAt  [Angles][alongTaps]int
}

// For returns the filter for buffers whose rows are stride pixels apart.
func For(stride int) *Bank {
	b := &Bank{stride: stride}
	for a := range Angles {
		for k, p := range taps.acrossAt[a] {
			b.acrossAt[a][k] = p.y*stride + p.x
		}
		for k, p := range taps.alongAt[a] {
			b.alongAt[a][k] = p.y*stride + p.x
		}
	}
	return b
}

// Along smooths the cell whose upper left pixel is at, along its ridges. Sixteen pixels of from change to about 2.3 times their mean.
func (b *Bank) Along(to, from []int32, at int, angle uint8) {
	offsets, weights := &b.alongAt[angle%Angles], &taps.along[angle%Angles]
	for range Cell {
		// At 45° the taps all fall on one colour of the chessboard; the two neighbours tie the colours together.
		n := (*[Cell + 2]int32)(from[at-1:])
		s0, s1, s2, s3 := 512*(n[0]+n[2]), 512*(n[1]+n[3]), 512*(n[2]+n[4]), 512*(n[3]+n[5])
		for k, w := range weights {
			p := (*[Cell]int32)(from[at+offsets[k]:])
			s0, s1, s2, s3 = s0+w*p[0], s1+w*p[1], s2+w*p[2], s3+w*p[3]
		}
		q := (*[Cell]int32)(to[at:])
		q[0], q[1], q[2], q[3] = s0>>12, s1>>12, s2>>12, s3>>12
		at += b.stride
	}
}

// Across sharpens the cell whose upper left pixel is at, across its ridges, and limits it to ±limit.
func (b *Bank) Across(to, from []int32, at int, angle, period uint8, limit int32) {
	offsets, weights := &b.acrossAt[angle%Angles], &taps.across[angle%Angles][period%Periods]
	for range Cell {
		var s0, s1, s2, s3 int32
		for k, w := range weights {
			p := (*[Cell]int32)(from[at+offsets[k]:])
			s0, s1, s2, s3 = s0+w*p[0], s1+w*p[1], s2+w*p[2], s3+w*p[3]
		}
		q := (*[Cell]int32)(to[at:])
		q[0], q[1] = max(-limit, min(limit, s0>>9)), max(-limit, min(limit, s1>>9))
		q[2], q[3] = max(-limit, min(limit, s2>>9)), max(-limit, min(limit, s3>>9))
		at += b.stride
	}
}

type offset struct{ x, y int }

// table holds the taps, which do not depend on the buffer.
type table struct {
	acrossAt [Angles][acrossTaps]offset
	across   [Angles][Periods][acrossTaps]int32
	alongAt  [Angles][alongTaps]offset
	along    [Angles][alongTaps]int32
}

var taps = newTable()

func newTable() *table {
	f := new(table)
	for a := range Angles {
		theta := float64(math.Pi * float64(a) / Angles)
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
		for q := range Periods {
			f.across[a][q] = wave(s, periodMin+float64(periodStep*float64(q)))
		}
	}
	return f
}

// step returns the pixel nearest to distance k along (dx, dy), and that pixel's true distance.
func step(k int, dx, dy float64) (at offset, distance float64) {
	x := math.Floor(float64(float64(k)*dx) + 0.5)
	y := math.Floor(float64(float64(k)*dy) + 0.5)
	return offset{int(x), int(y)}, float64(x*dx) + float64(y*dy)
}

// wave returns the taps of a bell-shaped cosine with the given period; they sum to zero, so that blank skin stays blank.
func wave(distance [acrossTaps]float64, period float64) (taps [acrossTaps]int32) {
	sigma := float64(0.42 * period)
	var bell, cosine [acrossTaps]float64
	sum, bells := 0.0, 0.0
	for k, s := range distance {
		bell[k] = steady.Exp(-s * s / float64(2*sigma*sigma))
		cosine[k] = steady.Cos(2 * math.Pi * s / period)
		sum += float64(bell[k] * cosine[k])
		bells += bell[k]
	}
	for k := range distance {
		taps[k] = int32(1024 * float64(bell[k]*(cosine[k]-sum/bells)))
	}
	return taps
}
