package exact

import (
	"cmp"
	"math/bits"
	"slices"

	"sallyport"
	"sallyport/law/lanes"
	"sallyport/law/tree"
)

// Trial tries every way the unknown facts of a case may turn out, all at once: each condition becomes a truth
// table (a plane of bits, one per completion), each unknown fact a few bits of the table's index. It is exact as the diagrams
// are, and much faster while the tables are small: what does not fit is left to them.
//
// A fact whose values fall into k classes that the conditions at hand tell apart takes ⌈log₂ k⌉ bits; codes beyond the
// last class stand for the last class once more, which changes nothing.
type Trial struct {
	run     *lanes.Run
	asked   []Open
	answers []Answer
	vars    []unknown
	tests   []trialTest
	bits    int
	words   int      // of a plane
	planes  []uint64 // all of them, one after the other
	made    []stamp  // the plane of each step at each offence, where it was made in this round
	round   uint32
	lanes   int
	values  []sallyport.Value // what unknown facts may be, of all variables
	cuts    []sallyport.Value
	classes []uint64 // signatures of the classes, of all variables
	reach   []int32
	fits    bool
}

type span struct{ from, to int }

type stamp struct {
	round uint32
	plane int32
}

// maxBits bounds a table: 4,096 completions.
const maxBits = 12

// unknown is a fact, a question or a condition on a list that was never seen.
type unknown struct {
	kind    unknownKind
	slot    tree.Slot
	step    int32 // of a question or of a condition on a list
	values  span  // in values; for an object, in its table of choices
	classes span
	first   int // its lowest bit
	bits    int
	quiet   int // the class that asserts least
	raised  bool
}

type unknownKind uint8

const (
	ofFact unknownKind = iota
	ofObject
	ofList
	ofQuestion
)

// trialTest is an atom that reads an unknown fact.
type trialTest struct {
	step  int32
	index int
	ref   int
	slot  tree.Slot // the fact, or the object that it belongs to
	order int       // among the tests of its fact
}

// prepare finds what the open answers hang on; it is false where the tables would not fit.
func (t *Trial) prepare(r *lanes.Run, open []Open) bool {
	t.run, t.asked = r, open
	if r.Long() {
		return false
	}
	t.lanes = 1 + max(len(r.Given.Convictions.List), len(r.Given.Charges.List))
	t.begin()
	for _, o := range open {
		t.visit(o.Step, 0)
		for _, step := range o.Hangs {
			t.visit(step, 0)
		}
	}
	return t.fits && t.number()
}

// begin forgets the case before.
func (t *Trial) begin() {
	t.vars, t.tests, t.values, t.classes, t.planes = t.vars[:0], t.tests[:0], t.values[:0], t.classes[:0], t.planes[:0]
	t.fits = true
	t.renew()
}

// renew starts a round: nothing is made or visited yet.
func (t *Trial) renew() {
	if n := len(t.run.Steps) * t.lanes; len(t.made) < n {
		t.made = make([]stamp, n)
		t.round = 0
	}
	t.round++
	if t.round == 0 {
		clear(t.made)
		t.round = 1
	}
}

func (t *Trial) stamp(step int32, index int) *stamp {
	if !t.run.Steps[step].Body {
		index = 0
	}
	return &t.made[int(step)*t.lanes+index]
}

// visit collects the unknowns below a step that Kleene's logic leaves unknown.
func (t *Trial) visit(step int32, index int) {
	if t.run.Is(step, index) != tree.Unknown {
		return
	}
	at := t.stamp(step, index)
	if at.round == t.round {
		return
	}
	at.round = t.round
	s := &t.run.Steps[step]
	switch s.Op {
	case tree.OpAtom:
		t.visitAtom(s, step, index)
	case tree.OpQuestion:
		t.vars = append(t.vars, unknown{kind: ofQuestion, step: step})
	case tree.OpCount, tree.OpDistinct:
		t.visitCount(s, step)
	default:
		for _, arg := range s.Args {
			t.visit(arg, index)
		}
	}
}

func (t *Trial) visitCount(s *tree.Step, step int32) {
	offences := s.List.Of(t.run.Given)
	if !offences.Known {
		t.vars = append(t.vars, unknown{kind: ofList, step: step})
		return
	}
	for i := range offences.List {
		if s.Op == tree.OpDistinct && t.run.Is(s.Args[0], i) != tree.False && offences.List[i][s.Key].State != sallyport.Known {
			t.fits = false
			return
		}
		t.visit(s.Args[0], i)
	}
}

// visitAtom notes the one unknown fact that the atom reads. Two at once are left to the diagrams.
func (t *Trial) visitAtom(s *tree.Step, step int32, index int) {
	found := 0
	for i, r := range s.Atom.Refs {
		x := trialTest{step: step, index: index, ref: i}
		if t.run.Value(r, t.offenceOf(&x)).State != sallyport.Unknown {
			continue
		}
		found++
		x.slot = t.whole(r.At(s.List, index))
		t.tests = append(t.tests, x)
	}
	if found != 1 {
		t.fits = false
	}
}

// whole is the object that the fact belongs to, where that is unknown as a whole, or else the fact itself.
func (t *Trial) whole(at tree.Slot) tree.Slot {
	if at.List < 0 {
		if p := sallyport.CaseParents[at.Fact]; p >= 0 && t.run.Given.Facts[p].State == sallyport.Unknown {
			return tree.Slot{List: -1, Fact: p}
		}
	}
	return at
}

// number makes variables of the facts, in the order of the case, and gives each its bits.
func (t *Trial) number() bool {
	slices.SortStableFunc(t.tests, func(a, b trialTest) int { return compareSlots(a.slot, b.slot) })
	for from := 0; from < len(t.tests); {
		to := from + 1
		for to < len(t.tests) && t.tests[to].slot == t.tests[from].slot {
			to++
		}
		if !t.addFact(t.tests[from:to]) {
			return false
		}
		from = to
	}
	slices.SortStableFunc(t.vars, t.compare)
	t.bits = 0
	for i := range t.vars {
		v := &t.vars[i]
		if v.kind >= ofList {
			v.bits = 1
		}
		v.first = t.bits
		t.bits += v.bits
	}
	t.words = 1 << max(t.bits-6, 0)
	return t.bits <= maxBits
}

// compare orders unknowns as an answer names them: facts as they stand, lists, then questions.
func (t *Trial) compare(a, b unknown) int {
	if a.kind <= ofObject || b.kind <= ofObject {
		return cmp.Compare(max(a.kind, ofObject), max(b.kind, ofObject))
	}
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(t.name(&a), t.name(&b)))
}

func compareSlots(a, b tree.Slot) int {
	return cmp.Or(cmp.Compare(a.List, b.List), cmp.Compare(a.Index, b.Index), cmp.Compare(a.Fact, b.Fact))
}

// name is how the answer names the unknown.
func (t *Trial) name(v *unknown) string {
	switch v.kind {
	case ofQuestion:
		return t.run.Steps[v.step].Question
	case ofList:
		return t.run.Steps[v.step].List.String()
	}
	return v.slot.Path()
}

// addFact makes the variable that the tests read: the classes of values that they tell apart.
func (t *Trial) addFact(tests []trialTest) bool {
	if len(tests) > 64 {
		return false
	}
	v := unknown{slot: tests[0].slot}
	f := v.slot.About()
	if f.Kind == sallyport.Object {
		v.kind = ofObject
	}
	for i := range tests {
		tests[i].order = i
	}
	quietValue := t.listValues(&v, f, tests)
	v.classes.from = len(t.classes)
	n := v.values.to - v.values.from
	for i := range n {
		class := t.classify(&v, t.signature(&v, i, tests))
		if i == quietValue {
			v.quiet = class
		}
	}
	v.classes.to = len(t.classes)
	v.bits = bits.Len(uint(v.classes.to - v.classes.from - 1))
	t.vars = append(t.vars, v)
	return v.bits <= maxBits
}

// classify finds the class of the signature, or starts one.
func (t *Trial) classify(v *unknown, signature uint64) int {
	for i, known := range t.classes[v.classes.from:] {
		if known == signature {
			return i
		}
	}
	t.classes = append(t.classes, signature)
	return len(t.classes) - 1 - v.classes.from
}

// listValues lists what the fact may turn out to be, and says which of these asserts least.
func (t *Trial) listValues(v *unknown, f *sallyport.Fact, tests []trialTest) (quiet int) {
	if v.kind == ofObject {
		v.values = span{0, len(choicesOf(v.slot.Fact))}
		return 0
	}
	t.cuts = t.cuts[:0]
	for i := range tests {
		x := &tests[i]
		a := t.run.Steps[x.step].Atom
		t.cuts = cutsOf(a, x.ref, t.otherOf(a, x), t.run.Zone, t.cuts)
	}
	if len(t.cuts) > 0 {
		t.cuts = sortedCuts(t.cuts)
	}
	v.values.from = len(t.values)
	t.values = appendValues(t.values, f, t.cuts)
	v.values.to = len(t.values)
	return quietOf(f, t.values[v.values.from:])
}

// otherOf is the known fact that an atom of two compares the unknown one with.
func (t *Trial) otherOf(a *tree.Atom, x *trialTest) []sallyport.Value {
	if len(a.Refs) < 2 {
		return nil
	}
	return []sallyport.Value{*t.run.Value(a.Refs[1-x.ref], t.offenceOf(x))}
}

func (t *Trial) offenceOf(x *trialTest) *sallyport.Offence {
	if s := &t.run.Steps[x.step]; s.Body {
		return &s.List.Of(t.run.Given).List[x.index]
	}
	return nil
}

// signature says which of the tests the i-th value passes.
func (t *Trial) signature(v *unknown, i int, tests []trialTest) (passes uint64) {
	for j := range tests {
		x := &tests[j]
		a := t.run.Steps[x.step].Atom
		var value sallyport.Value
		if v.kind == ofObject {
			value = choiceOf(choicesOf(v.slot.Fact)[i], a.Refs[x.ref].Fact)
		} else {
			value = t.values[v.values.from+i]
		}
		other := sallyport.Value{State: sallyport.Known}
		if len(a.Refs) > 1 {
			other = *t.run.Value(a.Refs[1-x.ref], t.offenceOf(x))
		}
		if x.ref == 1 {
			value, other = other, value
		}
		if a.Holds(value, other, t.run.Zone) {
			passes |= 1 << j
		}
	}
	return passes
}
