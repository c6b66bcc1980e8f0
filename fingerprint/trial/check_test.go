package trial_test

import (
	"fmt"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/picture"
)

// TestCaptureCheckForetellsScores compares the impressions of each finger of FVC2002: the worse the check of the worse
// impression of a pair, the lower the genuine scores are on average, step by step.
func TestCaptureCheckForetellsScores(t *testing.T) {
	t.Parallel()
	var sum [6]float64 // by check
	var count, prints [6]int
	matcher := fingerprint.NewMatcher()
	for n, dpi := range []int{500, 569, 500, 500} {
		var checks []int
		set := readSet(t, fmt.Sprintf("fvc2002/DB%d_B", n+1), "png", func(data []byte) (fingerprint.Template, error) {
			img, _, err := picture.Decode(data)
			if err != nil {
				return fingerprint.Template{}, err
			}
			e, err := extraction.Examine(img, dpi)
			checks = append(checks, e.Check.Value)
			return e.Template, err
		})
		for i, a := range set.Prints {
			prints[checks[i]]++
			for j := i + 1; j < len(set.Prints) && set.Prints[j].Finger == a.Finger; j++ {
				worse := min(checks[i], checks[j])
				sum[worse] += matcher.Score(a.Prepared, set.Prints[j].Prepared)
				count[worse]++
			}
		}
	}
	for value := 1; value <= 5; value++ {
		if count[value] < 30 {
			t.Fatalf("check %d: only %d genuine pairs", value, count[value])
		}
		mean := sum[value] / float64(count[value])
		t.Logf("check %d: %3d prints, %3d genuine pairs, mean score %.2f", value, prints[value], count[value], mean)
		if value > 1 && mean < sum[value-1]/float64(count[value-1])+0.5 {
			t.Errorf("check %d: pairs score no better than at check %d", value, value-1)
		}
	}
}
