package document

import (
	"strconv"

	"sallyport/fingerprint/record"
)

// The names that codes have in documents. They are those of FingerprintIO, a public library for Java, so that what one
// says of a record can be compared with what the other says.

var fingerNames = map[uint8]string{
	0: "UNKNOWN",
	1: "RIGHT_THUMB", 2: "RIGHT_INDEX", 3: "RIGHT_MIDDLE", 4: "RIGHT_RING", 5: "RIGHT_LITTLE",
	6: "LEFT_THUMB", 7: "LEFT_INDEX", 8: "LEFT_MIDDLE", 9: "LEFT_RING", 10: "LEFT_LITTLE",
	13: "RIGHT_INDEX_TO_LITTLE", 14: "LEFT_INDEX_TO_LITTLE", 15: "BOTH_THUMBS",
	40: "RIGHT_INDEX_MIDDLE", 41: "RIGHT_MIDDLE_RING", 42: "RIGHT_RING_LITTLE",
	43: "LEFT_INDEX_MIDDLE", 44: "LEFT_MIDDLE_RING", 45: "LEFT_RING_LITTLE", 46: "BOTH_INDEXES",
	47: "RIGHT_INDEX_TO_RING", 48: "RIGHT_MIDDLE_TO_LITTLE", 49: "LEFT_INDEX_TO_RING", 50: "LEFT_MIDDLE_TO_LITTLE",
}

var impressionNames = map[uint8]string{
	0: "LIVE_PLAIN", 1: "LIVE_ROLLED", 2: "NONLIVE_PLAIN", 3: "NONLIVE_ROLLED",
	4: "LATENT_IMPRESSION", 5: "LATENT_TRACING", 6: "LATENT_PHOTO", 7: "LATENT_LIFT", 8: "SWIPE", 9: "VERTICAL_ROLL",
	10: "LIVE_PALM", 11: "NONLIVE_PALM",
	20: "LIVE_OPTICAL_CONTACT_PLAIN", 21: "LIVE_OPTICAL_CONTACT_ROLLED",
	22: "LIVE_NONOPTICAL_CONTACT_PLAIN", 23: "LIVE_NONOPTICAL_CONTACT_ROLLED",
	24: "LIVE_OPTICAL_CONTACTLESS_PLAIN", 25: "LIVE_OPTICAL_CONTACTLESS_ROLLED",
	26: "LIVE_NONOPTICAL_CONTACTLESS_PLAIN", 27: "LIVE_NONOPTICAL_CONTACTLESS_ROLLED",
	28: "OTHER", 29: "UNKNOWN",
}

// impressionName is the name of a type of impression, for some of which formats differ.
func impressionName(f record.Format, code uint8) string {
	switch {
	case code == 8 && sizeInViews(f) && !isISO(f):
		return "LIVE_SWIPE"
	case code == 9 && f == record.ANSI2004, code == 24 && f == record.ISO2011:
		return "LIVE_CONTACTLESS"
	}
	return named(impressionNames, code)
}

// kindName is the name of a type of minutia; ANSI calls the third "either" from 2009 on.
func kindName(f record.Format, code uint8) string {
	if code == 0 && sizeInViews(f) && !isISO(f) {
		return "EITHER"
	}
	return named(map[uint8]string{0: "OTHER", 1: "ENDING", 2: "BIFURCATION"}, code)
}

var methodNames = map[uint8]string{0: "CUSTOM", 1: "QUADRANTS", 2: "OCTANTS"}

var technologyNames = map[uint8]string{
	0: "UNKNOWN", 1: "OPTICAL_WHITE_TIR", 2: "OPTICAL_WHITE_DIRECT", 3: "OPTICAL_WHITE_CONTACTLESS",
	4: "OPTICAL_MONOCHROMATIC_VISIBLE_TIR", 5: "OPTICAL_MONOCHROMATIC_VISIBLE_DIRECT",
	6: "OPTICAL_MONOCHROMATIC_VISIBLE_CONTACTLESS", 7: "OPTICAL_MONOCHROMATIC_INFRARED_TIR",
	8: "OPTICAL_MONOCHROMATIC_INFRARED_DIRECT", 9: "OPTICAL_MONOCHROMATIC_INFRARED_CONTACTLESS",
	10: "OPTICAL_MULTISPECTRAL_TIR", 11: "OPTICAL_MULTISPECTRAL_DIRECT", 12: "OPTICAL_MULTISPECTRAL_CONTACTLESS",
	13: "ELECTRO_LUMINESCENT", 14: "CAPACITIVE", 15: "RADIO_FREQUENCY", 16: "THERMAL", 17: "PRESSURE",
	18: "ULTRASOUND", 19: "MECHANICAL", 20: "GLASS_FIBER",
}

var schemeNames = map[uint8]string{
	1: "IMAGE_QUALITY_FOR_AFIS", 2: "IMAGE_QUALITY_FOR_VERIFICATION", 3: "OPTICAL_SENSOR_REQUIREMENTS",
}

// FingerName is the name of a finger position, such as "LEFT_INDEX"; its number where it has none.
func FingerName(position uint8) string { return named(fingerNames, position) }

func named(names map[uint8]string, code uint8) string {
	if name, ok := names[code]; ok {
		return name
	}
	return strconv.Itoa(int(code))
}
