package record

import "slices"

// Format is a form of record.
type Format uint8

// The forms, oldest first.
const (
	ANSI2004 Format = iota + 1
	ISO2005
	ANSI2007 // a draft of ANSI2009 in which the device takes two bytes, not three
	ANSI2009
	ANSI2009Am1
	ISO2011
	Type9 // ANSI/NIST-ITL; package type9 reads and writes it
)

// rules are what differs from format to format.
type rules struct {
	name, title string
	version     string // the four bytes after "FMR\x00"
	steps       int    // angles a turn
	wide        bool   // size, resolution and quality algorithm stand in each view, not in the header
	several     bool   // positions of two and more fingers are allowed
	special     []int  // qualities over 100 that are allowed of an impression
	unknown     uint8  // the quality of a minutia that was not measured
	deviceBits  int
	iso         bool
}

var formats = [...]rules{
	ANSI2004:    {name: "ansi2004", title: "ANSI INCITS 378-2004", version: " 20\x00", steps: 180, deviceBits: 12},
	ISO2005:     {name: "iso2005", title: "ISO/IEC 19794-2:2005", version: " 20\x00", steps: 256, deviceBits: 12, iso: true},
	ANSI2007:    {name: "ansi2007", title: "ANSI INCITS 378, draft of 2007", version: "030\x00", steps: 180, wide: true, special: []int{254, 255}, unknown: 254, deviceBits: 12},
	ANSI2009:    {name: "ansi2009", title: "ANSI INCITS 378-2009", version: "030\x00", steps: 180, wide: true, special: []int{254, 255}, unknown: 254, deviceBits: 16},
	ANSI2009Am1: {name: "ansi2009am1", title: "ANSI INCITS 378-2009/Am1", version: "035\x00", steps: 180, wide: true, several: true, special: []int{254, 255}, unknown: 254, deviceBits: 16},
	ISO2011:     {name: "iso2011", title: "ISO/IEC 19794-2:2011", version: "030\x00", steps: 256, wide: true, several: true, special: []int{255}, unknown: 254, deviceBits: 16, iso: true},
	Type9:       {name: "type9", title: "ANSI/NIST-ITL Type-9", steps: 180, wide: true, several: true, special: []int{254, 255}, deviceBits: 16},
}

// rules of a format that does not exist are those of no format.
func (f Format) rules() *rules {
	if int(f) >= len(formats) {
		f = 0
	}
	return &formats[f]
}

// String is the format's short name, such as "iso2005"; "" where there is no such format.
func (f Format) String() string { return f.rules().name }

// Title is the standard's name.
func (f Format) Title() string { return f.rules().title }

// Named returns the format with that short name.
func Named(name string) (f Format, ok bool) {
	n := slices.IndexFunc(formats[1:], func(r rules) bool { return r.name == name })
	return Format(n + 1), n >= 0
}

// binary says whether this package reads and writes the format.
func (f Format) binary() bool { return f >= ANSI2004 && f <= ISO2011 }

// finger says whether the format has that position.
func (r *rules) finger(position int) bool {
	return position <= 10 || r.several && (position >= 13 && position <= 15 || position >= 40 && position <= 50)
}

// impression says whether the format has that type of impression (ANSI/NIST-ITL table 7).
func (r *rules) impression(code int) bool {
	switch {
	case code <= 3 || code == 8:
		return true
	case !r.wide:
		return code == 9 && !r.iso
	case r.iso:
		return code <= 9 || code == 24 || code == 28 || code == 29
	}
	return code == 10 || code == 11 || code >= 20 && code <= 29
}

// nearestImpression returns the nearest type of impression that the format has. The formats of 2004 and 2005 have none
// for "unknown": what is not known stands as live plain there, and latents as plain and not live.
func (r *rules) nearestImpression(code int) uint8 {
	latent, contactless := code >= 4 && code <= 7, code >= 24 && code <= 27
	switch {
	case r.impression(code):
		return uint8(code)
	case contactless && r.wide:
		return 24
	case code >= 20 && code <= 27: // plain and rolled in turn
		return uint8(code % 2)
	case r.wide && (latent || code >= 9 && code <= 11):
		return 28
	case r.wide:
		return 29
	case latent:
		return 2
	}
	return 0
}

// quality says whether the format has that quality of an impression.
func (r *rules) quality(score int) bool { return score <= 100 || slices.Contains(r.special, score) }

// minutiaQuality says whether the format has that quality of a minutia.
func (r *rules) minutiaQuality(score int) bool {
	return score <= 100 || r.unknown != 0 && score >= 254
}
