package prove

import (
	"time"

	"sallyport"
)

var (
	factReceived = sallyport.CaseFact("request.received_at")
	factEligible = sallyport.CaseFact("release.eligible_at")
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

// span is the days that cases are dated within, in the custodian's zone.
type span struct {
	first, last int64
	zone        *time.Location
}

// natural is the moment that cases are dated when no condition cares: a Tuesday, or as near as the days allow.
func (s span) natural() int64 {
	day := s.first + 14
	day += 6 - (day+5)%7 // 1970-01-01 was a Thursday
	return min(max(day, s.first), s.last)
}

func (s span) moment(day int64, hour int) sallyport.Value {
	y, m, d := sallyport.DayTime(day).Date()
	return sallyport.TimeValue(time.Date(y, m, d, hour, 0, 0, 0, s.zone))
}

// day is the calendar day of a date or an instant.
func (s span) day(f fact, v sallyport.Value) int64 {
	if f.describes().Kind == sallyport.Time {
		return sallyport.Day(time.UnixMicro(v.N).In(s.zone))
	}
	return v.N
}

// lastDay is the last that a case file may name.
var lastDay = sallyport.Day(time.Date(2200, 12, 31, 0, 0, 0, 0, time.UTC))
