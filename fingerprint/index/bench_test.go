package index_test

import "testing"

// BenchmarkShortlist searches 20,000 synthetic people on one core, two fingers missing.
func BenchmarkShortlist(b *testing.B) {
	x, _ := crowd(20000)
	probe := withoutTwo(tenPrint(7, 1), 7)
	fingers := probe.Prepare()
	for b.Loop() {
		x.Shortlist(&fingers, 20, 1)
	}
	b.ReportMetric(float64(x.Subjects)*float64(b.N)/b.Elapsed().Seconds(), "subjects/s")
}
