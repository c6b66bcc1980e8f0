package exact

import (
	"math/bits"
	"slices"

	"sallyport/law/tree"
)

// byTables makes the tables of the open answers and of the whole, and reads off what each still hangs on.
func (t *Trial) byTables(certain tree.Tri) (answers []Answer, whole Answer) {
	t.renew()
	t.planes = t.planes[:0]
	t.constant(0)
	t.constant(^uint64(0))
	t.raise()
	all := planeTrue
	if certain == tree.False {
		all = planeFalse
	}
	t.answers = t.answers[:0]
	for _, o := range t.asked {
		p := t.plane(o.Step, 0)
		t.answers = append(t.answers, t.answer(p))
		all = t.join(all, p, false)
	}
	return t.answers, t.answer(all)
}

// Planes are numbered in the order they were made; the first two are constant.
const (
	planeFalse = int32(0)
	planeTrue  = int32(1)
)

func (t *Trial) constant(word uint64) int32 {
	n := int32(len(t.planes) / t.words)
	for range t.words {
		t.planes = append(t.planes, word)
	}
	return n
}

func (t *Trial) at(p int32) []uint64 { return t.planes[int(p)*t.words : int(p+1)*t.words] }

// join is "or" where either is set and "and" where not.
func (t *Trial) join(a, b int32, either bool) int32 {
	absorbing, neutral := planeFalse, planeTrue
	if either {
		absorbing, neutral = planeTrue, planeFalse
	}
	switch {
	case a == b || b == neutral || a == absorbing:
		return a
	case a == neutral || b == absorbing:
		return b
	}
	n := t.constant(0)
	to, x, y := t.at(n), t.at(a), t.at(b)
	if either {
		for i := range to {
			to[i] = x[i] | y[i]
		}
		return n
	}
	for i := range to {
		to[i] = x[i] & y[i]
	}
	return n
}

func (t *Trial) not(a int32) int32 {
	switch a {
	case planeFalse:
		return planeTrue
	case planeTrue:
		return planeFalse
	}
	n := t.constant(0)
	to, x := t.at(n), t.at(a)
	for i := range to {
		to[i] = ^x[i]
	}
	return n
}

// plane is the table of a step, made once for each offence it is asked of.
func (t *Trial) plane(step int32, index int) int32 {
	switch t.run.Is(step, index) {
	case tree.True:
		return planeTrue
	case tree.False:
		return planeFalse
	}
	at := t.stamp(step, index)
	if at.round == t.round {
		return at.plane
	}
	p := t.build(step, index)
	*at = stamp{t.round, p}
	return p
}

func (t *Trial) build(step int32, index int) int32 {
	s := &t.run.Steps[step]
	switch s.Op {
	case tree.OpNot:
		return t.not(t.plane(s.Args[0], index))
	case tree.OpAnd, tree.OpOr:
		p := planeTrue
		if s.Op == tree.OpOr {
			p = planeFalse
		}
		for _, arg := range s.Args {
			p = t.join(p, t.plane(arg, index), s.Op == tree.OpOr)
		}
		return p
	case tree.OpAtom:
		return t.atomPlane(step, index)
	case tree.OpCount:
		if s.List.Of(t.run.Given).Known {
			return t.countPlane(s)
		}
	case tree.OpDistinct:
		if s.List.Of(t.run.Given).Known {
			return t.distinctPlane(s)
		}
	}
	i := slices.IndexFunc(t.vars, func(v unknown) bool { return v.kind >= ofList && v.step == step })
	return t.bit(t.vars[i].first)
}

// halves are the bits of a word in which bit 0, 1, … 5 of their index is set.
var halves = [6]uint64{
	0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000,
}

// bit is the table of one bit of the index.
func (t *Trial) bit(b int) int32 {
	n := t.constant(0)
	to := t.at(n)
	for i := range to {
		to[i] = bitWord(b, i)
	}
	return n
}

// bitWord is word i of the table of bit b.
func bitWord(b, i int) uint64 {
	if b < len(halves) {
		return halves[b]
	}
	return -(uint64(i) >> (b - len(halves)) & 1)
}

// atomPlane is true in the completions in which the atom's unknown fact takes a class that passes its test.
func (t *Trial) atomPlane(step int32, index int) int32 {
	i := slices.IndexFunc(t.tests, func(x trialTest) bool { return x.step == step && (x.index == index || !t.run.Steps[step].Body) })
	x := &t.tests[i]
	v := &t.vars[slices.IndexFunc(t.vars, func(v unknown) bool { return v.kind <= ofObject && v.slot == x.slot })]
	n := t.constant(0)
	to := t.at(n)
	classes := t.classes[v.classes.from:v.classes.to]
	for word := range to {
		for class, passes := range classes {
			if passes>>x.order&1 != 0 {
				to[word] |= v.classWord(class, word, class == len(classes)-1)
			}
		}
	}
	return n
}

// classWord is one word of the table of "the fact is of this class". The last class takes the codes that are left over.
func (v *unknown) classWord(class, word int, last bool) uint64 {
	if last {
		rest := uint64(0)
		for other := range class {
			rest |= v.classWord(other, word, false)
		}
		return ^rest
	}
	all := ^uint64(0)
	for b := range v.bits {
		w := bitWord(v.first+b, word)
		if class>>b&1 == 0 {
			w = ^w
		}
		all &= w
	}
	return all
}

// countPlane is "at least N": reach[k] is "at least k of those seen so far".
func (t *Trial) countPlane(s *tree.Step) int32 {
	base := t.beginReach(s.N)
	for i := range s.List.Of(t.run.Given).List {
		t.extendReach(base, s.N, t.plane(s.Args[0], i))
	}
	return t.endReach(base, s.N)
}

// distinctPlane is the same over the different keys; an offence whose body is not false has a known one.
func (t *Trial) distinctPlane(s *tree.Step) int32 {
	list := s.List.Of(t.run.Given).List
	base := t.beginReach(s.N)
	for i := range list {
		if t.run.Is(s.Args[0], i) == tree.False {
			continue // it counts for no key
		}
		any := planeFalse
		for j := range list {
			if list[j][s.Key].S != list[i][s.Key].S || t.run.Is(s.Args[0], j) == tree.False {
				continue
			}
			if j < i {
				any = planeFalse
				break // counted with j
			}
			any = t.join(any, t.plane(s.Args[0], j), true)
		}
		t.extendReach(base, s.N, any)
	}
	return t.endReach(base, s.N)
}

func (t *Trial) beginReach(n int) (base int) {
	base = len(t.reach)
	t.reach = append(t.reach, planeTrue)
	for range n {
		t.reach = append(t.reach, planeFalse)
	}
	return base
}

func (t *Trial) extendReach(base, n int, holds int32) {
	for k := n; k > 0; k-- {
		more := t.join(holds, t.reach[base+k-1], false)
		t.reach[base+k] = t.join(t.reach[base+k], more, true)
	}
}

func (t *Trial) endReach(base, n int) int32 {
	p := t.reach[base+n]
	t.reach = t.reach[:base]
	return p
}

// answer says what a table comes to.
func (t *Trial) answer(p int32) Answer {
	all, none := true, true
	for _, w := range t.at(p) {
		all = all && w == ^uint64(0)
		none = none && w == 0
	}
	switch {
	case all:
		return Answer{Is: tree.True}
	case none:
		return Answer{Is: tree.False}
	}
	missing, unsettled := t.hangsOn(p)
	return Answer{Missing: missing, Unsettled: unsettled}
}

// hangsOn lists the facts and questions that make a difference in the table while the others stand still.
func (t *Trial) hangsOn(p int32) (missing, unsettled []string) {
	plane := t.at(p)
	for i := range t.vars {
		v := &t.vars[i]
		if v.kind == ofQuestion && !v.raised || !v.matters(plane) {
			continue
		}
		name := t.name(v)
		if v.kind == ofQuestion {
			unsettled = append(unsettled, name)
		} else if !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
	}
	return missing, unsettled
}

// matters says whether any bit of the unknown changes the table.
func (v *unknown) matters(plane []uint64) bool {
	for b := v.first; b < v.first+v.bits; b++ {
		for i, w := range plane {
			if b < len(halves) {
				if (w^w>>(1<<b))&^halves[b] != 0 {
					return true
				}
			} else if w != plane[i^1<<(b-len(halves))] {
				return true
			}
		}
	}
	return false
}

// raise notes the questions that the conditions raise when nothing unknown is taken to be asserted: that a
// conviction might turn out to be on appeal does not yet raise the question what an appeal does.
func (t *Trial) raise() {
	var questions uint64 // bits of the index
	quiet := uint64(0)
	for i := range t.vars {
		v := &t.vars[i]
		if v.kind == ofQuestion {
			questions |= 1 << v.first
		}
		quiet |= uint64(v.quiet) << v.first
	}
	if questions == 0 {
		return
	}
	for _, o := range t.asked {
		for _, step := range o.Hangs {
			t.raiseIn(t.at(t.plane(step, 0)), quiet, questions)
		}
	}
}

// raiseIn goes through every answer to the questions with the facts quiet.
func (t *Trial) raiseIn(plane []uint64, quiet, questions uint64) {
	at := func(i uint64) uint64 { return plane[i>>6] >> (i & 63) & 1 }
	for answers := uint64(0); ; answers = (answers - questions) & questions { // every subset
		for left := questions; left != 0; left &= left - 1 {
			one := left & -left
			if at(quiet|answers) != at(quiet|answers^one) {
				t.raised(bits.TrailingZeros64(one))
			}
		}
		if answers == questions {
			return
		}
	}
}

func (t *Trial) raised(bit int) {
	for i := range t.vars {
		if v := &t.vars[i]; v.kind == ofQuestion && v.first == bit {
			v.raised = true
		}
	}
}
