package tree

import "time"

// The calendar in integers: days are counted from 1970-01-01, as sallyport.Day does. The civil-date arithmetic is
// that of Howard Hinnant, "chrono-compatible low-level date algorithms" (2013), for the proleptic Gregorian calendar.

const daysPerEra = 146097 // 400 years

// DayIn is the calendar day of an instant, in microseconds since 1970, in the zone.
func DayIn(micros int64, zone *time.Location) int64 {
	seconds := floorDiv(micros, 1e6)
	_, offset := time.Unix(seconds, 0).In(zone).Zone()
	return floorDiv(seconds+int64(offset), 86400)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// civil is the date of a day.
func civil(day int64) (year int64, month time.Month, dayOfMonth int64) {
	day += 719468 // days from 0000-03-01
	era := floorDiv(day, daysPerEra)
	inEra := day - era*daysPerEra
	yearOfEra := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*inYear + 2) / 153 // months from March
	dayOfMonth = inYear - (153*shifted+2)/5 + 1
	year, month = yearOfEra+era*400, time.Month(shifted+3)
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, dayOfMonth
}

// dayOf is the day of a date; a day past the end of its month falls into the next.
func dayOf(year int64, month time.Month, dayOfMonth int64) int64 {
	shifted := int64(month) - 3
	if shifted < 0 {
		year, shifted = year-1, shifted+12
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	inYear := (153*shifted+2)/5 + dayOfMonth - 1
	return era*daysPerEra + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + inYear - 719468
}

// AddYears moves a day by whole years. A 29 February in a year without one becomes 1 March when later
// is set and 28 February when not: callers choose the reading that detains least.
func AddYears(day, years int64, later bool) int64 {
	y, m, d := civil(day)
	if m == time.February && d == 29 && !later && !leap(y+years) {
		d = 28
	}
	return dayOf(y+years, m, d)
}

func leap(year int64) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }
