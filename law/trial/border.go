package trial

import (
	"fmt"
	"time"

	"sallyport"
	"sallyport/law"
)

// borderProbe watches for cases on either side of an atom's border: one more day, year or minute and the atom turns
// over, and a condition with it.
type borderProbe struct {
	atom            *law.Atom
	list            int // the law.List of an offence's atom; -1 for the case's
	readers         []reader
	inside, outside *Point // the side on which the atom holds, and the other
}

// reader is a condition that reads the atom.
type reader struct {
	action string
	when   *law.Expr
}

// countProbe watches for lists with exactly as many offences as a count asks for, and with one fewer.
type countProbe struct {
	count        *law.Expr
	readers      []reader
	enough, less *Point
}

// borders adds the borders of one statement to those of the text, each once.
func (c *Coverage) borders(t *textProbes, v *law.Version, action string, s statement) {
	walk(s.when, -1, func(e *law.Expr, list int) {
		switch e.Op {
		case law.OpAtom:
			c.atomBorder(t, v, action, s, e.Atom, list)
		case law.OpCount, law.OpDistinct:
			c.countBorder(t, v, action, s, e)
		}
	})
}

func (c *Coverage) atomBorder(t *textProbes, v *law.Version, action string, s statement, a *law.Atom, list int) {
	in, out := borderNames(a, v)
	if in == "" {
		return
	}
	for _, known := range t.borders {
		if known.atom == a && known.list == list {
			known.readers = append(known.readers, reader{action, s.when})
			return
		}
	}
	t.borders = append(t.borders, &borderProbe{
		atom: a, list: list, readers: []reader{{action, s.when}},
		inside: c.point(v, action, s.name, in), outside: c.point(v, action, s.name, out),
	})
}

func (c *Coverage) countBorder(t *textProbes, v *law.Version, action string, s statement, e *law.Expr) {
	if e.N < 2 {
		return
	}
	for _, known := range t.counts {
		if known.count == e {
			known.readers = append(known.readers, reader{action, s.when})
			return
		}
	}
	t.counts = append(t.counts, &countProbe{
		count: e, readers: []reader{{action, s.when}},
		enough: c.point(v, action, s.name, fmt.Sprintf("border: exactly %d %s", e.N, e.List)),
		less:   c.point(v, action, s.name, fmt.Sprintf("border: exactly %d %s", e.N-1, e.List)),
	})
}

// borderNames names the two sides of the atom's border: where it holds, and where it does not. Both are empty for an
// atom without one, and for a day that the text is not in force on both sides of.
func borderNames(a *law.Atom, v *law.Version) (in, out string) {
	path := factOf(a.Refs[0]).Path
	switch a.Test {
	case law.TestAtLeast:
		return fmt.Sprintf("border: %s = %d", path, a.N), fmt.Sprintf("border: %s = %d", path, a.N-1)
	case law.TestNotBefore:
		day := sallyport.DayTime(a.N)
		first, last := v.Days()
		if fact := a.Refs[0]; !fact.Offence && (fact.Fact == factAt || fact.Fact == factReceivedAt) && (a.N <= first || a.N > last) {
			return "", ""
		}
		return "border: " + path + " on " + day.Format(time.DateOnly), "border: " + path + " on " + day.AddDate(0, 0, -1).Format(time.DateOnly)
	case law.TestWithinYears:
		return fmt.Sprintf("border: %s one day less than %d years before %s", path, a.N, factOf(a.Refs[1]).Path),
			fmt.Sprintf("border: %s exactly %d years before %s", path, a.N, factOf(a.Refs[1]).Path)
	case law.TestAged:
		return fmt.Sprintf("border: %s exactly %d years before %s", path, a.N, factOf(a.Refs[1]).Path),
			fmt.Sprintf("border: %s one day less than %d years before %s", path, a.N, factOf(a.Refs[1]).Path)
	case law.TestClock:
		return "border: the last minute of the clock", "border: the minute the clock ends"
	}
	return "", ""
}

func factOf(r law.Ref) *sallyport.Fact {
	if r.Offence {
		return &sallyport.OffenceFacts[r.Fact]
	}
	return &sallyport.CaseFacts[r.Fact]
}

// try looks at every offence the atom reads, or at the case itself.
func (p *borderProbe) try(c *sallyport.Case, zone *time.Location, action string) {
	if p.list < 0 {
		p.tryAt(c, nil, zone, action)
		return
	}
	offences := offencesOf(c, law.List(p.list))
	for i := range offences.List {
		p.tryAt(c, &i, zone, action)
	}
}

// tryAt moves the fact that the atom tests by one unit to either side and sees whether the atom, and then a condition,
// turns over.
func (p *borderProbe) tryAt(c *sallyport.Case, index *int, zone *time.Location, action string) {
	before := p.holds(c, index, zone)
	if before == law.Unknown {
		return
	}
	for _, step := range []int64{-1, 1} {
		moved := p.move(c, index, step)
		if after := p.holds(moved, index, zone); after == law.Unknown || after == before || !p.turns(c, moved, zone, action) {
			continue
		}
		if before == law.True {
			p.inside.seen()
		} else {
			p.outside.seen()
		}
		return
	}
}

// turns says whether a condition on the action comes to something else in the moved case.
func (p *borderProbe) turns(c, moved *sallyport.Case, zone *time.Location, action string) bool {
	for _, r := range p.readers {
		if r.action == action && r.when.Eval(c, zone) != r.when.Eval(moved, zone) {
			return true
		}
	}
	return false
}

func (p *borderProbe) holds(c *sallyport.Case, index *int, zone *time.Location) law.Tri {
	if index == nil {
		return p.atom.Eval(c, nil, zone)
	}
	return p.atom.Eval(c, &offencesOf(c, law.List(p.list)).List[*index], zone)
}

// move is the case with the tested fact moved: a day or a number by one, an instant by a day, the moment that a clock is
// held against by a minute.
func (p *borderProbe) move(c *sallyport.Case, index *int, step int64) *sallyport.Case {
	moved := *c
	ref := p.atom.Refs[0]
	if p.atom.Test == law.TestClock {
		ref = p.atom.Refs[1]
		step *= time.Minute.Microseconds()
	} else if factOf(ref).Kind == sallyport.Time {
		step *= (24 * time.Hour).Microseconds()
	}
	if !ref.Offence {
		moved.Facts[ref.Fact].N += step
		return &moved
	}
	offences := offencesOf(&moved, law.List(p.list))
	offences.List = append([]sallyport.Offence(nil), offences.List...)
	offences.List[*index][ref.Fact].N += step
	return &moved
}

// try notes a list with exactly as many offences as the count asks for, or one fewer, where a condition turns on it.
func (p *countProbe) try(c *sallyport.Case, zone *time.Location, action string) {
	n := p.count.N
	switch {
	case !p.decides(c, zone, action):
	case p.atLeast(n, c, zone) == law.True && p.atLeast(n+1, c, zone) == law.False:
		p.enough.seen()
	case p.atLeast(n-1, c, zone) == law.True && p.atLeast(n, c, zone) == law.False:
		p.less.seen()
	}
}

func (p *countProbe) atLeast(n int, c *sallyport.Case, zone *time.Location) law.Tri {
	e := p.count
	if e.Op == law.OpDistinct {
		return law.Distinct(e.List, n, e.Key, e.Args[0]).Eval(c, zone)
	}
	return law.Count(e.List, n, e.Args[0]).Eval(c, zone)
}

func (p *countProbe) decides(c *sallyport.Case, zone *time.Location, action string) bool {
	for _, r := range p.readers {
		if r.action == action && replace(r.when, p.count, law.Const(true)).Eval(c, zone) != replace(r.when, p.count, law.Const(false)).Eval(c, zone) {
			return true
		}
	}
	return false
}
