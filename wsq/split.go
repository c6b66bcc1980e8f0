package wsq

import "sallyport/wsq/weigh"

// The analysis filters of the standard (9 and 7 taps, Cohen, Daubechies and Feauveau), which every
// encoder uses and writes into the stream.
var (
	analysisLow = []float32{0.03782845550699546, -0.02384946501938000, -0.11062440441842342, 0.37740285561265380,
		0.85269867900940344, 0.37740285561265380, -0.11062440441842342, -0.02384946501938000, 0.03782845550699546}
	analysisHigh = []float32{0.06453888262893845, -0.04068941760955844, -0.41809227322221221, 0.78848561640566439,
		-0.41809227322221221, -0.04068941760955844, 0.06453888262893845}
)

// analysis splits a line of n samples into a low and a high band.
type analysis struct {
	n             int
	lowAt, highAt int // where the bands begin in the line that has been split
	low, high     int // their lengths
}

func newAnalysis(n int, flip bool) analysis {
	first, second := halves(n, flip)
	if flip {
		return analysis{n: n, low: second, high: first, lowAt: first}
	}
	return analysis{n: n, low: first, high: second, highAt: first}
}

// lowTaps appends the products of low sample k, which is centred on sample 2k; the line is
// continued by mirroring about its first and last samples.
func (a analysis) lowTaps(taps []tap, k int) []tap { return a.taps(taps, analysisLow, 2*k-4) }

// highTaps appends the products of high sample k, which is centred on sample 2k+1.
func (a analysis) highTaps(taps []tap, k int) []tap { return a.taps(taps, analysisHigh, 2*k-2) }

func (a analysis) taps(taps []tap, filter []float32, first int) []tap {
	for i, weight := range filter {
		taps = append(taps, tap{mirror(first+i, a.n), weight})
	}
	return taps
}

// mirror is the sample at any position of a line of n that is mirrored about its first and last samples.
func mirror(p, n int) int {
	for n > 1 {
		switch {
		case p < 0:
			p = -p
		case p < n:
			return p
		default:
			p = 2*n - 2 - p
		}
	}
	return 0
}

// decompose splits an image into all bands, in place.
func decompose(plane []float32, width, height int) {
	scratch := make([]float32, len(plane))
	for _, n := range transformNodes(width, height) {
		if n.w == 0 || n.h == 0 {
			continue
		}
		splitRows(scratch, plane, width, n)
		splitColumns(plane, scratch, width, n)
	}
}

// splitColumns splits n into an upper and a lower band.
func splitColumns(to, from []float32, stride int, n node) {
	a := newAnalysis(n.h, n.flipY)
	var g gathered
	var taps []tap
	row := func(y int) {
		g.rowsOf(taps, from, stride, n.rect)
		start := (n.y+y)*stride + n.x
		weigh.Rows(to[start:start+n.w], g.rows, g.weights)
	}
	for k := range a.low {
		taps = a.lowTaps(taps[:0], k)
		row(a.lowAt + k)
	}
	for k := range a.high {
		taps = a.highTaps(taps[:0], k)
		row(a.highAt + k)
	}
}

// splitRows splits n into a left and a right band.
func splitRows(to, from []float32, stride int, n node) {
	a := newAnalysis(n.w, n.flipX)
	const reach = 3                     // outputs that nine taps reach to either side
	inner, outer := a.high-reach, reach // outputs between the two never meet a mirror image
	if inner < outer {
		inner, outer = 0, 0
	}
	ends := a.ends(outer, inner)
	low, high := a.lowTaps(nil, outer), a.highTaps(nil, outer)
	evens, odds := make([]float32, (a.n+1)/2), make([]float32, (a.n+1)/2)
	var g gathered
	for y := range n.h {
		start := (n.y+y)*stride + n.x
		in, out := from[start:start+n.w], to[start:start+n.w]
		if inner > outer {
			deinterleave(in, evens, odds)
			g.halved(evens, odds, low)
			weigh.Rows(out[a.lowAt+outer:a.lowAt+inner], g.rows, g.weights)
			g.halved(evens, odds, high)
			weigh.Rows(out[a.highAt+outer:a.highAt+inner], g.rows, g.weights)
		}
		for _, e := range ends {
			out[e.at] = dot(in, e.taps)
		}
	}
}

// end is an output sample near an end of a line.
type end struct {
	at   int
	taps []tap
}

// ends lists the outputs of both bands outside outer to inner.
func (a analysis) ends(outer, inner int) []end {
	var ends []end
	for k := range a.low {
		if k < outer || k >= inner {
			ends = append(ends, end{a.lowAt + k, a.lowTaps(nil, k)})
		}
	}
	for k := range a.high {
		if k < outer || k >= inner {
			ends = append(ends, end{a.highAt + k, a.highTaps(nil, k)})
		}
	}
	return ends
}

// halved gathers, for the products of the first of a run of outputs, the run of each product's
// input: every second sample of the line.
func (g *gathered) halved(evens, odds []float32, taps []tap) {
	g.rows, g.weights = g.rows[:0], g.weights[:0]
	for _, t := range taps {
		half := evens
		if t.index%2 != 0 {
			half = odds
		}
		g.rows = append(g.rows, half[t.index/2:])
		g.weights = append(g.weights, t.weight)
	}
}

func deinterleave(in, evens, odds []float32) {
	pairs := len(in) / 2
	evens, odds = evens[:len(evens):len(evens)], odds[:len(evens)]
	for i := range pairs {
		evens[i], odds[i] = in[2*i], in[2*i+1]
	}
	if len(in)%2 != 0 {
		evens[pairs] = in[len(in)-1]
	}
}
