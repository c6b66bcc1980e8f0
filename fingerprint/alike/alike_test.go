package alike

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// made is a hundred or so random edges, and probes for them.
func made(random *rand.Rand) (probes []Probe, edges Edges, starts *Starts) {
	turns := make([]uint8, random.IntN(400))
	for i := range turns {
		turns[i] = uint8(random.Uint32())
	}
	slices.Sort(turns)
	starts = new(Starts)
	for turn := range starts {
		starts[turn] = uint16(len(turns))
		if i := slices.IndexFunc(turns, func(t uint8) bool { return int(t) >= turn }); i >= 0 {
			starts[turn] = uint16(i)
		}
	}
	edges = Edges{make([]uint8, len(turns)+Padding), make([]uint8, len(turns)+Padding)}
	for i := range edges.Turns {
		edges.Lengths[i], edges.Turns[i] = uint8(random.Uint32()), uint8(random.Uint32())
	}
	probes = make([]Probe, random.IntN(20))
	for i := range probes {
		probes[i] = Probe{uint8(random.Uint32()), uint8(random.Uint32()), Below{uint8(random.Uint32()), uint8(random.Uint32())},
			Below{uint8(random.Uint32()), uint8(random.Uint32())}}
		if random.IntN(4) > 0 { // most like few edges
			probes[i].Length.Span, probes[i].Turn.Span = probes[i].Length.Span/8, probes[i].Turn.Span/8
		}
	}
	return probes, edges, starts
}

// TestFindEqualsEach compares the processor's own form with the plain one.
func TestFindEqualsEach(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		probes, edges, starts := made(random)
		room := len(probes)*int(starts[256]) + Spare
		want, got := make([]uint32, room), make([]uint32, room)
		want = want[:each(want, probes, edges, starts, int(starts[256]))]
		got = got[:Find(got, probes, edges, starts, int(starts[256]))]
		if !slices.Equal(want, got) {
			t.Fatalf("%v in %v at %v: %v, want %v", probes, edges, starts, got, want)
		}
	}
}

// TestMostEqualsEach does the same for how prints lie.
func TestMostEqualsEach(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 5000 {
		var lies Lies
		for i := range lies.X {
			lies.X[i], lies.Y[i], lies.Turn[i] = uint8(random.Uint32()), uint8(random.Uint32()), uint8(random.Uint32())
		}
		n, place, turn := random.IntN(MostLies+1), uint8(random.IntN(128)), uint8(random.IntN(128))
		if want, got := mostEach(&lies, n, place, turn), Most(&lies, n, place, turn); got != want {
			t.Fatalf("%d of %v within %d and %d: %d, want %d", n, lies, place, turn, got, want)
		}
	}
}
