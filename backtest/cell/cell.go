// Package cell reads what one cell of a table says: nothing, a date, yes or no. It never guesses: a text that is none of these
// is an error.
package cell

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"sallyport"
)

// blank says whether a cell says nothing: it is empty, or redacted under an exemption of the Freedom of Information Act,
// as in b(6), b(7)C or (b)(6), (b)(7)(c).
func blank(s string) bool {
	switch s {
	case "", "NULL", "null", "N/A", "n/a", "NA":
		return true
	}
	return (s[0] == 'b' || s[0] == 'B' || s[0] == '(') && redaction.MatchString(s)
}

var redaction = regexp.MustCompile(`(?i)^\s*(\(?b\)?\s*\(\s*[0-9]\s*\)\s*(\(?[a-z]\)?)?[\s,;]*)+$`)

// Given is the cell without white space around it, or "" where it says nothing.
func Given(s string) string {
	if s = strings.TrimSpace(s); blank(s) {
		return ""
	}
	return s
}

// Day is a date of a file, with the time of day where the file has one.
type Day struct {
	Year, Month, Day int
	Clock            time.Duration
	Timed            bool
}

// layouts of dates that a federal file uses: ISO, or as written in the United States. A year has four digits.
var (
	isoLayouts = []string{"2006-01-02", "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006-01-02 15:04"}
	usLayouts  = []string{"1/2/2006", "1/2/2006 15:04", "1/2/2006 15:04:05", "1/2/2006 3:04 PM", "1/2/2006 3:04:05 PM"}
)

// ReadDay reads a date: ISO where it has a dash, the order of the United States where it has a slash.
func ReadDay(s string) (Day, error) {
	layouts := isoLayouts
	if strings.Contains(s, "/") {
		layouts = usLayouts
	}
	return ReadDayAs(s, layouts)
}

// ReadDayAs reads a date in one of the layouts. Midnight is how tables write that they know no time of day.
func ReadDayAs(s string, layouts []string) (Day, error) {
	for _, layout := range layouts {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if t.Year() < 1900 || t.Year() > 2200 {
			return Day{}, fmt.Errorf("%q: years 1900 to 2200 are read", Clip(s, 60))
		}
		clock := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
		return Day{t.Year(), int(t.Month()), t.Day(), clock, clock != 0}, nil
	}
	return Day{}, fmt.Errorf("%q is not a date as in 2015-05-06 or 5/6/2015", Clip(s, 60))
}

// ReadSerial reads a day as a workbook counts it: days since 30 December 1899, with a fraction for the time of day.
func ReadSerial(s string) (Day, bool) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.Trim(s, "0123456789.") != "" || n < 61 || n >= 110_000 { // 61 is 1 March 1900: before it, Excel counts a day that never was
		return Day{}, false
	}
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)).Add(time.Duration((n - math.Floor(n)) * 86400 * 1e9).Round(time.Second))
	clock := t.Sub(t.Truncate(24 * time.Hour))
	return Day{t.Year(), int(t.Month()), t.Day(), clock, clock != 0}, true
}

// noon is the time of day of a request whose file has the date only: in the middle of the day, so that no zone moves it to
// another.
const noon = 12 * time.Hour

// At is the moment of a request at a place, in the zone of the place: UTC where the place is not known.
func (d Day) At(zone *time.Location) time.Time {
	clock := noon
	if d.Timed {
		clock = d.Clock
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, int(clock/time.Second), 0, zone)
}

// Value is the date as a fact has it.
func (d Day) Value() sallyport.Value {
	return sallyport.DateValue(time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC))
}

// PlainName is a heading without the way it is written: "Detainer Prepare Date" and detainer_prepare_date are one.
func PlainName(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "_")
}

// YesNo reads Yes and No; ok is false for anything else.
func YesNo(s string) (yes, ok bool) {
	switch strings.ToLower(s) {
	case "yes", "y":
		return true, true
	case "no", "n":
		return false, true
	}
	return false, false
}

// Clip shortens a text of a file for an error.
func Clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "?")
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// Error says what is wrong with a file, and where.
type Error struct {
	File  string
	Line  int // 0 where the error is not of a line
	Sheet string
	What  string
}

func (e *Error) Error() string {
	at := e.File
	if e.Sheet != "" {
		at += ":" + e.Sheet
	}
	if e.Line > 0 {
		at += fmt.Sprint(":", e.Line)
	}
	return at + ": " + e.What
}
