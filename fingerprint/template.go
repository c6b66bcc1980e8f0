// Package fingerprint compares two prints, and ten with ten, by their minutiae.
//
// It promises the same result for the same input on every processor, positions in pixels at 500 dpi whatever the
// image was scanned at, and a score that grows with likeness. A score never decides: people do. It does not judge liveness, does not
// compare palms, and reads no files: package extraction finds minutiae in images, record has the interchange formats, index searches many.
package fingerprint

// Resolution is the unit of every position: 500 pixels an inch, the resolution of ANSI/NIST-ITL prints.
const Resolution = 500

// MaxMinutiae bounds a template. A full rolled print has about 100; ISO/IEC 19794-2 allows 255.
const MaxMinutiae = 255

// LeastMinutiae is how many a template needs to be compared.
const LeastMinutiae = 3

// Kind says how the ridge behaves at a minutia.
type Kind uint8

// The kinds, with the codes of ISO/IEC 19794-2:2005, 7.5.2.1.
const (
	Other Kind = iota
	Ending
	Bifurcation
)

func (k Kind) String() string {
	return [...]string{"other", "ending", "bifurcation", "reserved"}[min(k, 3)]
}

// Minutia is one point where a ridge ends or forks.
type Minutia struct {
	X, Y      int16 // pixels at 500 dpi, right and down from the image's upper left corner
	Direction uint8 // 256ths of a turn, counter-clockwise from the right, pointing back along the ending ridge or valley
	Kind      Kind
	Quality   uint8 // 1 (worst) to 100; 0 when not known
}

// Template is what is kept of one print.
type Template struct {
	Width, Height int // of the image, pixels at 500 dpi
	Finger        int // ANSI/NIST-ITL finger position, 1-10; 0 when not known
	Quality       uint8
	Minutiae      []Minutia
}
