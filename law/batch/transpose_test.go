package batch

import (
	"math/rand/v2"
	"testing"
)

func TestTranspose(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var square, turned [64]uint64
	for i := range square {
		square[i] = r.Uint64()
	}
	turned = square
	transpose(&turned)
	for i := range 64 {
		for j := range 64 {
			if square[i]>>j&1 != turned[j]>>i&1 {
				t.Fatalf("bit %d of word %d did not become bit %d of word %d", j, i, i, j)
			}
		}
	}
}
