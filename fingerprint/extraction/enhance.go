package extraction

import "sallyport/fingerprint/gabor"

// enhance filters the skin along its ridges and returns it with full on ridges and -full in valleys; 0 outside the print.
func enhance(s *skin, f *flow) *skin {
	out := &skin{width: s.width, height: s.height, columns: s.columns, rows: s.rows, stride: s.stride}
	out.pix = make([]int32, len(s.pix))
	smoothed := make([]int32, len(s.pix))
	bank := gabor.For(s.stride)
	settings := f.settings()
	from := s.pix
	for range 2 {
		for _, t := range settings {
			bank.Along(smoothed, from, t.at(s), t.angle)
		}
		for _, t := range settings {
			bank.Across(out.pix, smoothed, t.at(s), t.angle, t.period, full)
		}
		from = out.pix
	}
	return out
}

// setting is the filter for one square of gabor.Cell pixels.
type setting struct {
	x, y          int // of its upper left pixel in the picture
	angle, period uint8
}

func (t setting) at(s *skin) int { return (margin+t.y)*s.stride + margin + t.x }

func (f *flow) settings() []setting {
	var all []setting
	for k, in := range f.inside {
		if !in {
			continue
		}
		x, y := k%f.columns*cell, k/f.columns*cell
		period := gabor.Period(f.period[k])
		for dy := 0; dy < cell; dy += gabor.Cell {
			for dx := 0; dx < cell; dx += gabor.Cell {
				angle := f.angle(x+dx+gabor.Cell/2, y+dy+gabor.Cell/2)
				all = append(all, setting{x + dx, y + dy, angle, period})
			}
		}
	}
	return all
}
