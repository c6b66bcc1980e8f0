package bench

import (
	"runtime"
	"sync"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/index"
	"sallyport/fingerprint/synth"
	"sallyport/internal/outside"
)

type hands = [10]*fingerprint.Prepared

const (
	searched  = 20 // probes, of the first people
	toCompare = 20
)

// BenchmarkFingerprintSearch looks for synthetic people by another impression of theirs: of ten fingers less two, and of one, in
// galleries of as many fingers. A row "each" compares everybody; a row "shortlist" asks the index on one core, compares twenty, and says
// how many times as fast that is. Everything is made ready beforehand.
func BenchmarkFingerprintSearch(b *testing.B) {
	fingers := outside.Count(b, "SALLYPORT_BENCH_FINGERS", 40000)
	searchFor(b, "ten", fingers/10, func(person, finger, impression int) bool {
		return impression == 0 || finger != person%10 && finger != (person+3)%10
	})
	searchFor(b, "one", fingers, func(_, finger, _ int) bool { return finger == 1 })
}

func searchFor(b *testing.B, name string, count int, has func(person, finger, impression int) bool) {
	b.Run(name, func(b *testing.B) {
		people, probes := handsOf(count, 0, has), handsOf(searched, 1, has)
		everybody := make([]int, count)
		for n := range everybody {
			everybody[n] = n
		}
		x := indexOf(people)
		pace := 0.0
		b.Run("each", func(b *testing.B) {
			pace = search(b, people, probes, func(*hands) []int { return everybody })
		})
		b.Run("shortlist", func(b *testing.B) {
			fast := search(b, people, probes, func(probe *hands) []int { return x.Shortlist(probe, toCompare, 1) })
			if pace > 0 {
				b.ReportMetric(fast/pace, "x-each")
			}
		})
	})
}

// search looks for every probe in each turn of the loop, among those that list gives, and reports how many come first.
func search(b *testing.B, people, probes []hands, list func(*hands) []int) (pace float64) {
	m, found := fingerprint.NewMatcher(), 0
	for b.Loop() {
		for n := range probes {
			if likeliest(m, people, &probes[n], list(&probes[n])) == n {
				found++
			}
		}
	}
	b.ReportMetric(100*float64(found)/float64(b.N*len(probes)), "%first")
	return reportRate(b, len(probes)*len(people), "subjects/s")
}

func likeliest(m *fingerprint.Matcher, people []hands, probe *hands, list []int) (best int) {
	most := 0.0
	for k, n := range list {
		score := 0.0
		for f, p := range probe {
			if p != nil && people[n][f] != nil {
				score += m.Score(p, people[n][f])
			}
		}
		if k == 0 || score > most {
			best, most = n, score
		}
	}
	return best
}

// handsOf is an impression of so many synthetic people, of the fingers that they have.
func handsOf(count, impression int, has func(person, finger, impression int) bool) []hands {
	people := make([]hands, count)
	var group sync.WaitGroup
	cores := runtime.NumCPU()
	for core := range cores {
		group.Go(func() {
			for n := core; n < count; n += cores {
				for f := range people[n] {
					if has(n, f, impression) {
						t := synth.NewPerson(7, n).Finger(f + 1).Template(impression)
						people[n][f] = fingerprint.Prepare(&t)
					}
				}
			}
		})
	}
	group.Wait()
	return people
}

func indexOf(people []hands) *index.Index {
	sketches := make([]index.Sketches, len(people))
	for n := range people {
		sketches[n] = index.AppendSketches(nil, &people[n])
	}
	return &index.Index{Subjects: len(people), Sketches: func(n int) index.Sketches { return sketches[n] }}
}
