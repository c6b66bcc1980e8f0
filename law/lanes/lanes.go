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
	regs := d.regs
	for _, reg := range b.truths {
		regs[reg], regs[reg^1] = ^uint64(0), 0
	}
	for _, reg := range b.open {
		regs[reg], regs[reg^1] = 0, 0
	}
	d.caseAtoms(b)
	d.offenceAtoms(b, tree.Convictions)
	d.offenceAtoms(b, tree.Charges)
	for i := range b.joints {
		switch j := &b.joints[i]; j.kind {
		case ofPair:
			regs[j.reg], regs[j.reg^1] = regs[j.from]&regs[j.to], regs[j.from^1]|regs[j.to^1]
		case ofMore:
			t, f := ^uint64(0), uint64(0)
			for _, arg := range b.args[j.from:j.to] {
				t &= regs[arg]
				f |= regs[arg^1]
			}
			regs[j.reg], regs[j.reg^1] = t, f
		default:
			regs[j.reg], regs[j.reg^1] = spread(d.count(b, j))
		}
	}
}

// caseAtoms looks the enumerated facts up in one walk through the case's memory, which is what a decision on a case that is not in
// the cache waits for, and then tests the others.
func (d *Run) caseAtoms(b *Code) {
	for _, fact := range b.facts[0] {
		d.codes[fact] = code(&d.Given.Facts[fact])
	}
	for i := range b.lookups[0] {
		l := &b.lookups[0][i]
		row := d.codes[l.fact] & 63
		d.regs[l.reg], d.regs[l.reg^1] = -(l.whenTrue >> row & 1), -(l.whenFalse >> row & 1)
	}
	for _, t := range b.tests[0] {
		d.regs[t.reg], d.regs[t.reg^1] = spread(d.atom(t.atom, nil))
	}
}

// offenceAtoms does the same for each offence of the list, a lane each.
func (d *Run) offenceAtoms(b *Code, l tree.List) {
	list := l.Of(d.Given).List
	if len(list) > maxLanes {
		list = nil
	}
	lookups, tests := b.lookups[1+l], b.tests[1+l]
	for i := range lookups {
		reg := lookups[i].reg
		d.regs[reg], d.regs[reg^1] = 0, 0
	}
	for _, t := range tests {
		d.regs[t.reg], d.regs[t.reg^1] = 0, 0
	}
	var codes [sallyport.OffenceFactCount]uint8
	for i := range list {
		offence := &list[i]
		for _, fact := range b.facts[1+l] {
			codes[fact] = code(&offence[fact])
		}
		for k := range lookups {
			l := &lookups[k]
			row := codes[l.fact] & 63
			d.regs[l.reg] |= l.whenTrue >> row & 1 << (i & 63)
			d.regs[l.reg^1] |= l.whenFalse >> row & 1 << (i & 63)
		}
		for _, t := range tests {
			switch d.atom(t.atom, offence) {
			case tree.True:
				d.regs[t.reg] |= 1 << (i & 63)
			case tree.False:
				d.regs[t.reg^1] |= 1 << (i & 63)
			}
		}
	}
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

// count compares the interval [definite, possible] of satisfying offences with n.
func (d *Run) count(b *Code, j *joint) tree.Tri {
	list := tree.List(j.list).Of(d.Given)
	switch {
	case len(list.List) > maxLanes:
		return d.longCount(b.counts[j.from])
	case !list.Known:
		return tree.Unknown
	}
	holds, fails := d.regs[j.to], d.regs[j.to^1]
	if j.distinct {
		key := b.counts[j.from].Key
		definite, possible := tree.KeyBounds(list.List, key, func(i int) tree.Tri { return lane(holds, fails, i) })
		return tree.Within(int(j.n), definite, possible)
	}
	mask := ^(^uint64(0) << len(list.List))
	return tree.Within(int(j.n), bits.OnesCount64(holds&mask), len(list.List)-bits.OnesCount64(fails&mask))
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
	return d.DayOf(r.Fact)
}
