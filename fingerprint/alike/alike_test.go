package alike

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFindEqualsEach compares the processor's own form with the plain one.
func TestFindEqualsEach(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		keys := make([]Key, random.IntN(60)+Padding)
		for i := range keys {
			keys[i] = Key(random.Uint32())
		}
		first := random.IntN(len(keys) - Padding + 1)
		last := first + random.IntN(len(keys)-Padding-first+1)
		w := Window{Key(random.Uint32()), Key(random.Uint32())}
		want, got := make([]uint32, len(keys)), make([]uint32, len(keys))
		want = want[:each(want, keys, first, last, w, 7<<16)]
		got = got[:Find(got, keys, first, last, w, 7<<16)]
		if !slices.Equal(want, got) {
			t.Fatalf("%d to %d of %v in %v: %v, want %v", first, last, keys, w, got, want)
		}
	}
}
