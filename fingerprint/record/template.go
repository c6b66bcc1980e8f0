package record

import "sallyport/fingerprint"

const centimetresPerInch = 2.54

// Template returns view n as a template, positions turned into pixels at 500 dpi.
func (r *Record) Template(n int) fingerprint.Template {
	v := &r.Views[n]
	t := fingerprint.Template{
		Width: scale(v.Width, v.XDensity), Height: scale(v.Height, v.YDensity),
		Finger: int(v.Finger), Minutiae: make([]fingerprint.Minutia, len(v.Minutiae)),
	}
	if v.Finger > 10 { // several fingers at once
		t.Finger = 0
	}
	if len(v.Qualities) > 0 && v.Qualities[0].Score <= 100 {
		t.Quality = v.Qualities[0].Score
	}
	for i, m := range v.Minutiae {
		t.Minutiae[i] = fingerprint.Minutia{
			X: int16(scale(m.X, v.XDensity)), Y: int16(scale(m.Y, v.YDensity)),
			Direction: uint8(m.Angle.Steps(256)), Kind: m.Kind,
		}
		if m.Quality <= 100 {
			t.Minutiae[i].Quality = m.Quality
		}
	}
	return t
}

// scale turns pixels at a density into pixels at 500 dpi, which records write as 197 pixels a centimetre.
func scale(pixels, density int) int {
	if density == perCentimetre || density == 0 {
		return min(pixels, 1<<14)
	}
	return min(int(float64(pixels)*(fingerprint.Resolution/centimetresPerInch)/float64(density)+0.5), 1<<14)
}

// FromTemplate returns a record of one live plain impression at 500 dpi, in the form of ISO/IEC 19794-2:2005, whose
// units a template has; Convert it to another form.
func FromTemplate(t *fingerprint.Template) *Record {
	v := View{
		Finger: uint8(t.Finger), Qualities: []Quality{{Score: min(t.Quality, 100)}},
		Width: t.Width, Height: t.Height, XDensity: perCentimetre, YDensity: perCentimetre,
		Minutiae: make([]Minutia, len(t.Minutiae)),
	}
	for i, m := range t.Minutiae {
		v.Minutiae[i] = Minutia{
			Kind: m.Kind, X: max(int(m.X), 0), Y: max(int(m.Y), 0), Angle: AngleOf(int(m.Direction), 256), Quality: min(m.Quality, 100),
		}
	}
	return &Record{Format: ISO2005, Views: []View{v}}
}
