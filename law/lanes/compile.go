// Package lanes runs a program of conditions on one case: every step once, all offences of a list at a time, a bit each.
package lanes

import (
	"math/bits"
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// Registers hold three-valued words, one bit per offence (a lane); what does not read an offence has all its lanes
// alike. Register 2s holds where step s is true and register 2s+1 where it is false; a lane in neither is unknown.
// So "not" is the neighbouring register, and "or" is "and" of the neighbours.

// maxLanes is how many offences of a list a word holds. Longer lists are evaluated by closures.
const maxLanes = 64

// A program is run for every case, and often it is another one than for the case before: what its steps need is packed, and
// steps of one kind stand in a row, so that neither memory nor the branch predictor has to guess.

// lookup is an atom on one enumerated fact: the codes of the fact for which it is true, and for which it is false.
type lookup struct {
	fact                int32
	reg                 int32 // where it is true; reg^1 is where it is false
	whenTrue, whenFalse uint64
}

// test is an atom of any other kind.
type test struct {
	atom *tree.Atom
	reg  int32
}

// joint is a step above the atoms: both of two registers, as most are; every one of more; or a count of the lanes of one.
type joint struct {
	reg      int32
	from, to int32 // of a pair, its registers; of more, where they are in Code.args; of a count, its condition in Code.counts and the register that is counted
	kind     jointKind
	n        uint8 // at least so many lanes, or, where distinct, so many different keys
	list     uint8
	distinct bool
}

type jointKind uint8

const (
	ofPair jointKind = iota
	ofMore
	ofCount
)

// Code is a program ready to run on one case after another.
type Code struct {
	*tree.Program
	literal []int32     // the register of each step
	truths  []int32     // registers that are true for every case
	open    []int32     // registers of questions: nobody knows
	lookups [3][]lookup // of the case, of convictions, of charges
	tests   [3][]test
	joints  []joint
	args    []int32
	counts  []*tree.Expr
	nodes   []Node
	parts   []int32
	refs    []tree.Ref
	facts   [3][]int32 // that are looked up, in the order they lie in memory
}

// Compile sorts the steps by kind. Joints stay in their order: each comes after what it joins.
func Compile(p *tree.Program) *Code {
	b := &Code{Program: p, literal: make([]int32, len(p.Steps))}
	for i := range b.Steps {
		s := &b.Steps[i]
		b.node(s)
		b.literal[i] = int32(2 * i)
		b.place(s, int32(2*i), i)
	}
	for i := range b.facts {
		for _, l := range b.lookups[i] {
			b.facts[i] = append(b.facts[i], l.fact)
		}
		slices.Sort(b.facts[i])
		b.facts[i] = slices.Compact(b.facts[i])
	}
	return b
}

func (b *Code) place(s *tree.Step, reg int32, i int) {
	switch s.Op {
	case tree.OpNot:
		b.literal[i] = b.literal[s.Args[0]] ^ 1
	case tree.OpAnd:
		b.join(s, reg, 0)
	case tree.OpOr: // not all of them false
		b.join(s, reg^1, 1)
	case tree.OpCount, tree.OpDistinct:
		b.joints = append(b.joints, joint{
			reg: reg, from: int32(len(b.counts)), to: b.literal[s.Args[0]],
			kind: ofCount, n: uint8(s.N), list: uint8(s.List), distinct: s.Op == tree.OpDistinct,
		})
		b.counts = append(b.counts, s.Expr)
	case tree.OpAtom:
		b.atom(s, reg)
	case tree.OpConst:
		if !s.Value {
			reg ^= 1
		}
		b.truths = append(b.truths, reg)
	case tree.OpQuestion:
		b.open = append(b.open, reg)
	}
}

func (b *Code) join(s *tree.Step, reg, flip int32) {
	if len(s.Args) == 2 {
		b.joints = append(b.joints, joint{reg: reg, from: b.literal[s.Args[0]] ^ flip, to: b.literal[s.Args[1]] ^ flip})
		return
	}
	j := joint{reg: reg, kind: ofMore, from: int32(len(b.args))}
	for _, arg := range s.Args {
		b.args = append(b.args, b.literal[arg]^flip)
	}
	j.to = int32(len(b.args))
	b.joints = append(b.joints, j)
}

// atom makes a lookup of an atom on one enumerated fact, and keeps the others as they are.
func (b *Code) atom(s *tree.Step, reg int32) {
	scope := 0
	if s.Body {
		scope = 1 + int(s.List)
	}
	l, ok := lookupOf(s.Atom)
	if !ok {
		b.tests[scope] = append(b.tests[scope], test{s.Atom, reg})
		return
	}
	l.reg = reg
	b.lookups[scope] = append(b.lookups[scope], l)
}

// Register is where the value of a step is found, see Run.At.
func (b *Code) Register(step int32) int32 { return b.literal[step] }

// Codes of a fact that is enumerated: its value, or these.
const (
	codeNone    = 62
	codeUnknown = 63
)

func lookupOf(a *tree.Atom) (l lookup, ok bool) {
	if len(a.Refs) != 1 {
		return l, false
	}
	f := a.Refs[0].About()
	var known uint64 // every code the fact can have when it is known
	switch {
	case a.Test == tree.TestTrue:
		l.whenTrue, known = 1<<1, 1<<1|1
	case a.Test == tree.TestIn:
		l.whenTrue, known = a.Mask, 1<<len(f.Values)-1
	case a.Test == tree.TestHas && len(f.Values) <= 5:
		known = 1<<(1<<len(f.Values)) - 1
		for set := range uint64(bits.Len64(known)) {
			if set&a.Mask != 0 {
				l.whenTrue |= 1 << set
			}
		}
	case a.Test == tree.TestNone && f.Kind != sallyport.Int && f.Kind != sallyport.Date && f.Kind != sallyport.Time && f.Kind != sallyport.Text:
		l.whenTrue, known = 1<<codeNone, 1<<codeNone-1
	default:
		return l, false
	}
	l.fact, l.whenFalse = int32(a.Refs[0].Fact), (known|1<<codeNone)&^l.whenTrue
	return l, true
}

// code is the row of the fact's value in such tables.
func code(v *sallyport.Value) uint8 {
	row := uint8(v.N)
	if v.State != sallyport.Known {
		row = codeUnknown - uint8(v.State)>>1
	}
	return row
}
