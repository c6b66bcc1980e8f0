package trial_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/synth"
	"sallyport/fingerprint/trial"
	"sallyport/internal/outside"
)

// noneBelow checks that no displayed false-match rate of strangers is below the share of them that have one as low.
func noneBelow(t *testing.T, what string, displayed []float64) {
	t.Helper()
	slices.Sort(displayed)
	for n, rate := range displayed {
		if measured := float64(n+1) / float64(len(displayed)); rate < measured {
			t.Errorf("%s: %.3g is displayed, %.3g was measured among %d", what, rate, measured, len(displayed))
			return
		}
	}
	t.Logf("%s: %d comparisons, lowest rate displayed %.3g", what, len(displayed), displayed[0])
}

// TestTogetherIsNotBelowChance puts strangers' hands together from single comparisons within the FVC2002 B sets, at random.
func TestTogetherIsNotBelowChance(t *testing.T) {
	t.Parallel()
	for name, sets := range map[string][]trial.Set{"own": extracted(t), "others": templatesOfOthers(t)} {
		within, _ := trial.Compare(sets)
		var strangers []float64
		for _, c := range slices.Concat(within...) {
			if !c.Genuine() {
				strangers = append(strangers, c.Score)
			}
		}
		r := rand.New(rand.NewPCG(11, 12))
		for _, fingers := range []int{1, 2, 3, 5, 10} {
			displayed := make([]float64, 200_000)
			for n := range displayed {
				var c fingerprint.Candidate
				for f := range fingers {
					c.Fingers[f] = strangers[r.IntN(len(strangers))]
					c.Score += c.Fingers[f]
				}
				displayed[n] = c.FalseMatchRate()
			}
			noneBelow(t, name+" templates, fingers together: "+strconv.Itoa(fingers), displayed)
		}
	}
}

// TestTogetherIsNotBelowTheMeasured compares every two of SALLYPORT_STRANGERS synthetic people, whose fingers share classes as people's do, all
// ten fingers and fewer, out of sequence too:
//
//	SALLYPORT_STRANGERS=1415 go test -run TogetherIsNotBelowTheMeasured -timeout 0 -v ./fingerprint/trial
func TestTogetherIsNotBelowTheMeasured(t *testing.T) {
	t.Parallel()
	people := make([]fingerprint.TenPrint, outside.Count(t, "SALLYPORT_STRANGERS", 45))
	for n := range people {
		for f := range people[n] {
			people[n][f] = synth.NewPerson(21, n).Finger(f + 1).Template(0)
		}
	}
	var lock sync.Mutex
	var group sync.WaitGroup
	displayed, sums := map[int][]float64{}, []float64{}
	for core := range 2 {
		group.Go(func() {
			var g fingerprint.Gallery
			for n := range people {
				if n%2 == core { // each two of them once: who comes before is in the gallery
					for fingers := range map[int]bool{10: true, 2: true, 1: true} {
						probe := people[n]
						clear(probe[fingers:])
						found := g.Search(probe, g.Len())
						lock.Lock()
						for _, c := range found {
							displayed[fingers] = append(displayed[fingers], c.FalseMatchRate())
							if fingers == 10 {
								sums = append(sums, c.Score)
							}
						}
						lock.Unlock()
					}
				}
				g.Add(strconv.Itoa(n), people[n])
			}
		})
	}
	group.Wait()
	for fingers, all := range displayed {
		noneBelow(t, "synthetic, fingers: "+strconv.Itoa(fingers), all)
	}
	t.Logf("highest sums of ten: %.1f", slices.SortedFunc(slices.Values(sums), func(a, b float64) int { return cmp.Compare(b, a) })[:5])
}
