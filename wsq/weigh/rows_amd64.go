//go:build !purego

package weigh

const blockLength = 16

//go:noescape
func blocks(out *float32, n int, rows *[]float32, weights *float32, count int)

// Rows sets each out[x] to the sum of rows[i][x] times weights[i], i ascending. Every product and every sum is rounded to
// float32 by itself, as NBIS's compiled code does on x86-64. Each row is at least as long as out, there are at least as many
// weights as rows, and out overlaps none of them.
func Rows(out []float32, rows [][]float32, weights []float32) {
	n := len(out)
	if n < blockLength || len(rows) == 0 {
		each(out, rows, weights)
		return
	}
	for _, row := range rows {
		_ = row[:n]
	}
	_ = weights[:len(rows)]
	blocks(&out[0], n, &rows[0], &weights[0], len(rows))
}
