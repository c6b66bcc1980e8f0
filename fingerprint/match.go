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
	votes    []int32 // per possible pair, i*width+k
	touched  []int32 // pairs with votes
	width    int
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
	return &Matcher{votes: make([]int32, MaxMinutiae*MaxMinutiae)}
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
	m.vote(turn, len(b.x))
	m.grow(a, b, turn)
	m.clearVotes()
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
	for _, e := range a.edges {
		if e.from > e.to {
			continue
		}
		slack := lengthTolerance(e.length)
		low, high := max(int(e.length)-slack, 0)/lengthBin, min(int(e.length)+slack, longest)/lengthBin
		first := int(e.fromTurn-turnTolerance) / turnBin
		last := int(e.fromTurn+turnTolerance) / turnBin
		for bin := low; bin <= high; bin++ {
			bins := b.bins[bin*turnBins : bin*turnBins+turnBins+1]
			if first <= last {
				m.compareEdges(e, b.edges[bins[first]:bins[last+1]], slack)
				continue
			}
			m.compareEdges(e, b.edges[bins[first]:bins[turnBins]], slack)
			m.compareEdges(e, b.edges[bins[0]:bins[last+1]], slack)
		}
	}
}

func (m *Matcher) compareEdges(e edge, edges []edge, slack int) {
	for n := range edges {
		o := &edges[n]
		// The turn to the far minutia is asked first: it alone has no part in the choice of edges.
		if e.toTurn-o.toTurn+turnTolerance > 2*turnTolerance || e.fromTurn-o.fromTurn+turnTolerance > 2*turnTolerance {
			continue
		}
		d := abs(int(e.length) - int(o.length))
		if d > slack {
			continue
		}
		t1, t2 := abs(int(int8(e.fromTurn-o.fromTurn))), abs(int(int8(e.toTurn-o.toTurn)))
		weight := 1 + 3*(3*turnTolerance*slack-t1*slack-t2*slack-d*turnTolerance)/(3*turnTolerance*slack)
		m.agreeing = append(m.agreeing, agreement{e.from, o.from, e.to, o.to, e.angle - o.angle, uint8(weight)})
	}
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

// vote counts, for every possible pair, the agreeing edges near the common turn that it lies on, and drops all other edges.
func (m *Matcher) vote(turn uint8, width int) {
	m.width = width
	kept := m.agreeing[:0]
	for _, g := range m.agreeing {
		if d := int8(g.turn - turn); d > turnSpread || d < -turnSpread {
			continue
		}
		kept = append(kept, g)
		m.add(int32(g.i)*int32(width)+int32(g.k), int32(g.weight))
		m.add(int32(g.j)*int32(width)+int32(g.l), int32(g.weight))
	}
	m.agreeing = kept
}

func (m *Matcher) add(pair, weight int32) {
	if m.votes[pair] == 0 {
		m.touched = append(m.touched, pair)
	}
	m.votes[pair] += weight
}

func (m *Matcher) clearVotes() {
	for _, pair := range m.touched {
		m.votes[pair] = 0
	}
	m.touched = m.touched[:0]
}
