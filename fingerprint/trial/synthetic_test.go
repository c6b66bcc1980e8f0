package trial_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/fingerprint/trial"
)

// scores are the genuine and impostor scores of one kind of prints, each in rising order.
type scores struct {
	genuine, impostor []float64
	equal             float64 // equal error rate, per cent
}

// at is the quantile q of sorted values, 0-1.
func at(sorted []float64, q float64) float64 { return sorted[int(q*float64(len(sorted)-1)+0.5)] }

// compared compares within each set alone.
func compared(sets ...trial.Set) (s scores) {
	for _, set := range sets {
		within, _ := trial.Compare([]trial.Set{set})
		s.equal += 100 * trial.EqualErrorRate(within[0]) / float64(len(sets))
		for _, c := range within[0] {
			if c.Genuine() {
				s.genuine = append(s.genuine, c.Score)
			} else {
				s.impostor = append(s.impostor, c.Score)
			}
		}
	}
	slices.Sort(s.genuine)
	slices.Sort(s.impostor)
	return s
}

// invented are impressions of synthetic fingers, all ten positions in turn and each of another person.
func invented(t *testing.T, fingers, impressions int, take func(*synth.Finger, int) (fingerprint.Template, error)) (set trial.Set) {
	t.Helper()
	for n := range fingers {
		finger := synth.NewPerson(2002, n).Finger(1 + n%10)
		for k := range impressions {
			template, err := take(finger, k)
			if err != nil {
				t.Fatalf("synthetic finger %d, impression %d: %v", n, k, err)
			}
			set.Prints = append(set.Prints, trial.Print{Finger: strconv.Itoa(n), Prepared: fingerprint.Prepare(&template)})
		}
	}
	return set
}

func grown(f *synth.Finger, k int) (fingerprint.Template, error) {
	return extraction.Template(f.Impression(k), fingerprint.Resolution)
}

func drawn(f *synth.Finger, k int) (fingerprint.Template, error) { return f.Template(k), nil }

// apart is the Kolmogorov-Smirnov distance of two sorted samples: the most by which their cumulative shares differ, 0-1.
func apart(a, b []float64) (most float64) {
	for _, all := range [][]float64{a, b} {
		for _, v := range all {
			most = max(most, math.Abs(below(a, v)-below(b, v)))
		}
	}
	return most
}

// below is the share of sorted values that are at most v.
func below(sorted []float64, v float64) float64 {
	n, _ := slices.BinarySearch(sorted, math.Nextafter(v, math.Inf(1)))
	return float64(n) / float64(len(sorted))
}

// TestSyntheticPrintsScoreLikeReal holds the calibration of docs/why/prints.md, with few fingers: synthetic genuine scores
// have FVC2002's median within 2 and its lower decile within 4, synthetic impostors its 99th percentile within 1.2.
func TestSyntheticPrintsScoreLikeReal(t *testing.T) {
	t.Parallel()
	fvc2002 := compared(extracted(t)[:3]...) // the fourth set is synthetic itself
	for name, s := range map[string]scores{
		"images":    compared(invented(t, 16, 8, grown)),
		"templates": compared(invented(t, 30, 6, drawn)),
	} {
		for _, c := range []struct {
			what                  string
			got, want, difference float64
		}{
			{"genuine median", at(s.genuine, 0.5), at(fvc2002.genuine, 0.5), 2},
			{"lower genuine decile", at(s.genuine, 0.1), at(fvc2002.genuine, 0.1), 4},
			{"99th impostor percentile", at(s.impostor, 0.99), at(fvc2002.impostor, 0.99), 1.2},
		} {
			t.Logf("synthetic %s: %s %.2f, FVC2002 %.2f", name, c.what, c.got, c.want)
			if math.Abs(c.got-c.want) > c.difference {
				t.Errorf("synthetic %s: %s is %.2f, FVC2002's %.2f", name, c.what, c.got, c.want)
			}
		}
	}
}
