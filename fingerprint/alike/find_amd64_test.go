//go:build !purego

package alike

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestNarrowEqualsEach compares the form for processors without AVX2, which Find leaves aside where there is.
func TestNarrowEqualsEach(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		probes, edges, starts := made(random)
		n := int(starts[256])
		want, got := make([]uint32, len(probes)*n+1), make([]uint32, len(probes)*n+1)
		if len(probes) == 0 || n == 0 {
			continue
		}
		want = want[:each(want, probes, edges, starts)]
		got = got[:find(&got[0], &probes[0], len(probes), &edges.Lengths[0], &edges.Turns[0], &starts[0], n)]
		if !slices.Equal(want, got) {
			t.Fatalf("%v in %v at %v: %v, want %v", probes, edges, starts, got, want)
		}
	}
}
