package law

import (
	"sallyport"
	"sallyport/law/tree"
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
func (f *form) condition(p **tree.Expr, ofOffence bool) {
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
func (f *form) expr(p **tree.Expr) {
	if !f.reading && f.exprs.numbers == nil {
		f.exprs.numbers = map[*tree.Expr]int{}
	}
	if !f.reading {
		f.write(*p)
		return
	}
	if f.traits == nil {
		f.traits = map[*tree.Expr]trait{}
	}
	for f.err == nil {
		n := int(f.within(0, 0, int64(len(f.exprs.all))))
		if n < len(f.exprs.all) {
			*p = f.exprs.all[n]
			return
		}
		e := &tree.Expr{}
		f.node(e)
		if f.err == nil {
			f.check(e)
		}
		if f.err == nil {
			f.exprs.add(e.Compiled())
		}
	}
}

// write puts every new node below e first, and then e's number.
func (f *form) write(e *tree.Expr) {
	f.define(e)
	f.number(int64(f.exprs.numbers[e]))
}

func (f *form) define(e *tree.Expr) {
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
func (f *form) node(e *tree.Expr) {
	e.Op = tree.Op(f.within(int64(e.Op), int64(tree.OpConst), int64(tree.OpQuestion)))
	switch e.Op {
	case tree.OpConst:
		f.truth(&e.Value)
	case tree.OpQuestion:
		f.text(&e.Question)
	case tree.OpAtom:
		if f.reading {
			e.Atom = &tree.Atom{}
		}
		f.atom(e.Atom)
	case tree.OpCount, tree.OpDistinct:
		e.List = tree.List(f.within(int64(e.List), int64(tree.Convictions), int64(tree.Charges)))
		e.N = int(f.within(int64(e.N), 1, 100))
		e.Key = int(f.within(int64(e.Key), 0, sallyport.OffenceFactCount-1))
	}
	list(f, &e.Args, func(arg **tree.Expr) {
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

func (f *form) atom(a *tree.Atom) {
	a.Test = tree.Test(f.within(int64(a.Test), int64(tree.TestTrue), int64(tree.TestClock)))
	list(f, &a.Refs, func(r *tree.Ref) {
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
func (f *form) check(e *tree.Expr) {
	t := trait{size: 1}
	for _, arg := range e.Args {
		below := f.traits[arg]
		t.offence, t.counts, t.size = t.offence || below.offence, t.counts || below.counts, t.size+below.size
	}
	switch quantifier := e.Op == tree.OpCount || e.Op == tree.OpDistinct; {
	case t.size > maxTree:
		f.fail("a condition of more than %d nodes", maxTree)
	case e.Op == tree.OpNot && len(e.Args) != 1, quantifier && len(e.Args) != 1, e.Op >= tree.OpAtom && !quantifier && len(e.Args) != 0, e.Op == tree.OpConst && len(e.Args) != 0:
		f.fail("a node with %d parts", len(e.Args))
	case quantifier && t.counts:
		f.fail("a condition on an offence looks at the other offences")
	case quantifier:
		t.offence, t.counts = false, true
	case e.Op == tree.OpAtom:
		if !sound(e.Atom) {
			f.fail("a test that does not fit its facts")
		}
		for _, r := range e.Atom.Refs {
			t.offence = t.offence || r.Offence
		}
	}
	f.traits[e] = t
}

// sound says whether the test fits the kinds of its facts.
func sound(a *tree.Atom) bool {
	kinds := map[tree.Test][]sallyport.Kind{
		tree.TestTrue: {sallyport.Bool}, tree.TestIn: {sallyport.Enum}, tree.TestHas: {sallyport.Set}, tree.TestAtLeast: {sallyport.Int},
		tree.TestText: {sallyport.Text}, tree.TestSameText: {sallyport.Text}, tree.TestClock: {sallyport.Time},
		tree.TestNotBefore: {sallyport.Date, sallyport.Time}, tree.TestWithinYears: {sallyport.Date, sallyport.Time}, tree.TestAged: {sallyport.Date, sallyport.Time},
	}[a.Test]
	refs := 1
	if a.Test == tree.TestSameText || a.Test == tree.TestWithinYears || a.Test == tree.TestAged || a.Test == tree.TestClock {
		refs = 2
	}
	if len(a.Refs) != refs || (a.Test == tree.TestClock) != (a.Clock != nil) {
		return false
	}
	for _, r := range a.Refs {
		fits := kinds == nil // none fits every kind
		for _, k := range kinds {
			fits = fits || r.About().Kind == k
		}
		if !fits {
			return false
		}
	}
	return (a.Test != tree.TestWithinYears && a.Test != tree.TestAged) || a.N >= a.Test.LeastYears() && a.N <= 200
}
