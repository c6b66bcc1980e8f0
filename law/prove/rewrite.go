package prove

import (
	"slices"

	"sallyport/law/tree"
)

// rewriter copies conditions with some leaves replaced, simplifying what that decides. What is shared stays shared.
type rewriter struct {
	leaf func(*tree.Expr) *tree.Expr // a replacement for an atom or a question, or the same
	memo map[*tree.Expr]*tree.Expr
}

func rewrite(e *tree.Expr, leaf func(*tree.Expr) *tree.Expr) *tree.Expr {
	r := rewriter{leaf, map[*tree.Expr]*tree.Expr{}}
	return r.expr(e)
}

func (r *rewriter) expr(e *tree.Expr) *tree.Expr {
	if done, ok := r.memo[e]; ok {
		return done
	}
	out := e
	switch e.Op {
	case tree.OpAtom, tree.OpQuestion:
		out = r.leaf(e)
	case tree.OpAnd, tree.OpOr:
		out = r.join(e)
	case tree.OpNot:
		out = not(r.expr(e.Args[0]))
	case tree.OpCount, tree.OpDistinct:
		out = r.quantifier(e)
	}
	r.memo[e] = out
	return out
}

func (r *rewriter) join(e *tree.Expr) *tree.Expr {
	args := make([]*tree.Expr, len(e.Args))
	for i, arg := range e.Args {
		args[i] = r.expr(arg)
	}
	if e.Op == tree.OpAnd {
		return and(args...)
	}
	return or(args...)
}

func (r *rewriter) quantifier(e *tree.Expr) *tree.Expr {
	body := r.expr(e.Args[0])
	if body.Op == tree.OpConst && !body.Value {
		return body
	}
	return e.WithArgs([]*tree.Expr{body})
}

// and, or and not join conditions, leaving out what is constant.
func and(args ...*tree.Expr) *tree.Expr { return joined(true, args) }
func or(args ...*tree.Expr) *tree.Expr  { return joined(false, args) }

func joined(conjunction bool, args []*tree.Expr) *tree.Expr {
	var left []*tree.Expr
	for _, arg := range args {
		switch {
		case arg.Op == tree.OpConst && arg.Value != conjunction:
			return arg
		case arg.Op != tree.OpConst && !slices.Contains(left, arg):
			left = append(left, arg)
		}
	}
	if conjunction {
		return tree.And(left...)
	}
	return tree.Or(left...)
}

func not(e *tree.Expr) *tree.Expr {
	switch e.Op {
	case tree.OpConst:
		return tree.Const(!e.Value)
	case tree.OpNot:
		return e.Args[0]
	}
	return tree.Not(e)
}
