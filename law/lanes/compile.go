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

// instruction computes one step.
type instruction struct {
	does       doing
	list       tree.List
	reg        int32 // where it is true; reg^1 is where it is false
	fact       int32 // for table instructions
	n          int32 // for counts
	args       []int32
	whenTrue   uint64 // for table instructions: the codes of the fact for which the atom is true
	whenFalse  uint64
	atom       *tree.Atom
	expression *tree.Expr
}

type doing uint8

const (
	doCaseTable    doing = iota // look an enumerated fact of the case up
	doOffenceTable              // the same for each offence
	doCaseAtom                  // test facts of the case
	doOffenceAtom               // test each offence
	doAnd                       // args are registers
	doCount                     // at least n lanes
	doDistinct                  // at least n different keys
	doConst
	doNothing // nobody knows
)

// Code is a program ready to run on one case after another.
type Code struct {
	*tree.Program
	code    []instruction
	literal []int32 // the register of each step
	// facts that are looked up in tables
	caseFacts    []int32
	offenceFacts [2][]int32
}

// Compile turns the steps into instructions.
func Compile(p *tree.Program) *Code {
	b := &Code{Program: p, literal: make([]int32, len(p.Steps))}
	for i := range b.Steps {
		s := &b.Steps[i]
		own := int32(2 * i)
		b.literal[i] = own
		in := instruction{reg: own, list: s.List, n: int32(s.N), expression: s.Expr, atom: s.Atom}
		switch s.Op {
		case tree.OpNot:
			b.literal[i] = b.literal[s.Args[0]] ^ 1
			continue
		case tree.OpAnd, tree.OpOr:
			flip := int32(0)
			if s.Op == tree.OpOr {
				flip = 1
			}
			in.does, in.reg = doAnd, own+flip
			b.literal[i] = own
			for _, arg := range s.Args {
				in.args = append(in.args, b.literal[arg]^flip)
			}
		case tree.OpCount, tree.OpDistinct:
			in.does = doCount
			if s.Op == tree.OpDistinct {
				in.does = doDistinct
			}
			in.args = []int32{b.literal[s.Args[0]]}
		case tree.OpAtom:
			in.compileAtom(s)
		case tree.OpConst:
			in.does = doConst
		case tree.OpQuestion:
			in.does = doNothing
		}
		b.code = append(b.code, in)
	}
	b.listFacts()
	return b
}

// Register is where the value of a step is found, see Run.At.
func (b *Code) Register(step int32) int32 { return b.literal[step] }

// listFacts notes which facts the tables look up, in the order they lie in memory.
func (b *Code) listFacts() {
	for i := range b.code {
		switch in := &b.code[i]; in.does {
		case doCaseTable:
			b.caseFacts = append(b.caseFacts, in.fact)
		case doOffenceTable:
			b.offenceFacts[in.list] = append(b.offenceFacts[in.list], in.fact)
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

// compileAtom makes a table of an atom on one enumerated fact.
func (in *instruction) compileAtom(s *tree.Step) {
	a := s.Atom
	in.does = doCaseAtom
	if s.Body {
		in.does = doOffenceAtom
	}
	if len(a.Refs) != 1 {
		return
	}
	f := a.Refs[0].About()
	var known uint64 // every code the fact can have when it is known
	switch {
	case a.Test == tree.TestTrue:
		in.whenTrue, known = 1<<1, 1<<1|1
	case a.Test == tree.TestIn:
		in.whenTrue, known = a.Mask, 1<<len(f.Values)-1
	case a.Test == tree.TestHas && len(f.Values) <= 5:
		known = 1<<(1<<len(f.Values)) - 1
		for set := range uint64(bits.Len64(known)) {
			if set&a.Mask != 0 {
				in.whenTrue |= 1 << set
			}
		}
	case a.Test == tree.TestNone && f.Kind != sallyport.Int && f.Kind != sallyport.Date && f.Kind != sallyport.Time && f.Kind != sallyport.Text:
		in.whenTrue, known = 1<<codeNone, 1<<codeNone-1
	default:
		return
	}
	in.whenFalse = (known | 1<<codeNone) &^ in.whenTrue
	in.fact = int32(a.Refs[0].Fact)
	in.does -= doCaseAtom - doCaseTable // the table instruction of the same scope
}

// code is the row of the fact's value in such tables.
func code(v *sallyport.Value) uint8 {
	row := uint8(v.N)
	if v.State != sallyport.Known {
		row = codeUnknown - uint8(v.State)>>1
	}
	return row
}
