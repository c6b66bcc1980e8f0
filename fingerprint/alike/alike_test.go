package alike

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFindEqualsEach compares the processor's own form with the plain one.
func TestFindEqualsEach(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		turns := make([]uint8, random.IntN(400))
		for i := range turns {
			turns[i] = uint8(random.Uint32())
		}
		slices.Sort(turns)
		starts := make([]uint16, 257)
		for turn := range starts {
			starts[turn] = uint16(len(turns))
			if i := slices.IndexFunc(turns, func(t uint8) bool { return int(t) >= turn }); i >= 0 {
				starts[turn] = uint16(i)
			}
		}
		keys := make([]Key, len(turns)+Padding)
		for i := range keys {
			keys[i] = Key(random.Uint32())
		}
		probes := make([]Probe, random.IntN(20))
		for i := range probes {
			probes[i] = Probe{uint8(random.Uint32()), uint8(random.Uint32()), Key(random.Uint32()), Key(random.Uint32())}
		}
		out := func() []uint32 { return make([]uint32, len(probes)*len(turns)) }
		want, got := out(), out()
		want = want[:each(want, probes, keys, starts)]
		got = got[:Find(got, probes, keys, starts)]
		if !slices.Equal(want, got) {
			t.Fatalf("%v in %v at %v: %v, want %v", probes, keys, starts, got, want)
		}
	}
}
