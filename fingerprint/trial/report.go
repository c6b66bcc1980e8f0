package trial

import (
	"math/rand/v2"

	"sallyport/fingerprint"
)

// Set is a folder of prints; fingers of different sets are different fingers whatever their names.
type Set struct {
	Name   string
	Prints []Print
}

// Print is one impression of a finger.
type Print struct {
	Finger   string
	Prepared *fingerprint.Prepared
}

// Report is what an evaluation found; rates are per cent.
type Report struct {
	Sets        []SetReport `json:"sets"`
	MeanEER     float64     `json:"meanEER"`
	FNMR100     Interval    `json:"fnmrAtFMR1e-2"`
	FNMR1000    Interval    `json:"fnmrAtFMR1e-3"`
	Comparisons int         `json:"comparisons"`
}

// SetReport is what an evaluation found for one set.
type SetReport struct {
	Name     string   `json:"name"`
	Prints   int      `json:"prints"`
	Genuine  int      `json:"genuine"`
	Impostor int      `json:"impostor"`
	EER      Interval `json:"eer"`
}

const resamplings = 200

// Compare compares every print with every later one, across sets too.
func Compare(sets []Set) (within [][]Comparison, pooled []Comparison) {
	m := fingerprint.NewMatcher()
	base := 0
	numbers := make([]map[string]int, len(sets))
	for s, set := range sets {
		numbers[s] = number(set.Prints, base)
		base += len(numbers[s])
	}
	within = make([][]Comparison, len(sets))
	for s, set := range sets {
		first := base
		for _, n := range numbers[s] {
			first = min(first, n)
		}
		for i, p := range set.Prints {
			a := numbers[s][p.Finger]
			for _, q := range set.Prints[i+1:] {
				b := numbers[s][q.Finger]
				score := m.Score(p.Prepared, q.Prepared)
				within[s] = append(within[s], Comparison{a - first, b - first, score})
				pooled = append(pooled, Comparison{a, b, score})
			}
			for t := s + 1; t < len(sets); t++ {
				for _, q := range sets[t].Prints {
					pooled = append(pooled, Comparison{a, numbers[t][q.Finger], m.Score(p.Prepared, q.Prepared)})
				}
			}
		}
	}
	return within, pooled
}

// number gives the fingers of a set numbers from base on, in the order of their prints.
func number(prints []Print, base int) map[string]int {
	numbers := map[string]int{}
	for _, p := range prints {
		if _, known := numbers[p.Finger]; !known {
			numbers[p.Finger] = base + len(numbers)
		}
	}
	return numbers
}

// Summarise computes the report on comparisons of the sets; r draws the fingers for the intervals.
func Summarise(sets []Set, within [][]Comparison, pooled []Comparison, r *rand.Rand) Report {
	report := Report{Comparisons: len(pooled)}
	for s, all := range within {
		genuine, impostor := count(all)
		eer := Resample(all, resamplings, r, EqualErrorRate).percent()
		report.Sets = append(report.Sets, SetReport{sets[s].Name, len(sets[s].Prints), genuine, impostor, eer})
		report.MeanEER += eer.Value / float64(len(within))
	}
	report.FNMR100 = missAt(pooled, 1e-2, r)
	report.FNMR1000 = missAt(pooled, 1e-3, r)
	return report
}

func missAt(pooled []Comparison, fmr float64, r *rand.Rand) Interval {
	return Resample(pooled, resamplings, r, func(all []Comparison) float64 { return MissRate(all, fmr) }).percent()
}

func (i Interval) percent() Interval { return Interval{100 * i.Value, 100 * i.Low, 100 * i.High} }
