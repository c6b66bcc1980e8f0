// Package record reads, repairs, converts and writes finger minutiae records, the forms in which templates travel
// between systems: ISO/IEC 19794-2:2005 and :2011, ANSI INCITS 378-2004, 378-2009 and 378-2009/Am1, and the draft of
// 378-2009 that NIST's tools call 2007. Package record/type9 has the Type-9 records of ANSI/NIST-ITL.
//
// One model holds what any of them says. A record that Read accepts is written back byte for byte by Append. Whatever
// ReadLenient had to repair it returns, one line each; the repaired record is one that Read accepts. Convert says what
// the other format cannot hold. No input makes a reader panic or keep more memory than a small multiple of the input.
//
// Positions: X counts pixels to the right and Y pixels down, both from the upper left pixel of the image, (0, 0).
// Directions: counter-clockwise from the right, in Angle units. The direction of an ending points back along its ridge,
// that of a bifurcation along the valley between its arms: where a record of Type-9's oldest block points the other way,
// type9 turns it. Resolutions are pixels a centimetre, as the records have them: 500 pixels an inch is written 197.
//
// It does not read the on-card (compact) forms, which have no header to know them by, nor ISO/IEC 39794-2.
package record

import "sallyport/fingerprint"

// Limits, which hold before anything is allocated.
const (
	MaxBytes  = 32 << 20 // of one record; the longest that 255 views can make is under 18 MiB
	MaxViews  = 255      // the formats to 2009 count them in one byte; ISO/IEC 19794-2:2011 allows 176
	MaxBlocks = 256      // of extended data in one view
)

// Record is one minutiae record.
type Record struct {
	Format  Format
	Product Product // who made it; ANSI formats only
	Views   []View  // at least one
	// Certified says that every view has a list of certificates, be it empty. ISO/IEC 19794-2:2011 only.
	Certified bool
	// ZeroVersion marks version "020", as the example in ANSI INCITS 378-2004 has it, in place of " 20". ANSI2004 only.
	ZeroVersion bool
	// Example marks a record made like the example that ANSI INCITS 378-2004 or -2009 prints, each of which breaks the
	// standard's own rules: the length that it states is two bytes short (2004) or one (2009). That of 2004, a
	// ZeroVersion, has angles in 256ths of a turn as well, and bytes that mean nothing may follow its ridge counts.
	Example bool
}

// Product is the CBEFF identifier of the product that made a record (registered with IBIA).
type Product struct{ Owner, Type uint16 }

// View is one impression of one finger.
type View struct {
	Finger     uint8 // position of ANSI/NIST-ITL table 8: 0 unknown, 1 right thumb … 10 left little; Am1 and 2011 also 13-15, 40-50
	Number     uint8 // of this finger's views, from 0
	Impression uint8 // how it was taken, ANSI/NIST-ITL table 7: 0 live plain, 1 live rolled, 2 ink plain, 3 ink rolled, 8 swipe …

	// Qualities has one entry, but any number in ISO/IEC 19794-2:2011.
	Qualities []Quality

	Width, Height      int // of the image, pixels; one size for all views in the formats of 2004 and 2005
	XDensity, YDensity int // pixels a centimetre, likewise

	Device       Device // what took it; one for all views but in ISO/IEC 19794-2:2011
	Captured     Captured
	Certificates []Certificate
	// RidgeEnds says that the position of an ending is the end of its thinned ridge, not the fork of the thinned
	// valley. ISO/IEC 19794-2:2011 only; the others mean the fork.
	RidgeEnds bool

	Minutiae []Minutia
	Extended []Block // in the order they stand
	// NoQuality says that minutiae take five bytes, without a quality. ISO/IEC 19794-2:2011 only.
	NoQuality bool
	// BareLengths says that extended blocks state the length of their data alone, as in the standard's own example and
	// as Convert has it, and not of their four-byte head as well, as NIST's tools do. ISO/IEC 19794-2:2005 only.
	BareLengths bool
}

// Minutia is one minutia.
type Minutia struct {
	X, Y    int // pixels right and down from the upper left; 14 bits in all formats but Type-9
	Angle   Angle
	Kind    fingerprint.Kind
	Quality uint8 // 1 to 100, greater is better; 0 not reported; from 2007 also 254 not attempted, 255 failed
}

// Quality is a statement on how fit an impression is for comparison.
type Quality struct {
	Score     uint8  // 0 to 100, greater is better; in the formats from 2007 255 is failed and, in ANSI, 254 not attempted
	Vendor    uint16 // of the algorithm, registered with IBIA; 0 in the formats of 2004 and 2005, which do not say
	Algorithm uint16
}

// Device is what took an impression.
type Device struct {
	Certification uint8  // bit 7: meets Appendix F of the FBI's EBTS; the others are reserved. Not in ISO/IEC 19794-2:2011
	Technology    uint8  // of the sensor, 0 unknown to 20. ISO/IEC 19794-2:2011 only
	Vendor        uint16 // likewise
	ID            uint16 // the maker's own number; 12 bits in the formats to 2007
}

// Certificate is a certificate of the capture device. ISO/IEC 19794-2:2011 only.
type Certificate struct {
	Authority uint16
	Scheme    uint8 // 1 image quality for AFIS, 2 for verification, 3 optical sensor requirements
}

// Captured is when an impression was taken, in UTC, each part as the record has it: 255, in Year and Millisecond 65535,
// is not known, and then no smaller part is. ISO/IEC 19794-2:2011 only.
type Captured struct {
	Year                             uint16
	Month, Day, Hour, Minute, Second uint8
	Millisecond                      uint16
}

// notCaptured is a time of which nothing is known.
var notCaptured = Captured{0xFFFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFFFF}

// known says whether the parts are in range and whether after a part that is not known no other is.
func (c Captured) known() bool {
	parts := []struct{ value, least, most, unknown int }{
		{int(c.Year), 1, 0xFFFE, 0xFFFF}, {int(c.Month), 1, 12, 0xFF}, {int(c.Day), 1, 31, 0xFF},
		{int(c.Hour), 0, 23, 0xFF}, {int(c.Minute), 0, 59, 0xFF}, {int(c.Second), 0, 59, 0xFF},
		{int(c.Millisecond), 0, 999, 0xFFFF},
	}
	ended := false
	for _, p := range parts {
		ended = ended || p.value == p.unknown
		if ended && p.value != p.unknown || !ended && (p.value < p.least || p.value > p.most) {
			return false
		}
	}
	return true
}
