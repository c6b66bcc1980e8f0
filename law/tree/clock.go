package tree

import (
	"fmt"
	"math"
	"time"
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
	return time.UnixMicro(c.countedEnd(from.UnixMicro(), left.Microseconds(), zone)).In(zone)
}

const dayMicros = int64(24 * time.Hour / time.Microsecond)

// countedEnd walks from midnight to midnight. Between two changes of the zone's offset, which ZoneBounds gives, a
// day is 24 hours; the walk goes on from a change as from a midnight.
func (c *Clock) countedEnd(at, left int64, zone *time.Location) int64 {
	for {
		now := time.UnixMicro(at).In(zone)
		_, seconds := now.Zone()
		offset, change := int64(seconds)*1e6, int64(math.MaxInt64)
		if _, end := now.ZoneBounds(); !end.IsZero() {
			change = end.UnixMicro()
		}
		for at < change {
			day := floorDiv(at+offset, dayMicros)
			next := min((day+1)*dayMicros-offset, change)
			if counts(day) {
				if next-at >= left {
					return at + left
				}
				left -= next - at
			}
			at = next
		}
	}
}

// RunOut is the border that the clock draws through the starts of holds, in microseconds since 1970: one that starts then has
// ended at the instant at, and one that starts a microsecond later has not.
func (c *Clock) RunOut(at int64, zone *time.Location) int64 {
	left := int64(c.Hours) * dayMicros / 24
	switch {
	case c.SameDay:
		y, m, d := time.UnixMicro(at).In(zone).Date()
		if ends := time.Date(y, m, d, 23, 59, 0, 0, zone); at >= ends.UnixMicro() {
			d++
		}
		return time.Date(y, m, d, 0, 0, 0, 0, zone).UnixMicro() - 1
	case c.Counted:
		return c.countedStart(at, left, zone)
	}
	return at - left
}

// countedStart walks back as countedEnd walks on.
func (c *Clock) countedStart(at, left int64, zone *time.Location) int64 {
	for {
		now := time.UnixMicro(at - 1).In(zone)
		_, seconds := now.Zone()
		offset, change := int64(seconds)*1e6, int64(math.MinInt64)
		if start, _ := now.ZoneBounds(); !start.IsZero() {
			change = start.UnixMicro()
		}
		for at > change {
			day := floorDiv(at-1+offset, dayMicros)
			last := max(day*dayMicros-offset, change)
			if counts(day) {
				if at-last >= left {
					return at - left
				}
				left -= at - last
			}
			at = last
		}
	}
}

// counts says whether the day is counted. Day 0, 1 January 1970, was a Thursday.
func counts(day int64) bool {
	weekday := time.Weekday((day%7 + 11) % 7)
	if weekday == time.Saturday || weekday == time.Sunday {
		return false
	}
	y, m, d := civil(day)
	return !holiday(int(y), m, int(d), weekday)
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
