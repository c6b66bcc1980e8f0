// Package record reads and writes finger minutiae records, the forms in which templates travel between systems.
//
// A record read strictly and written again gives the same bytes. Whatever the input, reading never panics and never
// keeps more memory than the input justifies.
package record

import "sallyport/fingerprint"

// Record is one minutiae record: one or more views of fingers from one image size and resolution.
type Record struct {
	Certification uint8  `json:"certification"` // of the capture equipment, 4 bits
	Equipment     uint16 `json:"equipment"`     // capture device type, 12 bits, the maker's own number; 0 unspecified
	Width         int    `json:"width"`         // of the image, pixels
	Height        int    `json:"height"`
	XDensity      int    `json:"xDensity"` // pixels per centimetre
	YDensity      int    `json:"yDensity"`
	Views         []View `json:"views"`
}

// View is one impression of one finger.
type View struct {
	Finger     uint8       `json:"finger"`     // position, 0 unknown, 1 right thumb … 10 left little
	Number     uint8       `json:"number"`     // of the view of that finger, 0-15
	Impression uint8       `json:"impression"` // type of impression, 0-15
	Quality    uint8       `json:"quality"`    // 0-100
	Minutiae   []Minutia   `json:"minutiae"`
	Extensions []Extension `json:"extensions,omitempty"`
	// BareLengths says that extensions state the length of their data only, not that of their header as the standard asks.
	BareLengths bool `json:"bareLengths,omitempty"`
}

// Minutia is one minutia as the record states it: X and Y in pixels of the image, Angle in 256ths of a turn
// counter-clockwise from the right, Quality 0 when not stated.
type Minutia struct {
	Kind     fingerprint.Kind `json:"kind"`
	X        uint16           `json:"x"` // 14 bits
	Y        uint16           `json:"y"`
	Angle    uint8            `json:"angle"`
	Quality  uint8            `json:"quality"`
	Reserved uint8            `json:"reserved,omitempty"` // 2 bits beside Y, kept as read
}

// Extension is a block of extended data, kept as read: ridge counts (1), cores and deltas (2), zones (3), or a maker's own.
type Extension struct {
	Type uint16 `json:"type"`
	Data []byte `json:"data"`
}

const centimetresPerInch = 2.54

// Template returns view n as a template, positions turned into pixels at 500 dpi.
func (r *Record) Template(n int) fingerprint.Template {
	v := r.Views[n]
	t := fingerprint.Template{
		Width: scale(r.Width, r.XDensity), Height: scale(r.Height, r.YDensity),
		Finger: int(v.Finger), Quality: v.Quality,
		Minutiae: make([]fingerprint.Minutia, len(v.Minutiae)),
	}
	for i, m := range v.Minutiae {
		t.Minutiae[i] = fingerprint.Minutia{
			X: int16(scale(int(m.X), r.XDensity)), Y: int16(scale(int(m.Y), r.YDensity)),
			Direction: m.Angle, Kind: m.Kind, Quality: min(m.Quality, 100),
		}
	}
	return t
}

// scale turns pixels at a density into pixels at 500 dpi. 197 pixels a centimetre is how records write 500 dpi.
func scale(pixels, density int) int {
	if density == perCentimetre || density == 0 {
		return min(pixels, 1<<14)
	}
	return min(int(float64(pixels)*(fingerprint.Resolution/centimetresPerInch)/float64(density)+0.5), 1<<14)
}

const perCentimetre = 197

// FromTemplate returns a record of one view, at 500 dpi.
func FromTemplate(t *fingerprint.Template) *Record {
	v := View{Finger: uint8(t.Finger), Quality: min(t.Quality, 100), Minutiae: make([]Minutia, len(t.Minutiae))}
	for i, m := range t.Minutiae {
		v.Minutiae[i] = Minutia{
			Kind: m.Kind, X: uint16(max(m.X, 0)), Y: uint16(max(m.Y, 0)), Angle: m.Direction, Quality: m.Quality,
		}
	}
	return &Record{Width: t.Width, Height: t.Height, XDensity: perCentimetre, YDensity: perCentimetre, Views: []View{v}}
}
