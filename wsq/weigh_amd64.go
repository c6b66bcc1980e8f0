//go:build !purego

package wsq

const blockLength = 16

//go:noescape
func weighBlocks(out *float32, n int, rows *[]float32, weights *float32, count int)

// weigh is weighEach, sixteen samples at a time; out must not overlap the rows.
func weigh(out []float32, rows [][]float32, weights []float32) {
	n := len(out)
	if n < blockLength || len(rows) == 0 {
		weighEach(out, rows, weights)
		return
	}
	for _, row := range rows {
		_ = row[:n]
	}
	_ = weights[:len(rows)]
	weighBlocks(&out[0], n, &rows[0], &weights[0], len(rows))
}
