package fingerprint

import "math"

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

// leastRate is the lowest rate that is ever given for a ten-print: the upper 95 % bound where none was seen among a hundred thousand comparisons of
// synthetic strangers. No real ten-prints were at hand.
const leastRate = 3e-5

// FalseMatchRate bounds the share of strangers whose fingers are as much like the probe's as this candidate's: the lower of two bounds.
//
// One is the best finger's rate times the fingers compared, which holds however the fingers of a hand hang together. The other is
// what all of them say together, at half its weight: where each score were alone, the mean of exp(score/2) over strangers, 0.22
// on the FVC2002 B sets, bounds the share whose sum is t by 0.22 to the power of the number of fingers, times exp(-t/2) (Chernoff). The power, a
// factor of four millions for ten fingers, is left out, to make up for whatever the fingers of one person have in common. No finger says
// more than that none like it was seen.
func (c *Candidate) FalseMatchRate() float64 {
	best, compared, together := noEvidence, 0, 0.0
	for _, score := range c.Fingers {
		if score != 0 {
			best, compared = max(best, score), compared+1
			together += min(score, mostTold)
		}
	}
	if compared == 0 {
		return 1 // nothing was compared, which tells nobody from anybody
	}
	one := float64(compared) * FingerFalseMatchRate(best)
	return max(leastRate, min(1, one, math.Exp(-together/2)))
}

// mostTold is the score of a finger at which exp(-score/2) is the lowest rate of single fingers.
var mostTold = -2 * math.Log(impostors[len(impostors)-1].rate)
