// Package worst measures what the worst of many damaged inputs costs a decoder, in time and in memory, against the bounds that
// every decoder here keeps to. Nothing is asserted: benchmarks report the shares, and docs/why/performance.md records them.
package worst

import (
	"runtime"
	"testing"
	"time"
)

// Bounds of one decoding: a fixed sum, and more by the pixels that the input declares and by its own length.
const (
	fixedTime, timePerPixel             = 100 * time.Millisecond, 30 * time.Nanosecond
	fixedMemory, perByte, bytesPerPixel = 1 << 20, 16, 16
)

// Input is one damaged input and how many pixels it declares, those above the decoder's limit left out.
type Input struct {
	Name   string
	Data   []byte
	Pixels int
}

// Work is one thing that is done with an input.
type Work struct {
	Name string
	Do   func([]byte)
}

// Shares does each work with each input and reports, work by work, the greatest share of either bound, in per cent, and which
// input took it. Memory is all that is allocated, kept or not. The best of three counts for an input's time, so that what else
// runs on the machine does not.
func Shares(b *testing.B, inputs []Input, works ...Work) {
	for _, work := range works {
		b.Run(work.Name, func(b *testing.B) {
			for b.Loop() {
				share(b, inputs, work.Do)
			}
			b.ReportMetric(float64(len(inputs)), "inputs")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func share(b *testing.B, inputs []Input, do func([]byte)) {
	var slowest, largest float64
	var slow, large string
	for _, in := range inputs {
		took, used := measure(func() { do(in.Data) })
		for range 2 {
			again, _ := measure(func() { do(in.Data) })
			took = min(took, again)
		}
		if s := float64(took) / float64(fixedTime+time.Duration(in.Pixels)*timePerPixel); s > slowest {
			slowest, slow = s, in.Name
		}
		if s := float64(used) / float64(fixedMemory+perByte*len(in.Data)+bytesPerPixel*in.Pixels); s > largest {
			largest, large = s, in.Name
		}
	}
	b.Logf("most time: %s; most memory: %s", slow, large)
	b.ReportMetric(100*slowest, "%time")
	b.ReportMetric(100*largest, "%memory")
}

func measure(do func()) (time.Duration, uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	do()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return took, after.TotalAlloc - before.TotalAlloc
}
