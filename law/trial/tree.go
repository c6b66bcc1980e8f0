package trial

import (
	"sallyport/law/tree"
)

// walk calls each with every node of the condition, and with the list whose offence it reads, or -1.
func walk(e *tree.Expr, list int, each func(e *tree.Expr, list int)) {
	if e.Op == tree.OpAtom && !e.Atom.Refs[0].Offence {
		list = -1
	}
	each(e, list)
	if e.Op == tree.OpCount || e.Op == tree.OpDistinct {
		list = int(e.List)
	}
	for _, arg := range e.Args {
		walk(arg, list, each)
	}
}

// replace is the condition with one node of it exchanged.
func replace(e, old, new *tree.Expr) *tree.Expr {
	if e == old {
		return new
	}
	if e.Op == tree.OpCount || e.Op == tree.OpDistinct {
		return e // lists do not nest: nothing to exchange lies inside one
	}
	args := make([]*tree.Expr, len(e.Args))
	for i, arg := range e.Args {
		args[i] = replace(arg, old, new)
	}
	return e.WithArgs(args)
}
