package tree

import "time"

// FederalHoliday says whether the calendar day of t is a federal holiday as observed: 5 USC 6103(a), and
// (b) and EO 11582 for days that fall on a weekend (the Friday before, the Monday after). Juneteenth counts
// from 2021 (Pub. L. 117-17). Inauguration Day, a holiday in the District only, does not.
func FederalHoliday(t time.Time) bool {
	y, m, d := t.Date()
	return holiday(y, m, d, t.Weekday())
}

func holiday(y int, m time.Month, d int, weekday time.Weekday) bool {
	switch weekday {
	case time.Monday:
		return mondayHoliday(m, d) || fixedHoliday(y, m, d) || fixedHoliday(dayBefore(y, m, d))
	case time.Friday:
		return fixedHoliday(y, m, d) || fixedHoliday(dayAfter(y, m, d))
	case time.Thursday:
		return m == time.November && d >= 22 && d <= 28 || fixedHoliday(y, m, d)
	}
	return fixedHoliday(y, m, d)
}

func dayBefore(y int, m time.Month, d int) (int, time.Month, int) {
	return dateOf(dayOf(int64(y), m, int64(d)) - 1)
}
func dayAfter(y int, m time.Month, d int) (int, time.Month, int) {
	return dateOf(dayOf(int64(y), m, int64(d)) + 1)
}

func dateOf(day int64) (int, time.Month, int) {
	y, m, d := civil(day)
	return int(y), m, int(d)
}

// mondayHoliday: the third Monday of January and February, the last of May, the first of September, the second of October.
func mondayHoliday(m time.Month, d int) bool {
	switch m {
	case time.January, time.February:
		return d >= 15 && d <= 21
	case time.May:
		return d >= 25
	case time.September:
		return d <= 7
	case time.October:
		return d >= 8 && d <= 14
	}
	return false
}

func fixedHoliday(y int, m time.Month, d int) bool {
	switch m {
	case time.January:
		return d == 1
	case time.June:
		return d == 19 && y >= 2021
	case time.July:
		return d == 4
	case time.November:
		return d == 11
	case time.December:
		return d == 25
	}
	return false
}
