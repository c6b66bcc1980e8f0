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

// instruction computes one step. A program is read from end to end for every case, often one that is no longer in the
// cache, so it is packed: what an instruction needs besides stands in the lists of Code.
type instruction struct {
	does     doing
	list     uint8
	fact     uint8 // for tables; for distinct counts, the key
	n        uint8 // for counts
	reg      int32 // where it is true; reg^1 is where it is false
	from, to int32 // registers in Code.args; or from is the index of a table, an atom or a condition
}

type doing uint8

const (
	doCaseTable    doing = iota // look an enumerated fact of the case up
	doOffenceTable              // the same for each offence
	doCaseAtom                  // test facts of the case
	doOffenceAtom               // test each offence
	doAnd                       // every one of the registers
	doCount                     // at least n lanes
	doDistinct                  // at least n different keys
	doTrue
	doNothing // nobody knows
)

// table says for which codes of a fact an atom is true and for which it is false.
type table struct{ whenTrue, whenFalse uint64 }

// Code is a program ready to run on one case after another.
type Code struct {
	*tree.Program
	code    []instruction
	args    []int32
	tables  []table
	atoms   []*tree.Atom
	counts  []*tree.Expr
	literal []int32 // the register of each step
	nodes   []Node
	parts   []int32
	refs    []tree.Ref
	// facts that are looked up in tables
	caseFacts    []int32
	offenceFacts [2][]int32
}

// Compile turns the steps into instructions.
func Compile(p *tree.Program) *Code {
	b := &Code{Program: p, literal: make([]int32, len(p.Steps))}
	for i := range b.Steps {
		s := &b.Steps[i]
		b.node(s)
		b.literal[i] = int32(2 * i)
		if s.Op == tree.OpNot {
			b.literal[i] = b.literal[s.Args[0]] ^ 1
			continue
		}
		in := instruction{reg: int32(2 * i), list: uint8(s.List), from: int32(len(b.args))}
		b.instruct(&in, s)
		b.code = append(b.code, in)
	}
	b.listFacts()
	return b
}

func (b *Code) instruct(in *instruction, s *tree.Step) {
	switch s.Op {
	case tree.OpAnd:
		in.does = doAnd
		b.addArgs(in, s, 0)
	case tree.OpOr: // not all of them false
		in.does, in.reg = doAnd, in.reg^1
		b.addArgs(in, s, 1)
	case tree.OpCount, tree.OpDistinct:
		in.does, in.n, in.fact = doCount, uint8(s.N), uint8(s.Key)
		if s.Op == tree.OpDistinct {
			in.does = doDistinct
		}
		in.from, in.to = int32(len(b.counts)), b.literal[s.Args[0]]
		b.counts = append(b.counts, s.Expr)
	case tree.OpAtom:
		b.atom(in, s)
	case tree.OpConst:
		in.does = doTrue
		if !s.Value {
			in.reg ^= 1
		}
	case tree.OpQuestion:
		in.does = doNothing
	}
}

func (b *Code) addArgs(in *instruction, s *tree.Step, flip int32) {
	for _, arg := range s.Args {
		b.args = append(b.args, b.literal[arg]^flip)
	}
	in.to = int32(len(b.args))
}

// Register is where the value of a step is found, see Run.At.
func (b *Code) Register(step int32) int32 { return b.literal[step] }

// listFacts notes which facts the tables look up, in the order they lie in memory.
func (b *Code) listFacts() {
	for i := range b.code {
		switch in := &b.code[i]; in.does {
		case doCaseTable:
			b.caseFacts = append(b.caseFacts, int32(in.fact))
		case doOffenceTable:
			b.offenceFacts[in.list] = append(b.offenceFacts[in.list], int32(in.fact))
		}
	}
	slices.Sort(b.caseFacts)
	b.caseFacts = slices.Compact(b.caseFacts)
	for i := range b.offenceFacts {
		slices.Sort(b.offenceFacts[i])
		b.offenceFacts[i] = slices.Compact(b.offenceFacts[i])
	}
}

// Codes of a fact that is enumerated: its value, or these.
const (
	codeNone    = 62
	codeUnknown = 63
)

// atom makes a table of an atom on one enumerated fact, and keeps the others as they are.
func (b *Code) atom(in *instruction, s *tree.Step) {
	in.does = doCaseAtom
	if s.Body {
		in.does = doOffenceAtom
	}
	t, ok := tableOf(s.Atom)
	if !ok {
		in.from = int32(len(b.atoms))
		b.atoms = append(b.atoms, s.Atom)
		return
	}
	in.does -= doCaseAtom - doCaseTable // the table instruction of the same scope
	in.fact, in.from = uint8(s.Atom.Refs[0].Fact), int32(len(b.tables))
	b.tables = append(b.tables, t)
}

func tableOf(a *tree.Atom) (t table, ok bool) {
	if len(a.Refs) != 1 {
		return t, false
	}
	f := a.Refs[0].About()
	var known uint64 // every code the fact can have when it is known
	switch {
	case a.Test == tree.TestTrue:
		t.whenTrue, known = 1<<1, 1<<1|1
	case a.Test == tree.TestIn:
		t.whenTrue, known = a.Mask, 1<<len(f.Values)-1
	case a.Test == tree.TestHas && len(f.Values) <= 5:
		known = 1<<(1<<len(f.Values)) - 1
		for set := range uint64(bits.Len64(known)) {
			if set&a.Mask != 0 {
				t.whenTrue |= 1 << set
			}
		}
	case a.Test == tree.TestNone && f.Kind != sallyport.Int && f.Kind != sallyport.Date && f.Kind != sallyport.Time && f.Kind != sallyport.Text:
		t.whenTrue, known = 1<<codeNone, 1<<codeNone-1
	default:
		return t, false
	}
	t.whenFalse = (known | 1<<codeNone) &^ t.whenTrue
	return t, true
}

// code is the row of the fact's value in such tables.
func code(v *sallyport.Value) uint8 {
	row := uint8(v.N)
	if v.State != sallyport.Known {
		row = codeUnknown - uint8(v.State)>>1
	}
	return row
}
