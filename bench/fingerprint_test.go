package bench

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/record"
	"sallyport/internal/outside"
)

const prints = "../../shared/data/fingerprints"

// BenchmarkFingerprint is what is measured about prints, each row on one core. No peer is to be had as a Go module: the command peers
// builds them outside this repository and has the ratios.
func BenchmarkFingerprint(b *testing.B) {
	b.Run("match/secugen", matchEveryPair)
	b.Run("prepare/secugen", prepareAll)
	b.Run("extract/fvc2002", extractAll)
}

var scored float64

// matchEveryPair compares each of 320 templates of FVC2002 with each later one, made ready beforehand.
func matchEveryPair(b *testing.B) {
	var all []*fingerprint.Prepared
	for _, t := range secugen(b) {
		all = append(all, fingerprint.Prepare(&t))
	}
	m := fingerprint.NewMatcher()
	for b.Loop() {
		for i, p := range all {
			for _, q := range all[i+1:] {
				scored += m.Score(p, q)
			}
		}
	}
	reportRate(b, len(all)*(len(all)-1)/2, "comparisons/s")
}

func prepareAll(b *testing.B) {
	all := secugen(b)
	for b.Loop() {
		for n := range all {
			fingerprint.Prepare(&all[n])
		}
	}
	reportRate(b, len(all), "templates/s")
}

// extractAll extracts the 320 pictures of FVC2002's B sets, 388 × 374, 296 × 560, 300 × 300 and 288 × 384 pixels, read beforehand.
func extractAll(b *testing.B) {
	var all []picture
	for set, dpi := range []int{500, 569, 500, 500} {
		for _, name := range files(b, "fvc2002", set, "png") {
			all = append(all, picture{readGray(b, name), dpi})
		}
	}
	for b.Loop() {
		for _, p := range all {
			if _, err := extraction.Template(p.Gray, p.dpi); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N*len(all)), "ms/image")
}

type picture struct {
	*image.Gray
	dpi int
}

func secugen(b *testing.B) (all []fingerprint.Template) {
	for set := range 4 {
		for _, name := range files(b, "fvc2002-iso", set, "iso") {
			data, err := os.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			r, err := record.Read(data)
			if err != nil {
				b.Fatal(err)
			}
			all = append(all, r.Template(0))
		}
	}
	return all
}

// files are the 80 of a set, or the benchmark is skipped.
func files(b *testing.B, folder string, set int, extension string) []string {
	names, err := filepath.Glob(filepath.Join(prints, folder, "DB"+string(rune('1'+set))+"_B", "*."+extension))
	if err != nil {
		b.Fatal(err)
	}
	if len(names) != 80 {
		outside.Missing(b, "%s: %d prints of set %d in the shared folder, not 80", folder, len(names), set+1)
	}
	return names
}

func readGray(b *testing.B, name string) *image.Gray {
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	decoded, err := png.Decode(f)
	if err != nil {
		b.Fatal(err)
	}
	return decoded.(*image.Gray)
}

// reportRate reports how many things a second were done, so many in each turn of the loop.
func reportRate(b *testing.B, each int, unit string) float64 {
	rate := float64(each) * float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, unit)
	return rate
}
