package law

import (
	"fmt"
	"time"

	"sallyport"
)

// Clock is how long a hold may last, from the moment custody would otherwise end.
type Clock struct {
	Rule  string
	Cite  string
	Hours int
	// Counted leaves out Saturdays, Sundays and federal holidays (8 CFR 287.7(d)); otherwise the hours run.
	Counted bool
	// SameDay ends the hold at 23:59 of the day custody would end (New Jersey), whatever Hours says.
	SameDay bool
}

// End is the instant the hold ends when custody would end at from. Days are days of the custodian's
// zone; hours are hours that pass, not hours on the clock face.
func (c *Clock) End(from time.Time, zone *time.Location) time.Time {
	from = from.In(zone)
	if c.SameDay {
		y, m, d := from.Date()
		return time.Date(y, m, d, 23, 59, 0, 0, zone)
	}
	left := time.Duration(c.Hours) * time.Hour
	if !c.Counted {
		return from.Add(left)
	}
	for at := from; ; {
		y, m, d := at.Date()
		midnight := time.Date(y, m, d+1, 0, 0, 0, 0, zone)
		if counts(at) {
			span := midnight.Sub(at)
			if span >= left {
				return at.Add(left)
			}
			left -= span
		}
		at = midnight
	}
}

// counts says whether the day t falls on is counted.
func counts(t time.Time) bool {
	day := t.Weekday()
	return day != time.Saturday && day != time.Sunday && !FederalHoliday(t)
}

// formatTime writes an instant in the custodian's zone.
func formatTime(v sallyport.Value, zone *time.Location) string {
	return time.UnixMicro(v.N).In(zone).Format(time.RFC3339)
}

// String says how the clock counts.
func (c *Clock) String() string {
	switch {
	case c.SameDay:
		return "a hold ends at 23:59 of the day custody would end"
	case c.Counted:
		return fmt.Sprintf("a hold ends after %d hours, leaving out Saturdays, Sundays and federal holidays", c.Hours)
	}
	return fmt.Sprintf("a hold ends after %d running hours", c.Hours)
}
