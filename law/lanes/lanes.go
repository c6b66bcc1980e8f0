package lanes

import (
	"math/bits"

	"sallyport"
	"sallyport/law/tree"
)

// execute evaluates the program on the case, every step once, by Kleene's logic.
func (d *Run) execute(b *Code) {
	if n := 2 * len(b.Steps); cap(d.regs) < n {
		d.regs = make([]uint64, n)
	} else {
		d.regs = d.regs[:n]
	}
	d.encode(b)
	regs := d.regs
	for i := range b.code {
		in := &b.code[i]
		if in.does == doAnd { // most are
			t, f := ^uint64(0), uint64(0)
			for _, arg := range b.args[in.from:in.to] {
				t &= regs[arg]
				f |= regs[arg^1]
			}
			regs[in.reg], regs[in.reg^1] = t, f
			continue
		}
		regs[in.reg], regs[in.reg^1] = d.step(b, in)
	}
}

// encode looks up the codes of the enumerated facts in one walk through the case's memory, which is what a decision on
// a case that is not in the cache waits for.
func (d *Run) encode(b *Code) {
	for _, fact := range b.caseFacts {
		d.codes[fact] = code(&d.Given.Facts[fact])
	}
	for i := range b.offenceFacts {
		list := tree.List(i).Of(d.Given).List
		if len(list) > maxLanes {
			list = nil
		}
		if cap(d.rows[i]) < len(list) {
			d.rows[i] = make([]offenceCodes, len(list))
		}
		d.rows[i] = d.rows[i][:len(list)]
		for j := range list {
			row, offence := &d.rows[i][j], &list[j]
			for _, fact := range b.offenceFacts[i] {
				row[fact] = code(&offence[fact])
			}
		}
	}
}

// offenceCodes are the codes of one offence's facts.
type offenceCodes [sallyport.OffenceFactCount]uint8

// step returns the lanes in which the instruction's step is true and those in which it is false.
func (d *Run) step(b *Code, in *instruction) (t, f uint64) {
	switch in.does {
	case doCaseTable:
		row, on := d.codes[in.fact]&63, &b.tables[in.from]
		return -(on.whenTrue >> row & 1), -(on.whenFalse >> row & 1)
	case doOffenceTable:
		rows, on := d.rows[in.list], &b.tables[in.from]
		for i := range rows {
			row := rows[i][in.fact] & 63
			t |= on.whenTrue >> row & 1 << (i & 63)
			f |= on.whenFalse >> row & 1 << (i & 63)
		}
		return t, f
	case doCaseAtom:
		return spread(d.atom(b.atoms[in.from], nil))
	case doOffenceAtom:
		return d.offenceAtom(b.atoms[in.from], tree.List(in.list))
	case doCount:
		return spread(d.count(b, in))
	case doDistinct:
		return spread(d.distinct(b, in))
	case doTrue:
		return ^uint64(0), 0
	}
	return 0, 0
}

// spread fills a word with one truth value.
func spread(v tree.Tri) (t, f uint64) {
	switch v {
	case tree.True:
		return ^uint64(0), 0
	case tree.False:
		return 0, ^uint64(0)
	}
	return 0, 0
}

func (d *Run) offenceAtom(a *tree.Atom, l tree.List) (t, f uint64) {
	list := l.Of(d.Given).List
	if len(list) > maxLanes {
		return 0, 0
	}
	for i := range list {
		switch d.atom(a, &list[i]) {
		case tree.True:
			t |= 1 << i
		case tree.False:
			f |= 1 << i
		}
	}
	return t, f
}

// count compares the interval [definite, possible] of satisfying offences with n.
func (d *Run) count(b *Code, in *instruction) tree.Tri {
	list := tree.List(in.list).Of(d.Given)
	if len(list.List) > maxLanes {
		return d.longCount(b.counts[in.from])
	}
	if !list.Known {
		return tree.Unknown
	}
	mask := ^(^uint64(0) << len(list.List))
	definite := bits.OnesCount64(d.regs[in.to] & mask)
	possible := len(list.List) - bits.OnesCount64(d.regs[in.to^1]&mask)
	return tree.Within(int(in.n), definite, possible)
}

func (d *Run) distinct(b *Code, in *instruction) tree.Tri {
	list := tree.List(in.list).Of(d.Given)
	if len(list.List) > maxLanes {
		return d.longCount(b.counts[in.from])
	}
	if !list.Known {
		return tree.Unknown
	}
	holds, fails := d.regs[in.to], d.regs[in.to^1]
	definite, possible := tree.KeyBounds(list.List, int(in.fact), func(i int) tree.Tri { return lane(holds, fails, i) })
	return tree.Within(int(in.n), definite, possible)
}

// lane is the truth value at one lane of a pair of registers.
func lane(t, f uint64, i int) tree.Tri { return tree.Tri(t>>(i&63)&1) - tree.Tri(f>>(i&63)&1) }

// longCount evaluates a quantifier over a list of more than maxLanes offences by its closures.
func (d *Run) longCount(e *tree.Expr) tree.Tri { return e.In(d.Scene()) }

// atom is the atom's value on the case or the offence.
func (d *Run) atom(a *tree.Atom, offence *sallyport.Offence) tree.Tri {
	v := d.Value(a.Refs[0], offence)
	if len(a.Refs) == 1 {
		switch {
		case v.State == sallyport.Unknown:
			return tree.Unknown
		case a.Test == tree.TestNotBefore && v.State == sallyport.Known:
			return tree.Truth(d.day(a, 0, v) >= a.N)
		}
		return tree.Truth(a.Holds(*v, sallyport.Value{State: sallyport.Known}, d.Zone))
	}
	w := d.Value(a.Refs[1], offence)
	if v.State == sallyport.Unknown || w.State == sallyport.Unknown {
		if v.State == sallyport.None || w.State == sallyport.None {
			return tree.False
		}
		return tree.Unknown
	}
	if v.State == sallyport.None || w.State == sallyport.None {
		return tree.False
	}
	if a.Test == tree.TestWithinYears || a.Test == tree.TestAged {
		return tree.Truth(a.OnDays(d.day(a, 0, v), d.day(a, 1, w)))
	}
	return tree.Truth(a.Holds(*v, *w, d.Zone))
}

// Value finds a fact, those that the case implies included.
func (d *Run) Value(r tree.Ref, offence *sallyport.Offence) *sallyport.Value {
	if r.Offence {
		return &offence[r.Fact]
	}
	switch r.Fact {
	case tree.FactAt:
		return &d.implied.at
	case tree.FactReceivedAt:
		return &d.implied.receivedAt
	case tree.FactState:
		return &d.implied.state
	case tree.FactAgency:
		return &d.implied.agency
	}
	return &d.Given.Facts[r.Fact]
}

// day is the day of the i-th fact of the atom in the custodian's zone. Instants of the case are looked up once.
func (d *Run) day(a *tree.Atom, i int, v *sallyport.Value) int64 {
	r := a.Refs[i]
	if r.About().Kind != sallyport.Time {
		return v.N
	}
	if r.Offence {
		return tree.DayIn(v.N, d.Zone)
	}
	if d.dated&(1<<r.Fact) == 0 {
		d.dated |= 1 << r.Fact
		d.days[r.Fact] = tree.DayIn(v.N, d.Zone)
	}
	return d.days[r.Fact]
}
