//go:build !amd64 || purego

package weigh

// Rows sets each out[x] to the sum of rows[i][x] times weights[i], i ascending. Every product and every sum is rounded to
// float32 by itself, as NBIS's compiled code does on x86-64. Each row is at least as long as out, there are at least as many
// weights as rows, and out overlaps none of them.
func Rows(out []float32, rows [][]float32, weights []float32) { each(out, rows, weights) }
