package tree

import "slices"

// Replace copies a condition with its leaves exchanged for what leaf makes of them: tests, questions and constants. What
// does not change is shared, not copied.
func Replace(e *Expr, leaf func(*Expr) *Expr) *Expr {
	if len(e.Args) == 0 {
		return leaf(e)
	}
	args := make([]*Expr, len(e.Args))
	for i, arg := range e.Args {
		args[i] = Replace(arg, leaf)
	}
	return e.WithArgs(args)
}

// Answered is the condition where the open question has been answered.
func Answered(e *Expr, question string, yes bool) *Expr {
	return Replace(e, func(leaf *Expr) *Expr {
		if leaf.Op == OpQuestion && leaf.Question == question {
			return Const(yes)
		}
		return leaf
	})
}

// WithArgs is the node over other arguments, as many as it has; e itself where they are its own.
func (e *Expr) WithArgs(args []*Expr) *Expr {
	if slices.Equal(args, e.Args) {
		return e
	}
	switch e.Op {
	case OpAnd:
		return And(args...)
	case OpOr:
		return Or(args...)
	case OpNot:
		return Not(args[0])
	case OpCount:
		return Count(e.List, e.N, args[0])
	case OpDistinct:
		return Distinct(e.List, e.N, e.Key, args[0])
	}
	return e
}
