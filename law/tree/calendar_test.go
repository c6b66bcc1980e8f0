package tree

import (
	"testing"
	"time"

	"sallyport"
)

// TestCalendarIsTheStandardLibrarys compares every day of four centuries, and years added to it, with package time.
func TestCalendarIsTheStandardLibrarys(t *testing.T) {
	first, last := sallyport.Day(time.Date(1799, 12, 1, 0, 0, 0, 0, time.UTC)), sallyport.Day(time.Date(2201, 2, 1, 0, 0, 0, 0, time.UTC))
	for day := first; day <= last; day++ {
		at := sallyport.DayTime(day)
		y, m, d := civil(day)
		if wantY, wantM, wantD := at.Date(); int(y) != wantY || m != wantM || int(d) != wantD {
			t.Fatalf("day %d: got %d-%d-%d, want %s", day, y, m, d, at)
		}
		if got := dayOf(y, m, d); got != day {
			t.Fatalf("%s: got day %d, want %d", at, got, day)
		}
		for _, years := range []int64{-16, -1, 1, 5, 7} {
			want := sallyport.Day(at.AddDate(int(years), 0, 0))
			if got := AddYears(day, years, true); got != want {
				t.Fatalf("%s and %d years: got day %d, want %d", at, years, got, want)
			}
			if sallyport.DayTime(want).Day() != at.Day() { // 29 February became 1 March
				want--
			}
			if got := AddYears(day, years, false); got != want {
				t.Fatalf("%s and %d years, the earlier reading: got day %d, want %d", at, years, got, want)
			}
		}
	}
}

// TestDayInZone crosses both changes of the clock, midnight and the epoch.
func TestDayInZone(t *testing.T) {
	zone, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	for _, start := range []time.Time{time.Date(1969, 12, 31, 0, 0, 0, 0, zone), time.Date(2015, 3, 7, 0, 0, 0, 0, zone), time.Date(2015, 10, 31, 0, 0, 0, 0, zone)} {
		for minute := range 3 * 24 * 60 {
			at := start.Add(time.Duration(minute) * time.Minute)
			if got, want := DayIn(at.UnixMicro(), zone), sallyport.Day(at); got != want {
				t.Fatalf("%s: got day %d, want %d", at, got, want)
			}
		}
	}
}
