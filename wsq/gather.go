package wsq

// tap is one product of an output sample: an input sample and its weight.
type tap struct {
	index  int
	weight float32
}

// gathered is the input of one weigh.Rows.
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
