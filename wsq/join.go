package wsq

import "sallyport/wsq/weigh"

// extension says how a band of a line continues past its ends.
type extension struct {
	n         int  // samples
	start     int  // the sample at which the walk for the first output begins, towards the left
	leftHalf  bool // mirrored about the edge before its first sample, not about the sample
	rightHalf bool // likewise after its last
	odd       bool // mirrored samples change sign (high band of even filters)
	gap       bool // a zero stands between the band and its mirror image on the right
	firstTap  int  // phase of the first output
}

// walk appends the products of one band for output sample i, in the order in which they are summed. It turns at the ends as NBIS
// does, which in a band of two or three samples is not quite by symmetry: an edge mirrors once, and from then on the sample
// does. Where NBIS would leave a band of one sample, the sample is repeated.
func (e extension) walk(taps []tap, filter []float32, base, i int) []tap {
	m := i + 1 - e.firstTap
	at, step, sign, left := e.start-m/2, -1, float32(1), e.leftHalf
	switch {
	case at >= 0 && e.odd:
		sign = -1
	case at < 0 && e.leftHalf:
		at, step, left = -at-1, 1, false
	case at < 0:
		at, step = -at, 1
	}
	right, gap := e.rightHalf, 0 // visits to the last sample, where there is a gap behind it
	if e.gap && at == e.n {
		at, gap = e.n-1, 1
	}
	for t := 1 - m%2; t < len(filter) && e.n > 0; t += 2 {
		switch {
		case at > 0:
		case left:
			step, left = 0, false
		default:
			step, sign = 1, 1
		}
		switch {
		case at < e.n-1:
		case right && e.gap:
			step, sign, right, gap = 0, float32(1-gap), gap == 0, gap+1
		case right:
			step, right = 0, false
		case e.odd:
			step, sign = -1, -1
		default:
			step = -1
		}
		if sign != 0 {
			taps = append(taps, tap{base + min(max(at, 0), e.n-1), filter[t] * sign})
		}
		at += step
	}
	return taps
}

// synthesis joins a low and a high band into a line of n samples.
type synthesis struct {
	filters
	n             int
	flip          bool
	low, high     extension
	lowAt, highAt int // where the bands begin in the line to be joined
}

func (f filters) synthesis(n int, flip bool) synthesis {
	s := synthesis{filters: f, n: n, flip: flip}
	first, second := halves(n, flip)
	low, high := first, second
	s.highAt = first
	if flip {
		low, high = second, first
		s.lowAt, s.highAt = first, 0
	}
	s.low, s.high = f.extensions(low, high)
	return s
}

// taps appends the products of output sample i in the order they are summed: low band first, taps
// ascending, bands continued by symmetric extension.
func (s *synthesis) taps(taps []tap, i int) []tap {
	taps = s.low.walk(taps, s.filters.low, s.lowAt, i)
	return s.high.walk(taps, s.filters.high, s.highAt, i)
}

// extensions says how the bands of one line continue past their ends.
func (f filters) extensions(low, high int) (lowExt, highExt extension) {
	oddLine := low != high
	l, h := len(f.low), len(f.high)
	if l%2 != 0 {
		lowExt = extension{n: low, start: (l - 1) / 4, rightHalf: !oddLine, firstTap: (l - 1) / 2 % 2}
		highExt = extension{n: high, start: (h+1)/4 - 1, leftHalf: true, rightHalf: oddLine, firstTap: (h + 1) / 2 % 2}
		return lowExt, highExt
	}
	lowExt = extension{n: low, start: max(l/4-1, 0), leftHalf: l > 2, rightHalf: !oddLine, firstTap: l / 2 % 2}
	highExt = extension{n: high, start: max(h/4-1, 0), leftHalf: h > 2, rightHalf: true, odd: true, gap: oddLine, firstTap: h / 2 % 2}
	return lowExt, highExt
}

// reconstruct joins all bands of the plane into an image, in place. Bands that are not transmitted
// are zero and left out of the sums, which they would not change.
func reconstruct(plane []float32, width, height int, f filters, b *bins) {
	scratch := make([]float32, len(plane))
	sent := sentBands(subbandRects(width, height), b)
	nodes := transformNodes(width, height)
	for i := len(nodes) - 1; i >= 0; i-- {
		n := nodes[i]
		if n.w == 0 || n.h == 0 || !anyWithin(sent, n.rect) {
			continue
		}
		quarters := quarter(n.rect, n.flipX, n.flipY)
		for side := range 2 {
			upper, lower := quarters[side], quarters[side+2]
			column := rect{upper.x, n.y, upper.w, n.h}
			joinColumns(scratch, plane, width, column, f.synthesis(n.h, n.flipY).only(anyWithin(sent, upper), anyWithin(sent, lower)))
		}
		joinRows(plane, scratch, width, n, f)
	}
}

func sentBands(bands []rect, b *bins) []rect {
	var sent []rect
	for i, r := range bands {
		if b.width[i] != 0 {
			sent = append(sent, r)
		}
	}
	return sent
}

// anyWithin says whether one of the bands lies in r; no band lies across its edge.
func anyWithin(bands []rect, r rect) bool {
	for _, b := range bands {
		if b.x >= r.x && b.y >= r.y && b.x+b.w <= r.x+r.w && b.y+b.h <= r.y+r.h {
			return true
		}
	}
	return false
}

// only leaves out the products of a first or second band that is all zero.
func (s synthesis) only(first, second bool) synthesis {
	low, high := first, second
	if s.flip {
		low, high = second, first
	}
	if !low {
		s.filters.low = nil
	}
	if !high {
		s.filters.high = nil
	}
	return s
}

// inner says which pairs of outputs, from outer to before inner, never meet a mirror image: each has the taps of the pair
// before it, one sample on.
func (s *synthesis) inner() (outer, inner int) {
	reach := max(len(s.filters.low), len(s.filters.high))/4 + 2 // how far in a band an output may see from its place
	if s.n/2-reach < reach {
		return 0, 0
	}
	return reach, s.n/2 - reach
}

// joinColumns joins the upper and lower bands of r.
func joinColumns(to, from []float32, stride int, r rect, s synthesis) {
	var g gathered
	var pair [2][]tap // of the last even and odd output
	outer, inner := s.inner()
	for y := range r.h {
		taps := pair[y%2]
		if y/2 > outer && y/2 < inner {
			for i := range taps {
				taps[i].index++
			}
		} else {
			taps = s.taps(taps[:0], y)
		}
		pair[y%2] = taps
		g.rowsOf(taps, from, stride, r)
		start := (r.y+y)*stride + r.x
		weigh.Rows(to[start:start+r.w], g.rows, g.weights)
	}
}

// joinRows joins the left and right bands of n.
func joinRows(to, from []float32, stride int, n node, f filters) {
	s := f.synthesis(n.w, n.flipX)
	outer, inner := s.inner()
	var ends [][]tap
	for x := range s.n {
		if x < 2*outer || x >= 2*inner {
			ends = append(ends, s.taps(nil, x))
		}
	}
	even, odd := s.taps(nil, 2*outer), s.taps(nil, 2*outer+1)
	buffer := make([]float32, 2*(inner-outer))
	evens, odds := buffer[:inner-outer], buffer[inner-outer:]
	var g gathered
	for y := range n.h {
		start := (n.y+y)*stride + n.x
		in, out := from[start:start+n.w], to[start:start+n.w]
		if len(evens) > 0 {
			g.shifted(in, even)
			weigh.Rows(evens, g.rows, g.weights)
			g.shifted(in, odd)
			weigh.Rows(odds, g.rows, g.weights)
			interleave(out[2*outer:2*inner], evens, odds)
		}
		for i, taps := range ends {
			x := i
			if x >= 2*outer {
				x += 2 * (inner - outer)
			}
			out[x] = dot(in, taps)
		}
	}
}

// shifted gathers, for the products of the first of a run of outputs, the run of each product's input.
func (g *gathered) shifted(in []float32, taps []tap) {
	g.rows, g.weights = g.rows[:0], g.weights[:0]
	for _, t := range taps {
		g.rows = append(g.rows, in[t.index:])
		g.weights = append(g.weights, t.weight)
	}
}

func interleave(out, evens, odds []float32) {
	odds = odds[:len(evens)]
	out = out[:2*len(evens)]
	for i, v := range evens {
		out[2*i] = v
		out[2*i+1] = odds[i]
	}
}
