package tiles_test

import (
	"testing"

	"sallyport/internal/tiles/tilestest"
)

// BenchmarkEntries reads a log of 100,000 commitments from a folder.
func BenchmarkEntries(b *testing.B) {
	const size = 100_000
	dir := b.TempDir()
	tilestest.NewKey(b, origin).Publish(b, dir, someLeaves(size))
	c := checkpoint(b, dir, "")
	b.SetBytes(size * 34)
	for b.Loop() {
		seen := 0
		for _, err := range c.Entries(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			seen++
		}
		if seen != size {
			b.Fatal(seen)
		}
	}
	b.ReportMetric(size*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}
