//go:build !amd64 || purego

package wsq

func weigh(out []float32, rows [][]float32, weights []float32) { weighEach(out, rows, weights) }
