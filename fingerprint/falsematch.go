package fingerprint

// impostors bounds how often two different fingers score at least so much: the upper 95 % bound (Poisson) of what was counted
// among 11,520 comparisons within the FVC2002 B sets, on our own templates or on another extractor's, whichever is more. The
// last line stands for none seen. Comparisons across sets, which have other sensors, gave less. The prints of 40 fingers made
// these comparisons, so the bound is rough; it is no smaller than any rate that was measured.
var impostors = [...]struct{ score, rate float64 }{
	{-3, 0.191}, {-2, 0.0848}, {-1, 0.0348}, {0, 0.0157}, {1, 0.0070}, {2, 0.0036}, {3, 0.0015}, {4, 9.2e-4}, {5, 5.5e-4}, {6, 4.2e-4}, {7, 2.7e-4},
}

// FingerFalseMatchRate bounds the share of comparisons of two different fingers that score at least so much.
func FingerFalseMatchRate(score float64) float64 {
	rate := 1.0
	for _, knot := range impostors {
		if score >= knot.score {
			rate = knot.rate
		}
	}
	return rate
}

// FalseMatchRate bounds the share of strangers whose best finger is as much like the probe's as this candidate's best. It is
// the best finger's rate times the fingers compared, which holds however the fingers of a hand hang together. What several
// fingers say together has not been measured on real ten-prints; it is not counted, and no rate is below 2.7e-4 a finger.
func (c *Candidate) FalseMatchRate() float64 {
	best, compared := noEvidence, 0
	for _, score := range c.Fingers {
		if score != 0 {
			best, compared = max(best, score), compared+1
		}
	}
	return min(1, float64(compared)*FingerFalseMatchRate(best))
}
