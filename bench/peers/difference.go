package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"sallyport/fingerprint/trial"
)

// showDifference prints whether our mean equal error rate is above each peer's, the fingers drawn anew for both alike.
func showDifference(w io.Writer, prints fvc, results []result) {
	fmt.Fprintf(w, "\nMean EER of the four sets, ours less theirs, points, with 95 %% of %d drawings of fingers, the same for both\n\n", resamplings)
	fmt.Fprintln(w, "| peer | difference | 95 % | ours is lower in |\n|---|--:|--:|--:|")
	ours := means(prints, results[0].scores)
	for _, r := range results[1:] {
		if r.engine.missing != "" {
			continue
		}
		theirs := means(prints, r.scores)
		whole := len(theirs) - 1
		var apart []float64
		lower := 0
		for n := range whole {
			d := ours[n] - theirs[n]
			apart = append(apart, d)
			if d < 0 {
				lower++
			}
		}
		slices.Sort(apart)
		fmt.Fprintf(w, "| %s | %+.2f | %+.2f to %+.2f | %.1f %% |\n", r.engine.name, ours[whole]-theirs[whole],
			apart[whole*25/1000], apart[whole*975/1000], 100*float64(lower)/float64(whole))
	}
}

// means is the mean equal error rate of the sets, per cent, for drawing after drawing and last for the fingers as they are. The drawings
// of a set are the same whatever the scores.
func means(prints fvc, scores []float64) []float64 {
	within, _ := prints.compared(scores)
	sums := make([]float64, resamplings+1)
	for set, all := range within {
		n := 0
		trial.Resample(all, resamplings, rand.New(rand.NewPCG(seed, uint64(set))), func(sample []trial.Comparison) float64 {
			sums[n] += 100 * trial.EqualErrorRate(sample) / sets
			n++
			return 0
		})
	}
	return sums
}
