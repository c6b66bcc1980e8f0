package batch

// machine runs code: the scratch of one goroutine.
type machine struct {
	planes  [][]uint64 // for each operand
	scratch [][]uint64 // for each sheet
	zeros   []uint64

	// Of the reduction at work.
	counters []uint64
	levels   [][]uint64
	met      []uint64 // cases in which the run of one key has an offence that counts
	counts   []uint64
}

// bind points the operands at the planes of the block and of the scratch.
func (m *machine) bind(c *code, b *Block) {
	widest := 0
	for i := range b.grids {
		widest = max(widest, b.grids[i].words)
	}
	m.zeros = sized(m.zeros, widest) // never written
	for len(m.scratch) < len(b.grids) {
		m.scratch = append(m.scratch, nil)
	}
	for i := range b.grids {
		m.scratch[i] = sized(m.scratch[i], c.temps[i]*b.grids[i].words)
	}
	m.planes = m.planes[:0]
	for _, o := range c.operands {
		g := &b.grids[o.sheet]
		switch o.kind {
		case input:
			m.planes = append(m.planes, g.plane(o.plane))
		case temp:
			m.planes = append(m.planes, m.scratch[o.sheet][int(o.plane)*g.words:][:g.words:g.words])
		default:
			m.planes = append(m.planes, m.zeros[:g.words])
		}
	}
}

// sized returns a slice of n words, s itself where it is large enough.
func sized(s []uint64, n int) []uint64 {
	if cap(s) < n {
		return make([]uint64, n)
	}
	return s[:n]
}

// run executes the steps; answers take what opAnswer writes.
func (m *machine) run(c *code, b *Block, answers *Answers) {
	m.bind(c, b)
	for i := range c.steps {
		s := &c.steps[i]
		switch s.op {
		case opAnd:
			m.and(s)
		case opOr:
			m.or(s)
		case opNot:
			not(m.planes[s.dst], m.planes[s.args[0]])
		case opSpread:
			b.grids[c.operands[s.dst].sheet].carry(m.planes[s.dst], m.planes[s.args[0]])
		case opMost, opFew, opKeys, opFreshKeys, opFewKeys:
			m.reduce(s, &b.grids[c.operands[s.args[0]].sheet])
		case opAnswer:
			answers.take(s.n, m.planes[s.args[0]], m.planes[s.args[1]], m.planes[s.args[2]])
		}
	}
}

func (m *machine) and(s *step) {
	d, a, b := m.planes[s.dst], m.planes[s.args[0]], m.planes[s.args[1]]
	switch s.count {
	case 2:
		and(d, a, b)
	case 3:
		and3(d, a, b, m.planes[s.args[2]])
	default:
		and4(d, a, b, m.planes[s.args[2]], m.planes[s.args[3]])
	}
}

func (m *machine) or(s *step) {
	d, a, b := m.planes[s.dst], m.planes[s.args[0]], m.planes[s.args[1]]
	switch s.count {
	case 2:
		or(d, a, b)
	case 3:
		or3(d, a, b, m.planes[s.args[2]])
	default:
		or4(d, a, b, m.planes[s.args[2]], m.planes[s.args[3]])
	}
}

// carry copies a plane of the case to each tile of the list.
func (g *grid) carry(d, a []uint64) {
	for _, s := range g.spans {
		copy(d[s.tile:s.tile+s.n], a[s.word:s.word+s.n])
	}
}
