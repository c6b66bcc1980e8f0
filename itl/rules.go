package itl

import (
	"fmt"
	"strings"
	"time"
)

// rule is what the standard asks of one field.
type rule struct {
	number   int
	mnemonic string
	must     bool // mandatory, and not empty
	valid    func(value string) bool
	want     string
}

// typeOneRules: ANSI/NIST-ITL 1-2011, clause 8.1; lengths of agency and control numbers: EBTS 8.001, appendix B.
var typeOneRules = []rule{
	{2, "VER", true, oneOf("0200", "0201", "0300", "0400", "0500", "0501", "0502"), "a version from 0200 to 0502"},
	{4, "TOT", true, lengths(1, 16), "1 to 16 characters"},
	{5, "DAT", true, isDate, "a date YYYYMMDD"},
	{6, "PRY", false, within(1, 9), "a priority from 1 to 9"},
	{7, "DAI", true, lengths(9, 9), "nine characters"},
	{8, "ORI", true, lengths(9, 9), "nine characters"},
	{9, "TCN", true, lengths(10, 40), "10 to 40 characters"},
	{10, "TCR", false, lengths(10, 40), "10 to 40 characters"},
	{11, "NSR", true, isResolution, "a resolution such as 19.69 or 00.00"},
	{12, "NTR", true, isResolution, "a resolution such as 19.69 or 00.00"},
	{13, "DOM", false, lengths(1, 64), "the name of a domain"},
	{14, "GMT", false, isGMT, "a time YYYYMMDDHHMMSSZ"},
}

// imageRules are alike in Types 10, 13 to 17: ITL 1-2011, clauses 8.10, 8.13 to 8.17.
var imageRules = []rule{
	{4, "SRC", true, lengths(1, 1000), "the agency that the image is from"},
	{5, "date of capture", true, isDate, "a date YYYYMMDD"},
	{6, "HLL", true, within(1, 99999), "a width of 1 to 99999 pixels"},
	{7, "VLL", true, within(1, 99999), "a height of 1 to 99999 pixels"},
	{8, "SLC", true, within(0, 2), "0, 1 or 2"},
	{11, "CGA", true, func(v string) bool { return formatSays[strings.ToUpper(v)] != "" }, "NONE, WSQ20, JPEGB, JPEGL, JP2, JP2L or PNG"},
}

// typeRules are the further rules of single types.
var typeRules = map[int][]rule{
	1: typeOneRules,
	9: {
		{3, "IMP", false, within(0, 29), "an impression type from 0 to 29"},
		{4, "FMT", true, oneOf("S", "U"), "S or U"},
	},
	10: {
		{3, "IMT", true, lengths(1, 16), "the kind of image, such as FACE"},
		{9, "THPS", true, within(0, 99999), "a pixel scale"},
		{10, "TVPS", true, within(0, 99999), "a pixel scale"},
		{12, "CSP", true, lengths(1, 8), "the colour space, such as SRGB or GRAY"},
	},
	13: printRules(within(4, 29), "an impression type from 4 to 29"),
	14: printRules(within(0, 29), "an impression type from 0 to 29"),
	15: printRules(within(0, 29), "an impression type from 0 to 29"),
}

func printRules(impression func(string) bool, want string) []rule {
	return []rule{
		{3, "IMP", true, impression, want},
		{9, "THPS", true, within(1, 99999), "a pixel scale"},
		{10, "TVPS", true, within(1, 99999), "a pixel scale"},
		{12, "BPX", true, within(8, 16), "8 to 16 bits"},
		{13, "FGP", true, isPositions, "finger or palm positions, numbers of one or two digits"},
	}
}

// rules applies the tables to one record.
func (c *checker) rules(r *Record) {
	if r.Binary != nil {
		return
	}
	c.rule(r, rule{1, "LEN", true, lengths(1, 9), "a number"})
	if r.Type != 1 {
		c.rule(r, rule{2, "IDC", true, within(0, 99), "a number from 00 to 99"})
	}
	for _, one := range typeRules[r.Type] {
		c.rule(r, one)
	}
	if r.Type == 10 || r.Type >= 13 && r.Type <= 17 {
		for _, one := range imageRules {
			c.rule(r, one)
		}
	}
}

func (c *checker) rule(r *Record, want rule) {
	f, ok := r.Field(want.number)
	value := strings.TrimRight(string(f.Value), string([]rune{RS, US}))
	switch {
	case !ok && want.must:
		c.add(r.Offset, want.number, CodeMissing, fmt.Sprintf("mandatory field %s is missing", want.mnemonic), "add "+want.want)
	case value == "" && want.must:
		c.add(f.Offset, want.number, CodeMissing, fmt.Sprintf("mandatory field %s is empty", want.mnemonic), "fill in "+want.want)
	case value != "" && !want.valid(value):
		c.add(f.Offset, want.number, CodeInvalid, fmt.Sprintf("%s is %q", want.mnemonic, clip(value)), "write "+want.want)
	}
}

func clip(value string) string {
	if len(value) > 40 {
		return value[:40] + "…"
	}
	return value
}

func oneOf(values ...string) func(string) bool {
	return func(v string) bool {
		for _, want := range values {
			if v == want {
				return true
			}
		}
		return false
	}
}

func lengths(least, most int) func(string) bool {
	return func(v string) bool { return len(v) >= least && len(v) <= most }
}

func within(least, most int) func(string) bool {
	return func(v string) bool {
		n, ok := number([]byte(v))
		return ok && n >= least && n <= most
	}
}

func isDate(v string) bool {
	_, err := time.Parse("20060102", v)
	return err == nil
}

func isGMT(v string) bool {
	_, err := time.Parse("20060102150405Z", v)
	return err == nil
}

// isResolution: pixels per millimetre, two digits on each side of the point.
func isResolution(v string) bool {
	return len(v) == 5 && v[2] == '.' && isDigit(v[0]) && isDigit(v[1]) && isDigit(v[3]) && isDigit(v[4])
}

// isPositions: one or more positions of at most two digits (finger 0 to 19, 40 to 50; palm 20 to 38, 60 to 86).
func isPositions(v string) bool {
	for _, items := range (Field{Value: []byte(v)}).Items() {
		if !within(0, 99)(items[0]) || len(items[0]) > 2 {
			return false
		}
	}
	return true
}
