package fingerprint

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
	agreeing []agreement
	turns    [256]int32
	votes    ballot
	within   []int32 // pairs that a growing set may take in next
	swapped  bool
	align    alignment
}

// agreement is an edge of one print that looks like an edge of the other: minutia i may be k, and j may be l.
type agreement struct {
	i, k, j, l uint8
	turn       uint8 // from the first print to the second
	weight     uint8
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
	if len(a.x) < leastMinutiae || len(b.x) < leastMinutiae {
		return noEvidence
	}
	m.findAgreeing(a, b)
	turn, support := m.commonTurn()
	if support < leastSupport {
		return noEvidence
	}
	m.votes.count(m.agreeing, turn, len(b.x))
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
	leastMinutiae = 3    // fewer cannot be compared
	leastSupport  = 12
	turnTolerance = 11 // 256ths of a turn: how much an edge may turn against its minutiae from print to print
	turnSpread    = 9  // how far from the common turn an edge may be
)

// lengthTolerance is how much an edge may stretch, pixels.
func lengthTolerance(length uint8) int { return 4 + int(length)/9 }

// findAgreeing lists the edges of a that look like an edge of b.
func (m *Matcher) findAgreeing(a, b *Prepared) {
	m.agreeing = m.agreeing[:0]
	for n := range a.drawn {
		e := &a.drawn[n]
		first, last := e.fromTurn-turnTolerance, e.fromTurn+turnTolerance
		if first <= last {
			m.compareEdges(e, b, int(b.turns[first]), int(b.turns[int(last)+1]))
			continue
		}
		m.compareEdges(e, b, int(b.turns[first]), int(b.turns[256]))
		m.compareEdges(e, b, 0, int(b.turns[int(last)+1]))
	}
}

// lanes has the lowest bit of the upper half of each lane of a key.
const lanes = 0x0100_0100

// compareEdges lists those edges of b from first to last that agree with e in the rest: neither length nor the turn at the far end
// differs by more than is allowed. Both are compared at once, each difference modulo 256 in a lane of its own; no two lengths
// differ by so much that their difference would be mistaken for a small one.
func (m *Matcher) compareEdges(e *edge, b *Prepared, first, last int) {
	slack := uint32(lengthTolerance(e.length))
	low := e.key() + lanes + (slack | turnTolerance<<16)
	span := lanes + (2*slack | 2*turnTolerance<<16)
	for n, key := range b.keys[first:last] {
		if (span-(low-key)&(lanes-lanes>>8))&lanes == lanes {
			m.agree(e, &b.edges[first+n], int(slack))
		}
	}
}

// agree notes that the edges agree; the closer they are, the more it weighs.
func (m *Matcher) agree(e, o *edge, slack int) {
	d := abs(int(e.length) - int(o.length))
	t1, t2 := abs(int(int8(e.fromTurn-o.fromTurn))), abs(int(int8(e.toTurn-o.toTurn)))
	weight := 1 + 3*(3*turnTolerance*slack-t1*slack-t2*slack-d*turnTolerance)/(3*turnTolerance*slack)
	m.agreeing = append(m.agreeing, agreement{e.from, o.from, e.to, o.to, e.angle - o.angle, uint8(weight)})
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
	for _, g := range m.agreeing {
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
