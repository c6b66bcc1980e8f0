package extraction

import (
	"errors"
	"fmt"
	"math"

	"sallyport/fingerprint"
)

// sight is what extraction sees of a whole print, before anything is judged. A cell is cell × cell pixels at 500 dpi.
type sight struct {
	area     int     // cells that the finger touched
	rim      float64 // 0-1, share of the cells along the picture's rim that the finger touched
	ridges   float64 // 0-1, share of the touched pixels that are darker than their surroundings
	contrast float64 // mean standard deviation of the grey values around a touched cell, 0-127
	clear    float64 // 0-1, mean coherence of the gradients (Kass and Witkin 1987) of a touched cell and its neighbours
	regular  float64 // 0-1, mean share of a cross-section's energy that lies in one ridge distance
	agree    float64 // 0-1, how much of the cells' own gradients is left when neighbours are added up: 1 when they run alike
	parallel float64 // 0-1, the same of the orientations of all touched cells: 1 when all ridges run one way
	ripple   float64 // share of the grey values' variance that lies within a cell: small where brightness changes slowly
	minutiae int
}

// look measures the print; minutiae is how many were found.
func look(s *skin, f *flow, minutiae int) *sight {
	v := &sight{minutiae: minutiae, regular: f.regular}
	var dark, contrast, within, variance, rim, rimTouched int
	var clear, alone, together, cos, sin float64
	for k, in := range f.inside {
		c, r := k%f.columns, k/f.columns
		onRim := r == 1 || c == 1 || r == f.rows-2 || c == f.columns-2 // the outermost cells are never touched
		if onRim {
			rim++
		}
		if !in {
			continue
		}
		if onRim {
			rimTouched++
		}
		v.area++
		dark += s.darkPixels(s.at(c, r))
		contrast += int(s.contrast[k])
		within += int(s.within[k])
		variance += int(s.contrast[k]) * int(s.contrast[k])
		clear += f.coherence[k]
		alone += f.alone[k]
		together += f.together[k]
		if f.coherence[k] > 0 {
			cos += f.cos[k] / f.coherence[k]
			sin += f.sin[k] / f.coherence[k]
		}
	}
	n := float64(max(v.area, 1))
	v.rim = float64(rimTouched) / float64(max(rim, 1))
	v.ridges = float64(dark) / (n * cell * cell)
	v.contrast = float64(contrast) / n
	v.clear = clear / n
	v.agree = together / math.Max(alone, 1)
	v.parallel = length(cos, sin) / n
	v.ripple = float64(within) / float64(max(variance, 1))
	return v
}

// darkPixels counts the pixels of a cell that are darker than their surroundings.
func (s *skin) darkPixels(at int) (n int) {
	for range cell {
		for _, v := range s.pix[at : at+cell] {
			n += int(uint32(-v) >> 31)
		}
		at += s.stride
	}
	return n
}

func (s *sight) squareMillimetres() float64 {
	const side = cell * 25.4 / fingerprint.Resolution
	return float64(s.area) * (side * side)
}

func (s *sight) ridgePercent() float64 { return 100 * s.ridges }

// refuse says why a picture is not one of a print. The bounds leave the worst prints of FVC2002 a wide margin on each measure.
func (s *sight) refuse(brightest int32) error {
	switch {
	case s.area < leastArea && brightest < leastContrast:
		return errors.New("image: is of one even tone; give the picture of one finger, dark ridges on a light ground")
	case s.area < leastArea:
		return errors.New("image: shows no ridges; give the picture of one finger, dark ridges on a light ground, and check the resolution")
	case s.ripple < 0.5:
		return errors.New("image: changes slowly, as a photograph does, and shows no ridges; give a scan of the print at the resolution stated")
	case s.agree < 0.73:
		return errors.New("image: has lines that turn sharply, as text and drawings have, and no ridge flow; cut out the print alone")
	case s.parallel > 0.95 && s.area > 600: // less than 100 mm² of a print may well run one way
		return errors.New("image: has lines that all run one way, which a finger's do not; give the picture of one whole fingertip")
	case s.regular < 0.22:
		return errors.New("image: has lines that are not as far apart as ridges; check the resolution, and cut out the print alone")
	case s.minutiae < fingerprint.LeastMinutiae:
		return fmt.Errorf("image: shows ridges with %d minutiae, and fewer than %d cannot be compared; take more of the finger, or more clearly", s.minutiae, fingerprint.LeastMinutiae)
	}
	return nil
}
