package wsq

// extension says how many samples a band of a line has and how it continues past its ends.
type extension struct {
	n              int  // samples
	leftHalf       bool // mirrored about the edge between samples -1 and 0, not about sample 0
	rightHalf      bool
	odd            bool // mirrored samples change sign (high band of even filters)
	gap            bool // a zero stands at position n, between the band and its mirror image
	lead, firstTap int  // position of the first tap's sample for output 0, and that tap's phase
}

// at is the sample of the band that stands at any position, and its sign; 0 where nothing does.
func (e extension) at(p int) (index int, sign float32) {
	sign = 1
	for e.n > 0 {
		switch {
		case p < 0:
			p = -p
			if e.leftHalf {
				p--
			}
		case p < e.n:
			return p, sign
		case e.gap && p == e.n:
			return 0, 0
		default:
			last := 2*e.n - 2
			switch {
			case e.gap:
				last = 2 * e.n
			case e.rightHalf:
				last = 2*e.n - 1
			}
			p = last - p
			if e.n == 1 && !e.rightHalf && !e.gap {
				p = 0
			}
		}
		if e.odd {
			sign = -sign
		}
	}
	return 0, 0
}

// tap is one product of an output sample.
type tap struct {
	index  int // sample of the line to be joined
	weight float32
}

// plan lists, for each output sample of a line of n, its products in the order they are summed:
// low band first, taps ascending. It is the specification's synthesis with its symmetric extension.
func (f filters) plan(n int, flip bool) [][]tap {
	first, second := halves(n, flip)
	low, high, lowAt, highAt := first, second, 0, first
	if flip {
		low, high, lowAt, highAt = second, first, first, 0
	}
	lowExt, highExt := f.extensions(low, high)
	rows := make([][]tap, n)
	for i := range rows {
		row := appendTaps(nil, f.low, lowExt, lowAt, i)
		rows[i] = appendTaps(row, f.high, highExt, highAt, i)
	}
	return rows
}

// extensions says how the bands of one line continue past their ends.
func (f filters) extensions(low, high int) (lowExt, highExt extension) {
	oddLine := low != high
	l, h := len(f.low), len(f.high)
	if l%2 != 0 {
		lowExt = extension{n: low, rightHalf: !oddLine, lead: -((l - 1) / 4), firstTap: (l - 1) / 2 % 2}
		highExt = extension{n: high, leftHalf: true, rightHalf: oddLine, lead: -((h + 1) / 4), firstTap: (h + 1) / 2 % 2}
		return lowExt, highExt
	}
	lowExt = extension{n: low, leftHalf: true, rightHalf: !oddLine, lead: -(l / 4), firstTap: l / 2 % 2}
	highExt = extension{n: high, leftHalf: true, rightHalf: !oddLine, odd: true, gap: oddLine, lead: -(h / 4), firstTap: h / 2 % 2}
	return lowExt, highExt
}

// appendTaps appends the products of one band for output sample i.
func appendTaps(row []tap, filter []float32, e extension, base, i int) []tap {
	m := i + 1 - e.firstTap
	p := e.lead + m/2
	for t := 1 - m%2; t < len(filter); t += 2 {
		if index, sign := e.at(p); sign != 0 {
			row = append(row, tap{base + index, filter[t] * sign})
		}
		p++
	}
	return row
}

// reconstruct joins all bands of the plane into an image, in place.
func reconstruct(plane []float32, width, height int, f filters) {
	scratch := make([]float32, len(plane))
	nodes := transformNodes(width, height)
	for i := len(nodes) - 1; i >= 0; i-- {
		n := nodes[i]
		if n.w == 0 || n.h == 0 {
			continue
		}
		joinColumns(scratch, plane, width, n, f.plan(n.h, n.flipY))
		joinRows(plane, scratch, width, n, f.plan(n.w, n.flipX))
	}
}

// joinColumns joins the upper and lower bands of n.
func joinColumns(to, from []float32, stride int, n node, plan [][]tap) {
	for y, taps := range plan {
		start := (n.y+y)*stride + n.x
		out := to[start : start+n.w]
		clear(out)
		for _, t := range taps {
			start := (n.y+t.index)*stride + n.x
			for x, v := range from[start : start+n.w] {
				out[x] += float32(v * t.weight)
			}
		}
	}
}

// joinRows joins the left and right bands of n.
func joinRows(to, from []float32, stride int, n node, plan [][]tap) {
	for y := range n.h {
		start := (n.y+y)*stride + n.x
		in, out := from[start:start+n.w], to[start:start+n.w]
		for x, taps := range plan {
			var sum float32
			for _, t := range taps {
				sum += float32(in[t.index] * t.weight)
			}
			out[x] = sum
		}
	}
}
