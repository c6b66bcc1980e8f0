package trial

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// valuesOf lists values of the atom's first fact that it tells apart.
func valuesOf(a *tree.Atom, i *instance, offence *place) []sallyport.Value {
	f := a.Refs[0].About()
	var all []sallyport.Value
	if f.None && f.Parent == "" {
		all = append(all, sallyport.NoneValue)
	}
	switch f.Kind {
	case sallyport.Bool, sallyport.Object:
		all = append(all, sallyport.BoolValue(true), sallyport.BoolValue(false))
	case sallyport.Enum:
		for n := range f.Values {
			all = append(all, sallyport.IntValue(int64(n)))
		}
	case sallyport.Set:
		all = append(all, sallyport.IntValue(0))
		for n := range f.Values {
			all = append(all, sallyport.IntValue(1<<n))
		}
	case sallyport.Int:
		all = append(all, sallyport.IntValue(a.N), sallyport.IntValue(a.N-1))
	case sallyport.Text:
		for _, s := range append(slices.Clone(a.Texts), "other") {
			all = append(all, sallyport.TextValue(s))
		}
	case sallyport.Date, sallyport.Time:
		for _, day := range daysOf(a, i) {
			all = append(all, dayValue(f, day, i.zone))
		}
	}
	return all
}

// daysOf lists the days around the border the atom draws.
func daysOf(a *tree.Atom, i *instance) []int64 {
	border := a.N
	if a.Test == tree.TestWithinYears || a.Test == tree.TestAged {
		other := i.Facts[a.Refs[1].Fact]
		if a.Refs[1].Offence || other.State != sallyport.Known {
			return nil
		}
		day := sallyport.DayTime(other.N)
		if a.Refs[1].About().Kind == sallyport.Time {
			day = time.UnixMicro(other.N).In(i.zone)
		}
		border = sallyport.Day(day.AddDate(-int(a.N), 0, 0))
	}
	return []int64{border, border - 1, border + 1}
}

func dayValue(f *sallyport.Fact, day int64, zone *time.Location) sallyport.Value {
	if f.Kind == sallyport.Date {
		return sallyport.IntValue(day)
	}
	y, m, d := sallyport.DayTime(day).Date()
	return sallyport.TimeValue(time.Date(y, m, d, 12, 0, 0, 0, zone))
}
