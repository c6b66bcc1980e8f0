package finite

import (
	"sallyport/law/tree"
)

// grounded is where a condition is read: on the case, or on one offence of a list.
type grounded struct {
	e          *tree.Expr
	list, slot int
}

// grounding writes conditions out over the variables of a world.
type grounding struct {
	*World
	memo      map[grounded]Formula
	questions map[string]int // variables of questions left open
}

// ground writes e out. A question left open may have either answer.
func (w *World) Ground(e *tree.Expr) Formula {
	g := grounding{w, map[grounded]Formula{}, map[string]int{}}
	return g.expr(e, ofCase, 0)
}

func (g *grounding) expr(e *tree.Expr, list, slot int) Formula {
	key := grounded{e, list, slot}
	if f, ok := g.memo[key]; ok {
		return f
	}
	var f Formula
	switch e.Op {
	case tree.OpConst:
		f = False
		if e.Value {
			f = True
		}
	case tree.OpAnd, tree.OpOr:
		f = g.joined(e, list, slot)
	case tree.OpNot:
		f = g.Not(g.expr(e.Args[0], list, slot))
	case tree.OpAtom:
		f = g.atom(e.Atom, list, slot)
	case tree.OpQuestion:
		f = g.question(e.Question)
	case tree.OpCount:
		f = g.atLeast(e.N, g.satisfying(e))
	case tree.OpDistinct:
		f = g.distinct(e)
	}
	g.memo[key] = f
	return f
}

func (g *grounding) joined(e *tree.Expr, list, slot int) Formula {
	args := make([]Formula, len(e.Args))
	for i, arg := range e.Args {
		args[i] = g.expr(arg, list, slot)
	}
	if e.Op == tree.OpAnd {
		return g.And(args...)
	}
	return g.Or(args...)
}

func (g *grounding) question(id string) Formula {
	v, ok := g.questions[id]
	if !ok {
		v = g.add(variable{size: 2})
		g.questions[id] = v
	}
	return g.literal(v, 1)
}

// satisfying says of each offence that it is there and meets the body.
func (g *grounding) satisfying(e *tree.Expr) []Formula {
	all := make([]Formula, g.offences[e.List])
	for slot := range all {
		all[slot] = g.And(g.literal(g.present[e.List][slot], 1), g.expr(e.Args[0], int(e.List), slot))
	}
	return all
}

// distinct counts the keys that some satisfying offence has.
func (g *grounding) distinct(e *tree.Expr) Formula {
	has := map[string][]Formula{}
	var names []string
	for slot, holds := range g.satisfying(e) {
		v := g.of[spot{fact{int(e.List), e.Key}, slot}]
		for i, value := range g.vars[v].values {
			if has[value.S] == nil {
				names = append(names, value.S)
			}
			has[value.S] = append(has[value.S], g.And(holds, g.literal(v, i)))
		}
	}
	used := make([]Formula, len(names))
	for i, name := range names {
		used[i] = g.Or(has[name]...)
	}
	return g.atLeast(e.N, used)
}
