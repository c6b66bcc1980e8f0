package finite

import (
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// frame gives the case's own dates, those of one component, a value each: one frame for every way in which the
// readings can come out.
type frame struct {
	values map[int]sallyport.Value               // by fact of the case
	holds  map[int]bool                          // readings of the case alone
	ways   [2]map[string]map[int]sallyport.Value // by list: how the readings of one offence can come out, and its dates
}

// component is dates of the case that conditions compare, directly or through the dates of offences.
type component struct {
	facts    []fact // of the case
	lists    []int
	frames   []frame
	variable int
}

// Days are the first and the last that cases are dated, and the zone days are counted in.
type Days struct {
	First, Last int64 // as sallyport.Day counts them
	Zone        *time.Location
}

// DaysOf are the days of a version, as far as a case file reaches, where a custodian of its place counts them.
func DaysOf(v *law.Version) Days {
	first, last := v.Days()
	return Days{first, max(first, min(last, lastDay)), tree.Zone(homeOf(v.Pack.Place), time.UTC)}
}

// natural is the moment that cases are dated when no condition cares: a Tuesday, or as near as the days allow.
func (d Days) natural() int64 {
	day := d.First + 14
	day += 6 - (day+5)%7 // 1970-01-01 was a Thursday
	return min(max(day, d.First), d.Last)
}

func (d Days) moment(day int64, hour int) sallyport.Value {
	year, month, of := sallyport.DayTime(day).Date()
	return sallyport.TimeValue(time.Date(year, month, of, hour, 0, 0, 0, d.Zone))
}

// day is the calendar day of a date or an instant.
func (d Days) day(f fact, v sallyport.Value) int64 {
	if f.describes().Kind == sallyport.Time {
		return sallyport.Day(time.UnixMicro(v.N).In(d.Zone))
	}
	return v.N
}

// lastDay is the last that a case file may name.
var lastDay = sallyport.Day(time.Date(2200, 12, 31, 0, 0, 0, 0, time.UTC))
