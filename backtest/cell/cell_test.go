package cell_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sallyport/backtest/cell"
)

func TestGiven(t *testing.T) {
	for _, blank := range []string{
		"", "  ", "NULL", "N/A", "b(6), b(7)C", "(b)(6), (b)(7)(c)", "(b)(6), (b)(7)(c) (b)(7)(e)", "(b)(6)(b)(7)(c)", "b(6), b(7)(c)", " (B)(6) ", "b(7)(E)",
	} {
		if got := cell.Given(blank); got != "" {
			t.Errorf("%q says nothing, not %q", blank, got)
		}
	}
	for _, given := range []string{"BOISE COUNTY JAIL", "b", "b(6) and more", "(GERMANY)", "booked", "none", "0", "B (12)"} {
		if got := cell.Given(" " + given); got != given {
			t.Errorf("%q became %q", given, got)
		}
	}
}

func TestDays(t *testing.T) {
	zone := time.FixedZone("", -8*3600)
	for text, want := range map[string]string{
		"2015-05-06":           "2015-05-06T12:00:00-08:00",
		"2015-05-06 00:00:00":  "2015-05-06T12:00:00-08:00",
		"2015-05-06 14:30:05":  "2015-05-06T14:30:05-08:00",
		"5/6/2015":             "2015-05-06T12:00:00-08:00",
		"05/06/2015 2:30 PM":   "2015-05-06T14:30:00-08:00",
		"12/31/2015 23:59":     "2015-12-31T23:59:00-08:00",
		"2015-05-06T10:00:00Z": "2015-05-06T10:00:00-08:00",
		"5/6/15":               "error", "31/12/2015": "error", "2015-02-30": "error", "6.5.2015": "error", "20150506": "error", "": "error", "1066-10-14": "error",
	} {
		got := "error"
		if d, err := cell.ReadDay(text); err == nil {
			got = d.At(zone).Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// TestNoonIsTheSameDay: whatever the place, the moment of a date lies on that day there, summer time or not.
func TestNoonIsTheSameDay(t *testing.T) {
	for _, name := range []string{"America/New_York", "Pacific/Honolulu", "Pacific/Guam", "America/Phoenix"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Skip(err)
		}
		for _, date := range []string{"2015-03-08", "2015-11-01", "2015-07-04"} {
			d, err := cell.ReadDay(date)
			if err != nil {
				t.Fatal(err)
			}
			if at := d.At(zone); at.Format("2006-01-02 15:04") != date+" 12:00" {
				t.Errorf("%s in %s is %s", date, name, at)
			}
		}
	}
}

func TestSerial(t *testing.T) {
	for text, want := range map[string]string{
		"43693": "2019-08-16 12:00", "43693.5": "2019-08-16 12:00", "43693.75": "2019-08-16 18:00", "61": "1900-03-01 12:00",
		"60": "none", "NaN": "none", "Inf": "none", "1e5": "none", "-5": "none", "": "none", "999999": "none", "2019-08-16": "none",
	} {
		got := "none"
		if d, ok := cell.ReadSerial(text); ok {
			got = d.At(time.UTC).Format("2006-01-02 15:04")
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// FuzzCell: whatever a cell holds, it is read or refused, and what errors show of it is short text.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"b(6), b(7)C", "2015-05-06", "43693.9999999", "\xff(b)(6"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if g := cell.Given(s); g != strings.TrimSpace(s) && g != "" {
			t.Errorf("%q became %q", s, g)
		}
		if d, err := cell.ReadDay(s); err == nil {
			again, err := cell.ReadDay(fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day))
			if err != nil || again.Value() != d.Value() {
				t.Errorf("%q is %v, and %v", s, d, again)
			}
		}
		cell.ReadSerial(s)
		_, _ = cell.YesNo(s)
		if c := cell.Clip(s, 20); len(c) > 24 || !utf8.ValidString(c) {
			t.Errorf("%q was shortened to %q", s, c)
		}
	})
}
