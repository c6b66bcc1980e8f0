package batch

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// variable is one fact, list or question, and the ways it can turn out: the truth of each of its literals.
type variable struct {
	literals []int
	options  [][]bool
	fact     *sallyport.Fact // nil for a list or a question
	tests    []*tree.Atom    // of the fact, one for each literal
	second   []bool          // the fact is the second that the test reads
}

// seconds counts the tests in which the fact comes second.
func (v *variable) seconds() (n int) {
	for _, second := range v.second {
		if second {
			n++
		}
	}
	return n
}

// find lists what the tests of an unknown fact can come to. It fails where two texts are compared.
func (v *variable) find() bool {
	if slices.ContainsFunc(v.tests, func(a *tree.Atom) bool { return a.Test == tree.TestSameText }) {
		return false
	}
	for _, value := range v.values() {
		option := make([]bool, len(v.tests))
		for i, a := range v.tests {
			switch {
			case len(a.Refs) == 1:
				option[i] = a.Holds(value, given, time.UTC)
			case v.second[i]:
				option[i] = a.Holds(middle(a.Refs[0]), value, time.UTC)
			default:
				option[i] = a.Holds(value, middle(a.Refs[1]), time.UTC)
			}
		}
		if !slices.ContainsFunc(v.options, func(o []bool) bool { return slices.Equal(o, option) }) {
			v.options = append(v.options, option)
		}
	}
	return true
}

// values are representatives of what the fact may turn out to be. Days and instants are so early or so late that any other
// lies on this side.
func (v *variable) values() []sallyport.Value {
	var all []sallyport.Value
	if v.fact.None && v.fact.Parent == "" && v.fact.Kind != sallyport.Object {
		all = append(all, sallyport.NoneValue)
	}
	switch v.fact.Kind {
	case sallyport.Bool:
		return append(all, sallyport.BoolValue(false), sallyport.BoolValue(true))
	case sallyport.Enum, sallyport.Set:
		n := len(v.fact.Values)
		if v.fact.Kind == sallyport.Set {
			n = 1 << min(n, 8)
		}
		for i := range n {
			all = append(all, sallyport.IntValue(int64(i)))
		}
	case sallyport.Int:
		for _, a := range v.tests {
			all = append(all, sallyport.IntValue(a.N-1), sallyport.IntValue(a.N))
		}
	case sallyport.Text:
		all = append(all, sallyport.TextValue("?"))
		for _, a := range v.tests {
			for _, s := range a.Texts {
				all = append(all, sallyport.TextValue(s))
			}
		}
	case sallyport.Object:
		all = append(all, sallyport.IntValue(1))
	default:
		all = append(all, dated(v.fact, 1000), dated(v.fact, 3000))
	}
	return all
}

func middle(r tree.Ref) sallyport.Value { return dated(r.About(), 2015) }

func dated(f *sallyport.Fact, year int) sallyport.Value {
	day := time.Date(year, 6, 1, 12, 0, 0, 0, time.UTC)
	if f.Kind == sallyport.Time {
		return sallyport.TimeValue(day)
	}
	return sallyport.DateValue(day)
}
