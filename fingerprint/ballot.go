package fingerprint

// ballot counts, for every pair of minutiae that may be one, the agreeing edges that it lies on, and keeps which pairs the edges
// join. It is used again for the next comparison.
type ballot struct {
	number []uint16 // of each possible pair, i*width+k: its place in pairs plus 1, or 0
	pairs  []contender
	joins  []join
}

// contender is a pair that some agreeing edge lies on.
type contender struct {
	i, k  int32
	votes int32
	first int32 // its latest join plus 1, or 0
	root  int32 // of the pairs that edges join to it, directly or by way of others: another one of them, or itself
	size  int32 // of a root: how many these are
}

// join is one end of an agreeing edge: the pair at the other end, and the next join of the pair at this one.
type join struct{ to, next int32 }

// count takes the agreeing edges near the common turn.
func (v *ballot) count(a, b *Prepared, agreeing []agreement, turn uint8) {
	width := len(b.x)
	for n := range agreeing {
		g := &agreeing[n]
		if g.turn-turn+turnSpread > 2*turnSpread {
			continue
		}
		e, o := &a.drawn[g.pair>>16], &b.edges[g.pair&0xFFFF]
		p, q := v.find(e.from, o.from, width), v.find(e.to, o.to, width)
		v.pairs[p].votes += int32(g.weight)
		v.pairs[q].votes += int32(g.weight)
		v.joins = append(v.joins, join{q, v.pairs[p].first}, join{p, v.pairs[q].first})
		v.pairs[p].first, v.pairs[q].first = int32(len(v.joins)-1), int32(len(v.joins))
		v.unite(v.root(p), v.root(q))
	}
}

// find numbers the pair.
func (v *ballot) find(i, k uint8, width int) int32 {
	n := &v.number[int(i)*width+int(k)]
	if *n == 0 {
		at := int32(len(v.pairs))
		v.pairs = append(v.pairs, contender{i: int32(i), k: int32(k), root: at, size: 1})
		*n = uint16(len(v.pairs))
	}
	return int32(*n) - 1
}

func (v *ballot) root(p int32) int32 {
	for v.pairs[p].root != p {
		p = v.pairs[p].root
	}
	return p
}

func (v *ballot) unite(p, q int32) {
	if p == q {
		return
	}
	if v.pairs[p].size < v.pairs[q].size {
		p, q = q, p
	}
	v.pairs[q].root = p
	v.pairs[p].size += v.pairs[q].size
}

// before ranks two pairs: the one with more votes comes first, and of two alike the earlier minutiae.
func (v *ballot) before(p, q int32) bool {
	a, b := &v.pairs[p], &v.pairs[q]
	return a.votes > b.votes || a.votes == b.votes && (a.i < b.i || a.i == b.i && a.k < b.k)
}

// strongest fills best with those pairs that have most votes and are joined to two others at least, and returns how many there are: none
// where no pair at all has leastVotes.
func (v *ballot) strongest(best *[seeds]int32) (count int) {
	most := int32(0)
	for p := range v.pairs {
		most = max(most, v.pairs[p].votes)
	}
	if most < leastVotes {
		return 0
	}
	for p := range int32(len(v.pairs)) {
		if v.pairs[v.root(p)].size < 3 {
			continue
		}
		n := count
		for n > 0 && v.before(p, best[n-1]) {
			n--
		}
		if n < seeds {
			count = min(count+1, seeds)
			copy(best[n+1:count], best[n:])
			best[n] = p
		}
	}
	return count
}

func (v *ballot) clear(width int) {
	for n := range v.pairs {
		v.number[int(v.pairs[n].i)*width+int(v.pairs[n].k)] = 0
	}
	v.pairs, v.joins = v.pairs[:0], v.joins[:0]
}
