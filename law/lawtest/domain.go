package lawtest

import (
	"time"

	"sallyport"
)

var (
	ints      = []int64{0, 5, 6, 15, 16, 89, 90, 365, 366}
	texts     = []string{"us-ca", "us-ct", "us-ct/hartford", "A", "F1", "fresh"}
	sets      = []int64{0, 1, 4, 15}
	yearsBack = []int{1, 5, 7, 16, 30}
	daysOff   = []int{-9, -2, -1, 0, 1, 2, 9}
	instants  = []int{-3700, -1500, -40, 0, 1, 9, 3700} // days from the case's moment
)

// Domain lists values that stand for everything an unknown fact of a case of that moment may turn out to be.
func Domain(f *sallyport.Fact, at time.Time) []sallyport.Value {
	all := make([]sallyport.Value, size(f))
	for i := range all {
		all[i] = nth(f, i, at)
	}
	return all
}

// size is the number of values in the domain of f.
func size(f *sallyport.Fact) int {
	n := 0
	if mayBeNone(f) {
		n = 1
	}
	switch f.Kind {
	case sallyport.Bool:
		return n + 2
	case sallyport.Object:
		return n + 1
	case sallyport.Enum:
		return n + len(f.Values)
	case sallyport.Set:
		return n + len(sets)
	case sallyport.Int:
		return n + len(ints)
	case sallyport.Text:
		return n + len(texts)
	case sallyport.Date:
		return n + len(yearsBack)*len(daysOff)
	}
	return n + len(instants)
}

// mayBeNone says whether f can be none by itself; a fact below an object is none with it.
func mayBeNone(f *sallyport.Fact) bool { return f.None && f.Parent == "" }

// nth is the i-th value of the domain of f.
func nth(f *sallyport.Fact, i int, at time.Time) sallyport.Value {
	if mayBeNone(f) {
		if i == 0 {
			return sallyport.NoneValue
		}
		i--
	}
	switch f.Kind {
	case sallyport.Object:
		return sallyport.IntValue(1)
	case sallyport.Set:
		return sallyport.IntValue(sets[i])
	case sallyport.Int:
		return sallyport.IntValue(ints[i])
	case sallyport.Text:
		return sallyport.TextValue(texts[i])
	case sallyport.Date:
		return sallyport.DateValue(at.AddDate(-yearsBack[i/len(daysOff)], 0, daysOff[i%len(daysOff)]))
	case sallyport.Time:
		return sallyport.TimeValue(at.AddDate(0, 0, instants[i]))
	}
	return sallyport.IntValue(int64(i))
}
