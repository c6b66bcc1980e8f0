package main

import "testing"

// TestPairsAgree holds scores, which drivers write in the order of pairs, to the fingers that they compare.
func TestPairsAgree(t *testing.T) {
	prints := find(".")
	var scores []float64 // 1 for a finger with itself, 0 for two
	for i := range prints.templates {
		for j := i + 1; j < len(prints.templates); j++ {
			scores = append(scores, 0)
			if i/impressions == j/impressions {
				scores[len(scores)-1] = 1
			}
		}
	}
	within, pooled := prints.compared(scores)
	if len(pooled) != 320*319/2 {
		t.Errorf("%d comparisons", len(pooled))
	}
	for set, all := range within {
		genuine := 0
		for _, c := range all {
			if c.Genuine() {
				genuine++
			}
			if c.Genuine() != (c.Score == 1) {
				t.Fatalf("set %d: fingers %d and %d have score %g", set, c.A, c.B, c.Score)
			}
		}
		if genuine != 280 || len(all) != 280+2880 {
			t.Errorf("set %d: %d genuine of %d", set, genuine, len(all))
		}
	}
}

func TestMatesAgree(t *testing.T) {
	files := make([]string, probes+probes+5)
	var scores []float64
	for i := range probes {
		for j := i + 1; j < len(files); j++ {
			score := 0.0
			if j == probes+i && i > 0 || j < probes { // the first probe's mate scores no more than others; probes do not count
				score = 1
			}
			scores = append(scores, score)
		}
	}
	if got := matesFirst(files, scores); got != probes-1 {
		t.Errorf("%d mates first, want %d", got, probes-1)
	}
}
