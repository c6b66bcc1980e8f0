package fingerprint_test

import (
	"os"
	"path/filepath"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
	"sallyport/fingerprint/synth"
)

// BenchmarkMatch compares SecuGen templates of FVC2002 with each other, nearly all of different fingers.
func BenchmarkMatch(b *testing.B) {
	files, _ := filepath.Glob("../../shared/data/fingerprints/fvc2002-iso/DB*/*.iso")
	if len(files) == 0 {
		b.Skip("the FVC2002 templates are not here")
	}
	var prints []*fingerprint.Prepared
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		r, err := record.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		t := r.Template(0)
		prints = append(prints, fingerprint.Prepare(&t))
	}
	m := fingerprint.NewMatcher()
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		m.Score(prints[n%len(prints)], prints[n*7/len(prints)%len(prints)])
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "matches/s")
}

func BenchmarkPrepare(b *testing.B) {
	t := synth.NewPerson(1, 1).Finger(2).Template(0)
	for b.Loop() {
		fingerprint.Prepare(&t)
	}
}
