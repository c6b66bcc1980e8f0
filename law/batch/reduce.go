package batch

import "slices"

// reduce brings the tiles of a list together into a plane of the case: where at least s.n offences count, or for opFew and
// opFewKeys where the list was seen and fewer do.
func (m *machine) reduce(s *step, g *grid) {
	d := m.planes[s.dst]
	m.start(s.n, d)
	for _, span := range g.spans {
		counts := m.offences(s, g, span)
		last := len(m.levels) - 1
		for k := last; k > 0; k-- {
			orBoth(m.levels[k][span.word:][:span.n], m.levels[k-1][span.word:], counts)
		}
		or(m.levels[0][span.word:][:span.n], m.levels[0][span.word:], counts)
	}
	if s.op == opFew || s.op == opFewKeys {
		andNot(d, m.planes[s.args[1]], d)
	}
}

// start clears the counters: levels[k] has the cases with more than k offences that count so far; the last is the answer.
func (m *machine) start(n int, d []uint64) {
	m.counters = sized(m.counters, n*len(d))
	clear(m.counters)
	clear(d)
	m.met, m.levels = m.counters[:len(d)], m.levels[:0]
	for k := 1; k < n; k++ {
		m.levels = append(m.levels, m.counters[k*len(d):][:len(d)])
	}
	m.levels = append(m.levels, d)
}

// offences finds the offences of one place of the lists that count.
func (m *machine) offences(s *step, g *grid, at span) []uint64 {
	there := g.plane(planeThere)[at.tile:][:at.n]
	a := m.planes[s.args[0]][at.tile:]
	m.counts = slices.Grow(m.counts[:0], int(at.n))[:at.n]
	switch s.op {
	case opMost:
		and(m.counts, there, a)
		return m.counts
	case opFew:
		andNot(m.counts, there, a)
		return m.counts
	case opKeys:
		and3(m.counts, there, a, g.plane(planeKeyed)[at.tile:])
	case opFreshKeys:
		and(m.counts, there, a)
	default:
		andNot(m.counts, there, a)
	}
	fresh(m.counts, m.met[at.word:], g.plane(planeSame)[at.tile:])
	return m.counts
}
