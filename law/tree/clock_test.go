package tree

import (
	"math/rand/v2"
	"testing"
	"time"
)

func zoneNamed(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestClockEnds holds the clocks to instants worked out by hand, with a calendar.
func TestClockEnds(t *testing.T) {
	counted, running, sameDay := &Clock{Hours: 48, Counted: true}, &Clock{Hours: 48}, &Clock{SameDay: true}
	for _, test := range []struct {
		name       string
		clock      *Clock
		zone       string
		from, want string
	}{
		{"before Labor Day: five calendar days", counted, "America/Los_Angeles", "2014-08-29 18:00", "2014-09-03 18:00"},
		{"an ordinary Monday", counted, "America/Los_Angeles", "2015-09-14 09:30", "2015-09-16 09:30"},
		{"from Saturday noon: the count begins on Monday at midnight", counted, "America/Chicago", "2015-09-12 12:00", "2015-09-16 00:00"},
		{"over Thanksgiving and the weekend after", counted, "America/New_York", "2015-11-25 10:00", "2015-11-30 10:00"},
		{"Independence Day on a Saturday is kept on Friday", counted, "America/Chicago", "2015-07-02 08:00", "2015-07-07 08:00"},
		{"Christmas on a Sunday is kept on Monday", counted, "America/New_York", "2016-12-23 00:00", "2016-12-28 00:00"},
		{"Juneteenth before it was a holiday", counted, "America/New_York", "2020-06-18 12:00", "2020-06-22 12:00"},
		{"Juneteenth, a Monday in 2023", counted, "America/New_York", "2023-06-16 12:00", "2023-06-21 12:00"},
		{"spring night, an hour short: 48 hours that pass", running, "America/Los_Angeles", "2015-03-07 12:00", "2015-03-09 13:00"},
		{"autumn night, an hour long", running, "America/Los_Angeles", "2015-10-31 12:00", "2015-11-02 11:00"},
		{"the change falls on a Sunday that is left out", counted, "America/Los_Angeles", "2015-03-06 12:00", "2015-03-10 12:00"},
		{"the same day, to 23:59", sameDay, "America/New_York", "2024-02-05 08:15", "2024-02-05 23:59"},
	} {
		zone := zoneNamed(t, test.zone)
		from, err := time.ParseInLocation("2006-01-02 15:04", test.from, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := test.clock.End(from, zone).Format("2006-01-02 15:04"); got != test.want {
			t.Errorf("%s: from %s: got %s, want %s", test.name, test.from, got, test.want)
		}
	}
}

// TestCountedHoursMinuteByMinute compares the counted clock with a count of minutes, across every day of ten years.
func TestCountedHoursMinuteByMinute(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	c := &Clock{Hours: 48, Counted: true}
	for _, name := range []string{"America/Los_Angeles", "America/New_York", "America/Phoenix", "UTC"} {
		zone := zoneNamed(t, name)
		for range 300 {
			from := time.Date(2014, 1, 1, 0, 0, 0, 0, zone).Add(time.Duration(r.IntN(10*365*24*60)) * time.Minute)
			if got, want := c.End(from, zone), byMinutes(from, 48*60); !got.Equal(want) {
				t.Fatalf("%s from %s: got %s, want %s", name, from, got, want)
			}
		}
	}
}

func byMinutes(at time.Time, left int) time.Time {
	for left > 0 {
		if day := at.Weekday(); day != time.Saturday && day != time.Sunday && !FederalHoliday(at) {
			left--
		}
		at = at.Add(time.Minute)
	}
	return at
}

// TestFederalHolidays is the list of 2015 and 2021 as the Office of Personnel Management published them (from memory).
func TestFederalHolidays(t *testing.T) {
	for year, days := range map[int][]string{
		2015: {"01-01", "01-19", "02-16", "05-25", "07-03", "07-04", "09-07", "10-12", "11-11", "11-26", "12-25"},
		2021: {"01-01", "01-18", "02-15", "05-31", "06-18", "06-19", "07-04", "07-05", "09-06", "10-11", "11-11", "11-25", "12-24", "12-25", "12-31"},
	} {
		want := map[string]bool{}
		for _, day := range days {
			want[day] = true
		}
		for at := time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC); at.Year() == year; at = at.AddDate(0, 0, 1) {
			if day := at.Format("01-02"); FederalHoliday(at) != want[day] {
				t.Errorf("%d-%s: got %v", year, day, !want[day])
			}
		}
	}
}

// TestRunOutIsTheBorder holds RunOut to End: a hold that starts then is over at the instant, one that starts a microsecond
// later is not. Half of the instants lie within a minute of a midnight, many in a weekend, at a holiday or a change of the clocks.
func TestRunOutIsTheBorder(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	clocks := []*Clock{
		{Hours: 48, Counted: true}, {Hours: 48}, {Hours: 6}, {Hours: 24, Counted: true}, {Hours: 24 * 20, Counted: true}, {SameDay: true},
	}
	for _, name := range []string{"America/Los_Angeles", "America/New_York", "America/Phoenix", "UTC"} {
		zone := zoneNamed(t, name)
		for range 2000 {
			at := time.Date(2010, 1, 1+r.IntN(15*365), 0, 0, 0, 0, zone).UnixMicro()
			if away := r.Int64N(2*dayMicros) - dayMicros; r.IntN(2) == 0 {
				at += away
			} else {
				at += away % 61e6
			}
			for _, c := range clocks {
				border := c.RunOut(at, zone)
				over, open := c.End(time.UnixMicro(border), zone), c.End(time.UnixMicro(border+1), zone)
				if over.UnixMicro() > at || open.UnixMicro() <= at {
					t.Fatalf("%s: %+v at %s: border %s, ends %s and %s", name, c, time.UnixMicro(at).In(zone), time.UnixMicro(border).In(zone), over, open)
				}
			}
		}
	}
}
