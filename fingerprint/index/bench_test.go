package index_test

import "testing"

// BenchmarkShortlist searches 2,000 synthetic people on one core, two fingers missing.
func BenchmarkShortlist(b *testing.B) {
	x, _ := crowd(2000)
	probe := withoutTwo(tenPrint(7, 1), 7)
	for b.Loop() {
		x.Shortlist(&probe, 20, 1)
	}
	b.ReportMetric(float64(x.Len())*float64(b.N)/b.Elapsed().Seconds(), "subjects/s")
	b.ReportMetric(float64(x.Bytes())/float64(x.Len()), "B/subject")
}
