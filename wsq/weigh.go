package wsq

// tap is one product of an output sample: an input sample and its weight.
type tap struct {
	index  int
	weight float32
}

// weighEach sets each out[x] to the sum of rows[i][x] times weights[i], i ascending. Every product and
// every sum is rounded to float32, as NBIS's compiled code does on x86-64. Each row is at least as
// long as out. Seven and nine rows are the standard's filters.
func weighEach(out []float32, rows [][]float32, weights []float32) {
	switch {
	case len(out) == 0:
	case len(rows) == 7:
		weigh7(out, rows, weights)
	case len(rows) == 9:
		weigh9(out, rows, weights)
	case len(rows) == 4:
		weigh4(out, rows, weights)
	default:
		clear(out)
		for i, row := range rows {
			for x, v := range row[:len(out)] {
				out[x] += float32(v * weights[i])
			}
		}
	}
}

func weigh4(out []float32, r [][]float32, w []float32) {
	n := len(out)
	w0, w1, w2, w3 := w[0], w[1], w[2], w[3]
	r0, r1, r2, r3 := r[0][:n], r[1][:n], r[2][:n], r[3][:n]
	for x := range out {
		v := float32(r0[x]*w0) + float32(r1[x]*w1)
		v += float32(r2[x] * w2)
		out[x] = v + float32(r3[x]*w3)
	}
}

func weigh7(out []float32, r [][]float32, w []float32) {
	n := len(out)
	w0, w1, w2, w3, w4, w5, w6 := w[0], w[1], w[2], w[3], w[4], w[5], w[6]
	r0, r1, r2, r3, r4, r5, r6 := r[0][:n], r[1][:n], r[2][:n], r[3][:n], r[4][:n], r[5][:n], r[6][:n]
	for x := range out {
		v := float32(r0[x]*w0) + float32(r1[x]*w1)
		v += float32(r2[x] * w2)
		v += float32(r3[x] * w3)
		v += float32(r4[x] * w4)
		v += float32(r5[x] * w5)
		out[x] = v + float32(r6[x]*w6)
	}
}

func weigh9(out []float32, r [][]float32, w []float32) {
	n := len(out)
	w0, w1, w2, w3, w4, w5, w6, w7, w8 := w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8]
	r0, r1, r2, r3, r4, r5, r6, r7, r8 := r[0][:n], r[1][:n], r[2][:n], r[3][:n], r[4][:n], r[5][:n], r[6][:n], r[7][:n], r[8][:n]
	for x := range out {
		v := float32(r0[x]*w0) + float32(r1[x]*w1)
		v += float32(r2[x] * w2)
		v += float32(r3[x] * w3)
		v += float32(r4[x] * w4)
		v += float32(r5[x] * w5)
		v += float32(r6[x] * w6)
		v += float32(r7[x] * w7)
		out[x] = v + float32(r8[x]*w8)
	}
}

// gathered is the input of one weigh: weighEach, or its faster form where the processor has one.
type gathered struct {
	rows    [][]float32
	weights []float32
}

// rowsOf gathers, for the products of one output row, the rows of r in the plane. Three are made
// four by a product with zero, which changes no sum.
func (g *gathered) rowsOf(taps []tap, plane []float32, stride int, r rect) {
	g.rows, g.weights = g.rows[:0], g.weights[:0]
	for _, t := range taps {
		start := (r.y+t.index)*stride + r.x
		g.rows = append(g.rows, plane[start:start+r.w])
		g.weights = append(g.weights, t.weight)
	}
	if len(taps) == 3 {
		g.rows, g.weights = append(g.rows, g.rows[0]), append(g.weights, 0)
	}
}

// dot is one output sample by itself, at the ends of a line.
func dot(in []float32, taps []tap) float32 {
	var sum float32
	for _, t := range taps {
		sum += float32(in[t.index] * t.weight)
	}
	return sum
}
