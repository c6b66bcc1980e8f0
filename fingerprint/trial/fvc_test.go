package trial_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/picture"
	"sallyport/fingerprint/record"
	"sallyport/fingerprint/trial"
)

const fvc = "../../../shared/data/fingerprints"

// readSet reads the 80 prints of one FVC2002 B set, or skips where the reference folder is absent.
func readSet(t *testing.T, folder, extension string, read func([]byte) (fingerprint.Template, error)) trial.Set {
	t.Helper()
	set := trial.Set{Name: folder}
	for n := range 80 {
		finger := fmt.Sprint(101 + n/8)
		data, err := os.ReadFile(filepath.Join(fvc, folder, fmt.Sprintf("%s_%d.%s", finger, n%8+1, extension)))
		if err != nil && os.Getenv("SALLYPORT_REQUIRE_ALL") != "1" {
			t.Skipf("reference prints: %v; the accuracy is checked where the shared folder is", err)
		}
		if err != nil {
			t.Fatal(err)
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

// Another extractor's templates, as they are: SourceAFIS reaches 3.4 on them.
func TestAccuracyOfMatcher(t *testing.T) {
	t.Parallel()
	var sets []trial.Set
	for n := range 4 {
		sets = append(sets, readSet(t, fmt.Sprintf("fvc2002-iso/DB%d_B", n+1), "iso", func(data []byte) (fingerprint.Template, error) {
			r, err := record.Read(data)
			if err != nil {
				return fingerprint.Template{}, err
			}
			return r.Template(0), nil
		}))
	}
	if got := meanEER(sets); got > 3.4 {
		t.Errorf("mean EER %.2f %%, want at most 3.4 %%", got)
	}
}

func TestAccuracyEndToEnd(t *testing.T) {
	t.Parallel()
	var sets []trial.Set
	for n, dpi := range []int{500, 569, 500, 500} {
		sets = append(sets, readSet(t, fmt.Sprintf("fvc2002/DB%d_B", n+1), "png", func(data []byte) (fingerprint.Template, error) {
			img, _, err := picture.Decode(data)
			if err != nil {
				return fingerprint.Template{}, err
			}
			return fingerprint.Extract(img, dpi)
		}))
	}
	if got := meanEER(sets); got > 4.5 {
		t.Errorf("mean EER %.2f %%, want at most 4.5 %%", got)
	}
}
