package trial_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/picture"
	"sallyport/fingerprint/record"
	"sallyport/fingerprint/trial"
	"sallyport/internal/outside"
)

const fvc = "../../../shared/data/fingerprints"

// readSet reads the 80 prints of one FVC2002 B set, or skips where the reference folder is absent.
func readSet(t *testing.T, folder, extension string, read func([]byte) (fingerprint.Template, error)) trial.Set {
	t.Helper()
	set := trial.Set{Name: folder}
	for n := range 80 {
		finger := fmt.Sprint(101 + n/8)
		data, err := os.ReadFile(filepath.Join(fvc, folder, fmt.Sprintf("%s_%d.%s", finger, n%8+1, extension)))
		if err != nil {
			outside.Missing(t, "reference prints: %v; the accuracy is checked where the shared folder is", err)
		}
		template, err := read(data)
		if err != nil {
			t.Fatalf("%s %d: %v", folder, n, err)
		}
		set.Prints = append(set.Prints, trial.Print{Finger: finger, Prepared: fingerprint.Prepare(&template)})
	}
	return set
}

// meanEER compares within each set alone.
func meanEER(sets []trial.Set) float64 {
	sum := 0.0
	for _, set := range sets {
		within, _ := trial.Compare([]trial.Set{set})
		sum += 100 * trial.EqualErrorRate(within[0])
	}
	return sum / float64(len(sets))
}

// templatesOfOthers are another extractor's templates, as they are.
func templatesOfOthers(t *testing.T) (sets []trial.Set) {
	t.Helper()
	for n := range 4 {
		sets = append(sets, readSet(t, fmt.Sprintf("fvc2002-iso/DB%d_B", n+1), "iso", func(data []byte) (fingerprint.Template, error) {
			r, err := record.Read(data)
			if err != nil {
				return fingerprint.Template{}, err
			}
			return r.Template(0), nil
		}))
	}
	return sets
}

// extracted are our own templates.
func extracted(t *testing.T) (sets []trial.Set) {
	t.Helper()
	for n, dpi := range []int{500, 569, 500, 500} {
		sets = append(sets, readSet(t, fmt.Sprintf("fvc2002/DB%d_B", n+1), "png", func(data []byte) (fingerprint.Template, error) {
			img, _, err := picture.Decode(data)
			if err != nil {
				return fingerprint.Template{}, err
			}
			return extraction.Template(img, dpi)
		}))
	}
	return sets
}

// SourceAFIS reaches 3.4 on another extractor's templates.
func TestAccuracyOfMatcher(t *testing.T) {
	t.Parallel()
	if got := meanEER(templatesOfOthers(t)); got > 3.4 {
		t.Errorf("mean EER %.2f %%, want at most 3.4 %%", got)
	}
}

func TestAccuracyEndToEnd(t *testing.T) {
	t.Parallel()
	if got := meanEER(extracted(t)); got > 4.5 {
		t.Errorf("mean EER %.2f %%, want at most 4.5 %%", got)
	}
}

// A displayed false-match rate is at no score below the measured one, within the sets and across them.
func TestFalseMatchRateIsNotBelowTheMeasured(t *testing.T) {
	t.Parallel()
	for name, sets := range map[string][]trial.Set{"own": extracted(t), "others": templatesOfOthers(t)} {
		within, pooled := trial.Compare(sets)
		for where, all := range map[string][]trial.Comparison{"within sets": slices.Concat(within...), "pooled": pooled} {
			var scores []float64
			for _, c := range all {
				if !c.Genuine() {
					scores = append(scores, c.Score)
				}
			}
			slices.SortFunc(scores, func(a, b float64) int { return cmp.Compare(b, a) })
			if len(scores) < 10000 {
				t.Fatalf("%s templates, %s: %d impostors", name, where, len(scores))
			}
			for n, score := range scores {
				if measured := float64(n+1) / float64(len(scores)); fingerprint.FingerFalseMatchRate(score) < measured {
					t.Fatalf("%s templates, %s: score %.2f is displayed as %.5f, measured was %.5f", name, where, score,
						fingerprint.FingerFalseMatchRate(score), measured)
				}
			}
		}
	}
}
