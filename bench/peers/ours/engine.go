package main

import (
	"os"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/record"
)

// matcher compares each of the first probes with all prints after it and hands on the scores.
func matcher(list []string) func(probes int, then func(float64)) {
	prints := make([]*fingerprint.Prepared, len(list))
	for n, name := range list {
		data, err := os.ReadFile(name)
		check(err)
		r, err := record.Read(data)
		check(err)
		t := r.Template(0)
		prints[n] = fingerprint.Prepare(&t)
	}
	m := fingerprint.NewMatcher()
	return func(probes int, then func(float64)) {
		for i, probe := range prints[:probes] {
			for _, candidate := range prints[i+1:] {
				then(m.Score(probe, candidate))
			}
		}
	}
}

func extract(images []picture) (minutiae int) {
	for _, p := range images {
		t, err := extraction.Template(p.Gray, p.dpi)
		check(err)
		minutiae += len(t.Minutiae)
	}
	return minutiae
}
