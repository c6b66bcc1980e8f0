package batch

import (
	"math"

	"sallyport"
	"sallyport/law/tree"
)

// pair is the tests of the same two facts (or of one fact, where nothing quicker reads it). Most are settled without a
// calendar, by the time that passed from one to the other; the law's own test settles those near the border.
type pair struct {
	column
	v, w    source
	two     bool
	instant [2]bool // the fact is an instant, not a day
	none    uint64  // where either is none
	limits  []limit // of each atom
}

// limit says what a test comes to where less than low, or more than high, has passed: microseconds between instants, else days.
type limit struct {
	low, high   int64
	under, over uint64
}

func newPair(c column) pair {
	refs := c.atoms[0].Refs
	p := pair{column: c, v: sourceOf(refs[0]), two: len(refs) > 1, none: c.known(sallyport.NoneValue)}
	if p.two {
		p.w = sourceOf(refs[1])
	}
	for i, r := range refs {
		p.instant[i] = r.About().Kind == sallyport.Time
	}
	for i, a := range c.atoms {
		l := p.limit(a)
		l.under, l.over = l.under<<c.bits[i], l.over<<c.bits[i]
		p.limits = append(p.limits, l)
	}
	return p
}

// limit leaves some days on either side to the law's own test: for zones, for 29 February and for the remainders of days
// that are dropped.
func (p *pair) limit(a *tree.Atom) limit {
	unit, slack := int64(1), int64(5)
	if p.instant[0] && p.instant[1] {
		unit = microsecondsOfDay
	}
	switch {
	case a.Test == tree.TestWithinYears && a.N >= 0:
		return limit{(365*a.N - slack) * unit, (366*a.N + slack) * unit, truth(true), truth(false)}
	case a.Test == tree.TestAged && a.N >= 0:
		return limit{(365*a.N - slack) * unit, (366*a.N + slack) * unit, truth(false), truth(true)}
	case a.Test != tree.TestClock:
	case a.Clock.SameDay:
		return limit{-unit * 3 / 2, unit * 3 / 2, truth(true), truth(false)}
	case a.Clock.Counted: // hours that are not counted make it only longer
		return limit{int64(a.Clock.Hours) * (unit / 24), math.MaxInt64, truth(true), truth(false)}
	default:
		hours := int64(a.Clock.Hours) * (unit / 24)
		return limit{hours, hours, truth(true), truth(false)}
	}
	return limit{math.MinInt64, math.MaxInt64, 0, 0}
}

var given = sallyport.Value{State: sallyport.Known}

func (p *pair) into(words []uint64, s *subjects) {
	vs, w := s.look(p.v, 0), &given
	var ws []*sallyport.Value
	if p.two {
		ws = s.look(p.w, 1)
	}
	for i, v := range vs {
		if p.two {
			w = ws[i]
		}
		switch {
		case v.State == sallyport.Known && w.State == sallyport.Known:
			words[i] |= p.known(v, w, s, i)
		case v.State == sallyport.None || w.State == sallyport.None:
			words[i] |= p.none
		}
	}
}

// known is the tests of the i-th subject where both facts are known.
func (p *pair) known(v, w *sallyport.Value, s *subjects, i int) uint64 {
	passed := w.N - v.N
	switch {
	case p.instant[1] && !p.instant[0]:
		passed = w.N/microsecondsOfDay - v.N
	case p.instant[0] && !p.instant[1]:
		passed = w.N - v.N/microsecondsOfDay
	}
	bits := uint64(0)
	for j := range p.limits {
		l := &p.limits[j]
		at := l.over
		if passed < l.low {
			at = l.under
		}
		if passed >= l.low && passed <= l.high {
			at = truth(p.atoms[j].Holds(*v, *w, s.zone(i))) << p.bits[j]
		}
		bits |= at
	}
	return bits
}
