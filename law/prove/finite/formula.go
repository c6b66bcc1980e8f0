package finite

import (
	"encoding/binary"
	"slices"
)

// Formula is a propositional formula: an index into formulas.nodes; 0 is false and 1 is true.
type Formula int32

const (
	False Formula = 0
	True  Formula = 1
)

type formKind uint8

const (
	kindConst formKind = iota
	kindLiteral
	kindAnd
	kindOr
	kindNot
)

// formNode is "variable takes choice", or joins args.
type formNode struct {
	kind             formKind
	variable, choice int32
	args             []Formula
}

// formulas holds every formula once, so that equal ones are the same number.
type formulas struct {
	nodes []formNode
	index map[string]Formula
}

func newFormulas() *formulas {
	return &formulas{nodes: make([]formNode, 2), index: map[string]Formula{}}
}

func (f *formulas) add(n formNode) Formula {
	key := []byte{byte(n.kind)}
	key = binary.AppendVarint(key, int64(n.variable))
	key = binary.AppendVarint(key, int64(n.choice))
	for _, arg := range n.args {
		key = binary.AppendVarint(key, int64(arg))
	}
	if have, ok := f.index[string(key)]; ok {
		return have
	}
	f.nodes = append(f.nodes, n)
	f.index[string(key)] = Formula(len(f.nodes) - 1)
	return Formula(len(f.nodes) - 1)
}

func (f *formulas) literal(variable, choice int) Formula {
	return f.add(formNode{kind: kindLiteral, variable: int32(variable), choice: int32(choice)})
}

func (f *formulas) Not(a Formula) Formula {
	switch {
	case a == False:
		return True
	case a == True:
		return False
	case f.nodes[a].kind == kindNot:
		return f.nodes[a].args[0]
	}
	return f.add(formNode{kind: kindNot, args: []Formula{a}})
}

func (f *formulas) And(args ...Formula) Formula { return f.join(kindAnd, True, False, args) }
func (f *formulas) Or(args ...Formula) Formula  { return f.join(kindOr, False, True, args) }

func (f *formulas) join(kind formKind, neutral, absorbing Formula, args []Formula) Formula {
	args = slices.Clone(args)
	slices.Sort(args)
	args = slices.Compact(args)
	args = slices.DeleteFunc(args, func(a Formula) bool { return a == neutral })
	for _, a := range args {
		if a == absorbing {
			return absorbing
		}
		if n := f.nodes[a]; n.kind == kindNot {
			if _, both := slices.BinarySearch(args, n.args[0]); both {
				return absorbing
			}
		}
	}
	switch len(args) {
	case 0:
		return neutral
	case 1:
		return args[0]
	}
	return f.add(formNode{kind: kind, args: args})
}

func (f *formulas) implies(a, b Formula) Formula { return f.Or(f.Not(a), b) }

// atLeast is "at least n of these hold".
func (f *formulas) atLeast(n int, these []Formula) Formula {
	reach := make([]Formula, n+1) // reach[k] is "at least k of those seen so far"
	reach[0] = True
	for _, holds := range these {
		for k := n; k > 0; k-- {
			reach[k] = f.Or(reach[k], f.And(holds, reach[k-1]))
		}
	}
	return reach[n]
}
