package main

import (
	"fmt"
	"os"
	"path/filepath"

	"sallyport/fingerprint/record"
	"sallyport/fingerprint/synth"
	"sallyport/fingerprint/trial"
)

const (
	sets        = 4
	fingers     = 10 // of a set
	impressions = 8  // of a finger
	probes      = 20
	seed        = 7
)

// fvc is the SecuGen templates of FVC2002's four B sets, set by set and finger by finger.
type fvc struct{ files []string }

func templates(data string) (prints fvc) {
	for set := range sets {
		for n := range fingers * impressions {
			name := fmt.Sprintf("fvc2002-iso/DB%d_B/%d_%d.iso", set+1, 101+n/impressions, n%impressions+1)
			file, err := filepath.Abs(filepath.Join(data, name))
			check(err)
			_, err = os.Stat(file)
			check(err)
			prints.files = append(prints.files, file)
		}
	}
	return prints
}

// compared gives scores of all pairs to their fingers: those of each set alone, and all, a finger of each set being another.
func (prints fvc) compared(scores []float64) (within [sets][]trial.Comparison, pooled []trial.Comparison) {
	n := 0
	for i := range prints.files {
		for j := i + 1; j < len(prints.files); j++ {
			c := trial.Comparison{A: i / impressions, B: j / impressions, Score: scores[n]}
			n++
			pooled = append(pooled, c)
			if set := c.A / fingers; set == c.B/fingers {
				c.A, c.B = c.A%fingers, c.B%fingers
				within[set] = append(within[set], c)
			}
		}
	}
	return within, pooled
}

// synthetic writes a print of each of so many invented fingers, and before them another impression of the first of these as probes.
func synthetic(folder string, gallery int) (files []string) {
	check(os.MkdirAll(folder, 0o700))
	write := func(finger, impression int) {
		t := synth.NewPerson(seed, finger).Finger(1).Template(impression)
		r, _, err := record.FromTemplate(&t).Convert(record.ISO2005)
		check(err)
		data, err := r.Append(nil)
		check(err)
		file := filepath.Join(folder, fmt.Sprintf("%d-%d.iso", finger, impression))
		check(os.WriteFile(file, data, 0o600))
		files = append(files, file)
	}
	for finger := range probes {
		write(finger, 1)
	}
	for finger := range gallery {
		write(finger, 0)
	}
	return files
}
