package finite

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// candidates lists values worth trying for a date, given those already chosen; the most natural first.
func (c *calendar) candidates(f fact, values map[fact]sallyport.Value) []sallyport.Value {
	var all []sallyport.Value
	chosen := map[fact]int64{}
	for k, v := range values {
		if v.State == sallyport.Known {
			chosen[k] = c.within.day(k, v)
		}
	}
	if f == (fact{ofCase, tree.FactAt}) {
		return c.moments()
	}
	if f == (fact{ofCase, tree.FactReceivedAt}) {
		all = append(all, values[fact{ofCase, tree.FactAt}])
	}
	for _, day := range c.days(f, chosen) {
		if f.describes().Kind == sallyport.Date {
			all = append(all, sallyport.IntValue(day))
		} else if f != (fact{ofCase, tree.FactReceivedAt}) || c.within.First <= day && day <= c.within.Last {
			all = append(all, c.within.moment(day, 12))
		}
	}
	if f.describes().None {
		all = append(all, sallyport.NoneValue)
	}
	all = append(all, c.crossings(f, values)...)
	if len(all) == 0 { // what it is compared with is none
		all = append(all, sallyport.IntValue(c.within.natural()))
	}
	return all
}

// moments are the candidates for at.
func (c *calendar) moments() []sallyport.Value {
	at := fact{ofCase, tree.FactAt}
	days := []int64{c.within.natural()}
	named := c.named(at, nil)
	week := int64(1)
	if c.clocks() > 1 { // which clock ends first depends on the day of the week
		week = 7
	}
	for day := range week {
		days = append(days, days[0]+day)
	}
	if len(named) > 0 {
		named = append(named, c.within.First, c.within.Last+1)
	}
	for _, border := range named {
		for away := int64(-2); away <= 1+week; away++ {
			days = append(days, border+away)
		}
	}
	var all []sallyport.Value
	for i, day := range days {
		if c.within.First <= day && day <= c.within.Last && !slices.Contains(days[:i], day) {
			all = append(all, c.within.moment(day, 10))
		}
	}
	return all
}

func (c *calendar) clocks() int {
	n := 0
	for _, i := range c.readings[2] {
		if c.survey.readings[i].atom.Test == tree.TestClock {
			n++
		}
	}
	return n
}

// crossings are the instants at which a hold clock that starts there has just run out, and has not yet.
func (c *calendar) crossings(f fact, values map[fact]sallyport.Value) []sallyport.Value {
	var all []sallyport.Value
	for _, n := range c.reads[f] {
		r := c.survey.readings[n]
		at, ok := values[r.facts[len(r.facts)-1]]
		if r.atom.Test != tree.TestClock || !ok || r.facts[0] != f {
			continue
		}
		const hour = int64(time.Hour / time.Microsecond)
		open, closed := int64(0), int64(31*24) // hours before at
		for closed-open > 1 {
			half := (open + closed) / 2
			if r.atom.Holds(sallyport.IntValue(at.N-half*hour), at, c.within.Zone) {
				open = half
			} else {
				closed = half
			}
		}
		all = append(all, sallyport.IntValue(at.N-open*hour), sallyport.IntValue(at.N-closed*hour))
	}
	return all
}
