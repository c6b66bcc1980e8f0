package prove

import (
	"slices"

	"sallyport/law"
)

// rewriter copies conditions with some leaves replaced, simplifying what that decides. What is shared stays shared.
type rewriter struct {
	leaf func(*law.Expr) *law.Expr // a replacement for an atom or a question, or the same
	memo map[*law.Expr]*law.Expr
}

func rewrite(e *law.Expr, leaf func(*law.Expr) *law.Expr) *law.Expr {
	r := rewriter{leaf, map[*law.Expr]*law.Expr{}}
	return r.expr(e)
}

func (r *rewriter) expr(e *law.Expr) *law.Expr {
	if done, ok := r.memo[e]; ok {
		return done
	}
	out := e
	switch e.Op {
	case law.OpAtom, law.OpQuestion:
		out = r.leaf(e)
	case law.OpAnd, law.OpOr:
		out = r.join(e)
	case law.OpNot:
		out = not(r.expr(e.Args[0]))
	case law.OpCount, law.OpDistinct:
		out = r.quantifier(e)
	}
	r.memo[e] = out
	return out
}

func (r *rewriter) join(e *law.Expr) *law.Expr {
	args := make([]*law.Expr, len(e.Args))
	for i, arg := range e.Args {
		args[i] = r.expr(arg)
	}
	if e.Op == law.OpAnd {
		return and(args...)
	}
	return or(args...)
}

func (r *rewriter) quantifier(e *law.Expr) *law.Expr {
	switch body := r.expr(e.Args[0]); {
	case body.Op == law.OpConst && !body.Value:
		return law.Const(false)
	case body == e.Args[0]:
		return e
	case e.Op == law.OpCount:
		return law.Count(e.List, e.N, body)
	default:
		return law.Distinct(e.List, e.N, e.Key, body)
	}
}

// and, or and not join conditions, leaving out what is constant.
func and(args ...*law.Expr) *law.Expr { return joined(true, args) }
func or(args ...*law.Expr) *law.Expr  { return joined(false, args) }

func joined(conjunction bool, args []*law.Expr) *law.Expr {
	var left []*law.Expr
	for _, arg := range args {
		switch {
		case arg.Op == law.OpConst && arg.Value != conjunction:
			return arg
		case arg.Op != law.OpConst && !slices.Contains(left, arg):
			left = append(left, arg)
		}
	}
	if conjunction {
		return law.And(left...)
	}
	return law.Or(left...)
}

func not(e *law.Expr) *law.Expr {
	switch e.Op {
	case law.OpConst:
		return law.Const(!e.Value)
	case law.OpNot:
		return e.Args[0]
	}
	return law.Not(e)
}
