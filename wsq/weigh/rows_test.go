package weigh

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRowsEqualsEach compares the processor's own form with the plain one, bit for bit.
func TestRowsEqualsEach(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for n := range 70 {
		for count := range 11 {
			rows := make([][]float32, count)
			weights := make([]float32, count)
			for i := range rows {
				rows[i] = make([]float32, n+i)
				for x := range rows[i] {
					rows[i][x] = random.Float32()*512 - 256
				}
				weights[i] = random.Float32() - 0.5
			}
			want, got := make([]float32, n), make([]float32, n)
			each(want, rows, weights)
			Rows(got, rows, weights)
			if !slices.Equal(want, got) {
				t.Fatalf("%d samples, %d rows: %v, want %v", n, count, got, want)
			}
		}
	}
}
