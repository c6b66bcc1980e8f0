package extraction

import "fmt"

// Check is the capture check of one print: 5 when nothing stands against the capture, less for every fault, never below 1.
// It is a light measure of our own from what extraction has at hand: not NFIQ, and not to be compared with it.
type Check struct {
	Value  int     `json:"value"`  // 1 (worst) to 5
	Faults []Fault `json:"faults"` // why it is not 5
}

// Fault is something that makes a print harder to compare.
type Fault struct {
	Name   string `json:"name"`
	Severe bool   `json:"severe"` // takes two off the check, not one
	Seen   string `json:"seen"`   // what was measured
	Remedy string `json:"remedy"` // for whoever takes the print
}

func (f Fault) String() string { return f.Name + ": " + f.Seen + "; " + f.Remedy }

// limit is where a measure begins to be a fault, and a severe one. Where severe is the lower of both, low values are the fault.
// The limits are those of the worst few in a hundred of the FVC2002 sets.
type limit struct {
	name         string
	measure      func(*sight) float64
	mild, severe float64
	seen         string // one verb for the measure
	remedy       string
}

var limits = [...]limit{
	{"too small", (*sight).squareMillimetres, 116, 74, "ridges on %.0f mm²", "roll or press more of the finger"},
	{"too dry", (*sight).ridgePercent, 34, 29, "ridges cover only %.0f %% of the print", "moisten the finger, or press it more firmly"},
	{"too wet", (*sight).ridgePercent, 53, 58, "ridges cover %.0f %% of the print and fill the valleys", "dry the finger, or press it more lightly"},
	{"too little contrast", func(s *sight) float64 { return s.contrast }, 18, 12, "grey values differ by %.0f of 255", "clean the glass, and use more ink or light"},
	{"unclear", func(s *sight) float64 { return 100 * s.clear }, 45, 36, "ridge directions are %.0f %% clear", "keep the finger still: the ridges are smudged or broken"},
	{"uneven", func(s *sight) float64 { return 100 * s.regular }, 56, 45, "ridges and valleys alternate %.0f %% regularly", "clean finger and glass, and touch once"},
	{"too few minutiae", func(s *sight) float64 { return float64(s.minutiae) }, 25, 15, "%.0f minutiae", "take the middle of the fingertip"},
	{"cut off at the edge", func(s *sight) float64 { return 100 * s.rim }, 65, 90, "ridges run out of %.0f %% of the picture's rim", "put the finger into the middle"},
}

// check judges what was seen of a print.
func (s *sight) check() Check {
	c := Check{Value: 5, Faults: []Fault{}}
	for _, l := range limits {
		v := l.measure(s)
		if !l.passed(l.mild, v) {
			continue
		}
		f := Fault{Name: l.name, Severe: l.passed(l.severe, v), Seen: fmt.Sprintf(l.seen, v), Remedy: l.remedy}
		c.Faults = append(c.Faults, f)
		c.Value--
		if f.Severe {
			c.Value--
		}
	}
	c.Value = max(c.Value, 1)
	return c
}

// passed reports whether a value lies on the bad side of a bound.
func (l *limit) passed(bound, v float64) bool {
	if l.severe < l.mild {
		return v < bound
	}
	return v > bound
}
