package tree

import (
	"slices"
	"time"

	"sallyport"
)

// Scene is what a condition is evaluated against: a case, the zone its days are counted in, and,
// inside a quantifier, the offence under consideration.
type Scene struct {
	Case    *sallyport.Case
	Zone    *time.Location
	Offence *sallyport.Offence
}

func (s *Scene) get(r Ref) sallyport.Value {
	if r.Offence {
		return s.Offence[r.Fact]
	}
	return s.Case.Facts[r.Fact]
}

// Holds evaluates the atom on values that are known (or known to be none). A test of a thing that is
// none is false, TestNone apart.
func (a *Atom) Holds(v, w sallyport.Value, zone *time.Location) bool {
	if a.Test == TestNone {
		return v.State == sallyport.None
	}
	if v.State == sallyport.None || w.State == sallyport.None {
		return false
	}
	switch a.Test {
	case TestTrue:
		return v.N != 0
	case TestIn:
		return a.Mask&(1<<v.N) != 0
	case TestHas:
		return a.Mask&uint64(v.N) != 0
	case TestAtLeast:
		return v.N >= a.N
	case TestText:
		return slices.ContainsFunc(a.Texts, func(named string) bool { return a.Refs[0].About().Names(named, v.S) })
	case TestSameText:
		return v.S == w.S
	case TestNotBefore:
		return a.Day(0, v, zone) >= a.N
	case TestWithinYears, TestAged:
		return a.OnDays(a.Day(0, v, zone), a.Day(1, w, zone))
	case TestClock:
		return time.UnixMicro(w.N).Before(a.Clock.End(time.UnixMicro(v.N), zone))
	}
	return false
}

// LeastYears is the fewest years that a test of two days can ask for: no day is less than none before another, but some are on it
// or before.
func (t Test) LeastYears() int64 {
	if t == TestAged {
		return 0
	}
	return 1
}

// OnDays is an atom of two facts on their days.
func (a *Atom) OnDays(from, to int64) bool {
	if a.Test == TestAged {
		return AddYears(from, a.N, true) <= to
	}
	return AddYears(from, a.N, false) > to
}

// Day is the calendar day of the i-th fact's value in the custodian's zone.
func (a *Atom) Day(i int, v sallyport.Value, zone *time.Location) int64 {
	if a.Refs[i].About().Kind == sallyport.Time {
		return DayIn(v.N, zone)
	}
	return v.N
}

// eval is the atom under facts that may be unknown.
func (a *Atom) eval(s *Scene) Tri {
	v := s.get(a.Refs[0])
	w := sallyport.Value{State: sallyport.Known}
	if len(a.Refs) > 1 {
		w = s.get(a.Refs[1])
	}
	if v.State == sallyport.Unknown || w.State == sallyport.Unknown {
		if a.Test != TestNone && (v.State == sallyport.None || w.State == sallyport.None) {
			return False
		}
		return Unknown
	}
	return Truth(a.Holds(v, w, s.Zone))
}
