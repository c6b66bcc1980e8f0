package prove

import (
	"encoding/binary"
	"slices"
)

// form is a propositional formula: an index into formulas.nodes; 0 is false and 1 is true.
type form int32

const (
	formFalse form = 0
	formTrue  form = 1
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
	args             []form
}

// formulas holds every formula once, so that equal ones are the same number.
type formulas struct {
	nodes []formNode
	index map[string]form
}

func newFormulas() *formulas {
	return &formulas{nodes: make([]formNode, 2), index: map[string]form{}}
}

func (f *formulas) add(n formNode) form {
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
	f.index[string(key)] = form(len(f.nodes) - 1)
	return form(len(f.nodes) - 1)
}

func (f *formulas) literal(variable, choice int) form {
	return f.add(formNode{kind: kindLiteral, variable: int32(variable), choice: int32(choice)})
}

func (f *formulas) not(a form) form {
	switch {
	case a == formFalse:
		return formTrue
	case a == formTrue:
		return formFalse
	case f.nodes[a].kind == kindNot:
		return f.nodes[a].args[0]
	}
	return f.add(formNode{kind: kindNot, args: []form{a}})
}

func (f *formulas) and(args ...form) form { return f.join(kindAnd, formTrue, formFalse, args) }
func (f *formulas) or(args ...form) form  { return f.join(kindOr, formFalse, formTrue, args) }

func (f *formulas) join(kind formKind, neutral, absorbing form, args []form) form {
	args = slices.Clone(args)
	slices.Sort(args)
	args = slices.Compact(args)
	args = slices.DeleteFunc(args, func(a form) bool { return a == neutral })
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

func (f *formulas) implies(a, b form) form { return f.or(f.not(a), b) }

// atLeast is "at least n of these hold".
func (f *formulas) atLeast(n int, these []form) form {
	reach := make([]form, n+1) // reach[k] is "at least k of those seen so far"
	reach[0] = formTrue
	for _, holds := range these {
		for k := n; k > 0; k-- {
			reach[k] = f.or(reach[k], f.and(holds, reach[k-1]))
		}
	}
	return reach[n]
}
