package conform

import "slices"

// typeOneRules: ANSI/NIST-ITL 1-2011, clause 8.1; lengths of agency and control numbers: EBTS 8.001, appendix B.
var typeOneRules = []rule{
	one(2, "VER", true, oneOf("0200", "0201", "0300", "0400", "0500", "0501", "0502"), "a version from 0200 to 0502"),
	one(4, "TOT", true, lengths(1, 16), "1 to 16 characters"),
	one(5, "DAT", true, isDate, "a date YYYYMMDD"),
	one(6, "PRY", false, within(1, 9), "a priority from 1 to 9"),
	one(7, "DAI", true, lengths(9, 9), "nine characters"),
	one(8, "ORI", true, lengths(9, 9), "nine characters"),
	one(9, "TCN", true, lengths(10, 40), "10 to 40 characters"),
	one(10, "TCR", false, lengths(10, 40), "10 to 40 characters"),
	one(11, "NSR", true, isResolution, "a resolution such as 19.69 or 00.00"),
	one(12, "NTR", true, isResolution, "a resolution such as 19.69 or 00.00"),
	{13, "DOM", false, 1, []item{{lengths(1, 64), "the name of a domain", false}, {lengths(1, 64), "its version", true}}},
	one(14, "GMT", false, isGMT, "a time YYYYMMDDHHMMSSZ"),
	{15, "DCS", false, 0, []item{{within(0, 999), "the number of a character set, such as 003", false},
		{lengths(1, 64), "its name, such as UTF-8", false}, {lengths(1, 64), "its version", true}}},
	{16, "APS", false, 0, []item{{lengths(1, 64), "an organisation", false}, {lengths(1, 64), "a profile", false}, {lengths(1, 64), "its version", true}}},
}

// imageRules are alike in Types 10, 13 to 17 and 19: ITL 1-2011, clauses 8.10, 8.13 to 8.17, 8.19.
var imageRules = []rule{
	one(4, "SRC", true, lengths(1, 1000), "the agency that the image is from"),
	one(5, "date of capture", true, isDate, "a date YYYYMMDD"),
	one(6, "HLL", true, within(1, 99999), "a width of 1 to 99999 pixels"),
	one(7, "VLL", true, within(1, 99999), "a height of 1 to 99999 pixels"),
	one(8, "SLC", true, within(0, 2), "0, 1 or 2"),
	one(11, "CGA", true, isCompression, "NONE, WSQ20, JPEGB, JPEGL, JP2, JP2L or PNG"),
}

const missingCode = "XX for an amputation, UP where it could not be printed"

var score = []item{{within(0, 86), "a position", false}, {either(within(0, 100), oneOf("254", "255")), "a quality from 0 to 100, 254 or 255", false}}

// scored is a list of positions with their quality, and who made the measure.
func scored(number int, mnemonic string, most int) rule {
	by := item{lengths(1, 5), "the maker's number", true}
	return rule{number, mnemonic, false, most, append(score[:len(score):len(score)], by, by)}
}

// typeRules are the further rules of single types.
var typeRules = map[int][]rule{
	1: typeOneRules,
	9: minutiaeRules,
	10: {
		one(3, "IMT", true, lengths(1, 16), "the kind of image, such as FACE"),
		one(9, "THPS", true, within(0, 99999), "a pixel scale"),
		one(10, "TVPS", true, within(0, 99999), "a pixel scale"),
		one(12, "CSP", true, lengths(1, 8), "the colour space, such as SRGB or GRAY"),
		one(20, "POS", false, oneOf("F", "R", "L", "A", "D"), "a pose: F, R, L, A or D"),
	},
	13: printRules(within(4, 39), "an impression type from 4 to 39", either(within(0, 38), within(40, 86)), "a finger or palm position"),
	14: append(printRules(within(0, 44), "an impression type from 0 to 44", either(within(0, 19), within(40, 50)), "a finger position: 0 to 15, 19, 40 to 50"), fingerRules...),
	15: append(printRules(within(0, 44), "an impression type from 0 to 44", either(within(20, 38), within(81, 86)), "a palm position: 20 to 38, 81 to 86"),
		scored(24, "PQM", 9)),
	17: {one(3, "ELR", true, within(0, 2), "an eye: 0 unknown, 1 right, 2 left")},
}

// minutiaeRules: the standard's own block is in ITL 1-2007, clause 15; the INCITS block, 9.126 and on, in ITL 1-2011, clause 8.9.7.
var minutiaeRules = []rule{
	one(3, "IMP", false, within(0, 44), "an impression type from 0 to 44"),
	one(4, "FMT", true, oneOf("S", "U"), "S or U"),
	{5, "OFR", false, 1, []item{{lengths(1, 100), "the maker of the record", false}, {oneOf("A", "U", "E", "M"), "A, U, E or M: how it was made", false}, {lengths(1, 100), "the equipment", true}}},
	one(6, "FGP", false, within(0, 99), "a finger or palm position"),
	{8, "CRP", false, 0, []item{{digits(8), "eight digits XXXXYYYY", false}}},
	{9, "DLT", false, 0, []item{{digits(8), "eight digits XXXXYYYY", false}}},
	one(10, "MIN", false, within(0, 9999), "a number of minutiae"),
	one(11, "RDG", false, within(0, 1), "0 or 1: whether ridge counts follow"),
	{12, "MRC", false, 0, append([]item{{within(1, 9999), "the number of the minutia", false}, {digits(11), "eleven digits XXXXYYYYTTT", false},
		{within(0, 63), "a quality from 0 to 63", false}, {oneOf("A", "B", "C", "D"), "a type: A, B, C or D", false}},
		slices.Repeat([]item{{lengths(1, 8), "a minutia and a ridge count", true}}, 64)...)},
	one(136, "FNM", false, within(0, 255), "a number of minutiae to 255"),
	{137, "FMD", false, 0, []item{{within(0, 255), "the number of the minutia", false}, {within(0, 99999), "a position across", false}, {within(0, 99999), "a position down", false},
		{within(0, 179), "an angle of 0 to 179 times two degrees", false}, {within(0, 2), "a type: 0 other, 1 ending, 2 bifurcation", false},
		{either(within(0, 100), oneOf("254", "255")), "a quality from 0 to 100, 254 or 255", false}}},
}

// fingerRules: ITL 1-2011, clause 8.14.
var fingerRules = []rule{
	{14, "PPD", false, 1, []item{{within(0, 10), "the probable finger", false}, {oneOf("EJI", "TIP", "FV1", "FV2", "FV3", "FV4", "PRX", "DST", "MED"), "the code of the image, such as TIP", false}}},
	{18, "AMP", false, 0, []item{{within(1, 10), "a finger from 1 to 10", false}, {oneOf("XX", "UP"), missingCode, false}}},
	{21, "SEG", false, 5, []item{{within(1, 10), "a finger from 1 to 10", false}, {within(0, 99999), "the left side", false}, {within(0, 99999), "the right side", false},
		{within(0, 99999), "the top", false}, {within(0, 99999), "the bottom", false}}},
	{22, "NQM", false, 5, []item{{within(1, 10), "a finger from 1 to 10", false}, {either(within(1, 5), oneOf("254", "255")), "a quality from 1 to 5, 254 or 255", false}}},
	scored(23, "SQM", 0),
	scored(24, "FQM", 0),
}

// printRules are alike in Types 13, 14 and 15.
func printRules(impression func(string) bool, wantImpression string, position func(string) bool, wantPosition string) []rule {
	return []rule{
		one(3, "IMP", true, impression, wantImpression),
		one(9, "THPS", true, within(1, 99999), "a pixel scale"),
		one(10, "TVPS", true, within(1, 99999), "a pixel scale"),
		one(12, "BPX", true, within(8, 16), "8 to 16 bits"),
		{13, "FGP", true, 6, []item{{func(v string) bool { return len(v) <= 2 && position(v) }, wantPosition, false}}},
	}
}
