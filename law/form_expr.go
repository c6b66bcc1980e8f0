package law

import (
	"sallyport"
)

// trait is what a condition read from a form must be checked for.
type trait struct {
	offence bool // it reads the offence under consideration
	counts  bool // it holds a quantifier
	size    int  // nodes, written out as a tree
}

// maxTree bounds a condition, written out as a tree: readers walk it so.
const maxTree = 100_000

// condition is a tree, or none. ofOffence says that it may read the offence under consideration.
func (f *form) condition(p **Expr, ofOffence bool) {
	given := *p != nil
	if f.truth(&given); !given {
		return
	}
	f.expr(p)
	if f.reading && f.err == nil && f.traits[*p].offence && !ofOffence {
		f.fail("a condition reads an offence outside a list")
	}
}

// expr is a node; the nodes below it come before it, so that depth costs no stack while reading.
func (f *form) expr(p **Expr) {
	if !f.reading && f.exprs.numbers == nil {
		f.exprs.numbers = map[*Expr]int{}
	}
	if !f.reading {
		f.write(*p)
		return
	}
	if f.traits == nil {
		f.traits = map[*Expr]trait{}
	}
	for f.err == nil {
		n := int(f.within(0, 0, int64(len(f.exprs.all))))
		if n < len(f.exprs.all) {
			*p = f.exprs.all[n]
			return
		}
		e := &Expr{}
		f.node(e)
		if f.err == nil {
			f.check(e)
		}
		if f.err == nil {
			f.exprs.add(e.compiled())
		}
	}
}

// write puts every new node below e first, and then e's number.
func (f *form) write(e *Expr) {
	f.define(e)
	f.number(int64(f.exprs.numbers[e]))
}

func (f *form) define(e *Expr) {
	if _, known := f.exprs.numbers[e]; known {
		return
	}
	for _, arg := range e.Args {
		f.define(arg)
	}
	f.number(int64(len(f.exprs.all))) // a number not yet given: a node follows
	f.node(e)
	f.exprs.add(e)
}

// node is one node, with the numbers of those below it.
func (f *form) node(e *Expr) {
	e.Op = Op(f.within(int64(e.Op), int64(OpConst), int64(OpQuestion)))
	switch e.Op {
	case OpConst:
		f.truth(&e.Value)
	case OpQuestion:
		f.text(&e.Question)
	case OpAtom:
		if f.reading {
			e.Atom = &Atom{}
		}
		f.atom(e.Atom)
	case OpCount, OpDistinct:
		e.List = List(f.within(int64(e.List), int64(Convictions), int64(Charges)))
		e.N = int(f.within(int64(e.N), 1, 100))
		e.Key = int(f.within(int64(e.Key), 0, sallyport.OffenceFactCount-1))
	}
	list(f, &e.Args, func(arg **Expr) {
		n := f.number(int64(f.exprs.numbers[*arg]))
		if !f.reading {
			return
		}
		if n < 0 || n >= int64(len(f.exprs.all)) {
			f.fail("a node refers to one that is not there")
			return
		}
		*arg = f.exprs.all[n]
	})
}

func (f *form) atom(a *Atom) {
	a.Test = Test(f.within(int64(a.Test), int64(TestTrue), int64(TestClock)))
	list(f, &a.Refs, func(r *Ref) {
		f.truth(&r.Offence)
		facts := int64(sallyport.CaseFactCount)
		if r.Offence {
			facts = sallyport.OffenceFactCount
		}
		r.Fact = int(f.within(int64(r.Fact), 0, facts-1))
	})
	a.Mask = uint64(f.number(int64(a.Mask)))
	a.N = f.number(a.N)
	f.textsOf(&a.Texts)
	f.clock(&a.Clock)
}

// check refuses a node that no condition could be compiled to.
func (f *form) check(e *Expr) {
	t := trait{size: 1}
	for _, arg := range e.Args {
		below := f.traits[arg]
		t.offence, t.counts, t.size = t.offence || below.offence, t.counts || below.counts, t.size+below.size
	}
	switch quantifier := e.Op == OpCount || e.Op == OpDistinct; {
	case t.size > maxTree:
		f.fail("a condition of more than %d nodes", maxTree)
	case e.Op == OpNot && len(e.Args) != 1, quantifier && len(e.Args) != 1, e.Op >= OpAtom && !quantifier && len(e.Args) != 0, e.Op == OpConst && len(e.Args) != 0:
		f.fail("a node with %d parts", len(e.Args))
	case quantifier && t.counts:
		f.fail("a condition on an offence looks at the other offences")
	case quantifier:
		t.offence, t.counts = false, true
	case e.Op == OpAtom:
		if !e.Atom.sound() {
			f.fail("a test that does not fit its facts")
		}
		for _, r := range e.Atom.Refs {
			t.offence = t.offence || r.Offence
		}
	}
	f.traits[e] = t
}

// sound says whether the test fits the kinds of its facts.
func (a *Atom) sound() bool {
	kinds := map[Test][]sallyport.Kind{
		TestTrue: {sallyport.Bool}, TestIn: {sallyport.Enum}, TestHas: {sallyport.Set}, TestAtLeast: {sallyport.Int},
		TestText: {sallyport.Text}, TestSameText: {sallyport.Text}, TestClock: {sallyport.Time},
		TestNotBefore: {sallyport.Date, sallyport.Time}, TestWithinYears: {sallyport.Date, sallyport.Time}, TestAged: {sallyport.Date, sallyport.Time},
	}[a.Test]
	refs := 1
	if a.Test == TestSameText || a.Test == TestWithinYears || a.Test == TestAged || a.Test == TestClock {
		refs = 2
	}
	if len(a.Refs) != refs || (a.Test == TestClock) != (a.Clock != nil) {
		return false
	}
	for _, r := range a.Refs {
		fits := kinds == nil // none fits every kind
		for _, k := range kinds {
			fits = fits || r.fact().Kind == k
		}
		if !fits {
			return false
		}
	}
	return (a.Test != TestWithinYears && a.Test != TestAged) || a.N >= 1 && a.N <= 200
}
