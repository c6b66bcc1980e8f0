package fingerprint

import "sallyport/fingerprint/alike"

// Pair says that minutia A of one template is minutia B of the other.
type Pair struct {
	A int `json:"a"`
	B int `json:"b"`
}

// Result is the outcome of comparing two prints.
type Result struct {
	Score float64 `json:"score"` // log-likelihood ratio for one finger against two, natural logarithm: it grows with likeness
	Pairs []Pair  `json:"pairs"` // what the score rests on
}

// Match compares two templates. It gives the same score whichever comes first.
func Match(a, b *Template) Result {
	m := NewMatcher()
	score := m.Score(Prepare(a), Prepare(b))
	return Result{Score: score, Pairs: m.Pairs()}
}

// Matcher compares prepared templates, one comparison at a time, without allocating.
// It draws edges between neighbouring minutiae, finds edges that agree in both prints, settles on the turn most of them
// share, grows the largest set of pairs along agreeing edges, and then asks of all other minutiae whether the skin
// around the pairs found carries them to a partner.
type Matcher struct {
	alike    []uint32 // numbers of edges that agree, of the first print's drawn ones and the second's, 16 bits each
	agreeing []agreement
	turns    [256]int32
	votes    ballot
	within   []int32 // pairs that a growing set may take in next
	swapped  bool
	align    alignment
}

// agreement is an edge of one print that looks like an edge of the other.
type agreement struct {
	pair   uint32 // numbers of the first print's drawn edge and of the second's edge, 16 bits each
	turn   uint8  // from the first print to the second
	weight uint8
}

// NewMatcher returns a matcher with its working memory.
func NewMatcher() *Matcher {
	return &Matcher{votes: ballot{number: make([]uint16, MaxMinutiae*MaxMinutiae)}}
}

// Score compares two prepared templates and returns the log-likelihood ratio described at Result.
func (m *Matcher) Score(a, b *Prepared) float64 {
	m.swapped = a.order > b.order
	if m.swapped {
		a, b = b, a
	}
	m.align.reset()
	if len(a.x) < LeastMinutiae || len(b.x) < LeastMinutiae {
		return noEvidence
	}
	m.findAgreeing(a, b)
	turn, support := m.commonTurn()
	if support < leastSupport {
		return noEvidence
	}
	m.votes.count(a, b, m.agreeing, turn)
	m.grow(a, b, turn)
	m.votes.clear(len(b.x))
	return evidence(m.align.strength(a, b))
}

// Pairs returns the pairs that the last score rests on, as minutiae of its first and second argument.
func (m *Matcher) Pairs() []Pair {
	pairs := make([]Pair, len(m.align.pairs))
	for n, p := range m.align.pairs {
		pairs[n] = Pair{int(p.i), int(p.k)}
		if m.swapped {
			pairs[n] = Pair{int(p.k), int(p.i)}
		}
	}
	return pairs
}

const (
	noEvidence    = -3.8 // as little in common as two strangers' prints usually have
	leastSupport  = 12
	turnTolerance = 11 // 256ths of a turn: how much an edge may turn against its minutiae from print to print
	turnSpread    = 9  // how far from the common turn an edge may be
)

// lengthTolerance is how much an edge may stretch, pixels.
func lengthTolerance(length uint8) int { return 4 + int(length)/9 }

// findAgreeing lists the edges of a that look like an edge of b.
func (m *Matcher) findAgreeing(a, b *Prepared) {
	if most := len(a.drawn)*len(b.edges) + alike.Spare; most > len(m.alike) {
		m.alike = make([]uint32, most)
	}
	found := m.alike[:alike.Find(m.alike, a.probes, b.far, &b.turns, len(b.edges))]
	if len(found) > cap(m.agreeing) {
		m.agreeing = make([]agreement, 2*len(found))
	}
	m.agreeing = m.agreeing[:len(found)]
	for n, pair := range found {
		e, o := &a.drawn[pair>>16], &b.edges[pair&0xFFFF]
		m.agreeing[n] = agreement{pair, e.angle - o.angle, weigh(e, o)}
	}
}

// probe is what an edge of another print must be like: neither the turns at its two ends nor its length may differ by more than is
// allowed. No two lengths differ by so much that it would be mistaken for a small difference, modulo 256.
func (e edge) probe() alike.Probe {
	slack := uint8(lengthTolerance(e.length))
	return alike.Probe{
		First: e.fromTurn - turnTolerance, Last: e.fromTurn + turnTolerance,
		Length: alike.Below{Low: e.length + slack, Span: 2 * slack},
		Turn:   alike.Below{Low: e.toTurn + turnTolerance, Span: 2 * turnTolerance},
	}
}

// weigh says how close two edges agree, from 1 to 4.
func weigh(e, o *edge) (weight uint8) {
	slack := lengthTolerance(e.length)
	turns := abs(int(int8(e.fromTurn-o.fromTurn))) + abs(int(int8(e.toTurn-o.toTurn)))
	apart, third := turns*slack+abs(int(e.length)-int(o.length))*turnTolerance, turnTolerance*slack
	weight = 4
	if apart > 0 {
		weight--
	}
	if apart > third {
		weight--
	}
	if apart > 2*third {
		weight--
	}
	return weight
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}

// commonTurn returns the turn around which most agreeing edges gather, and their weight.
func (m *Matcher) commonTurn() (turn uint8, support int32) {
	clear(m.turns[:])
	for n := range m.agreeing {
		g := &m.agreeing[n]
		m.turns[g.turn] += int32(g.weight)
	}
	sum := int32(0)
	for d := -turnSpread; d <= turnSpread; d++ {
		sum += m.turns[uint8(d)]
	}
	for t := range 256 {
		if sum > support {
			turn, support = uint8(t), sum
		}
		sum += m.turns[uint8(t+turnSpread+1)] - m.turns[uint8(t-turnSpread)]
	}
	return turn, support
}
