package exact

import (
	"fmt"
	"slices"
	"strings"

	"sallyport"
	"sallyport/law/tree"
)

// build returns the diagram of e for this case.
func (x *exact) build(e *tree.Expr) node { return x.expr(e, -1, 0) }

// expr builds what Kleene's logic leaves unknown; the rest is a leaf.
func (x *exact) expr(e *tree.Expr, list, index int) node {
	if v := x.kleene(e, list, index); v != tree.Unknown {
		return leaf(v == tree.True)
	}
	switch e.Op {
	case tree.OpAnd, tree.OpOr:
		return x.joinAll(e, list, index)
	case tree.OpNot:
		return x.not(x.expr(e.Args[0], list, index))
	case tree.OpAtom:
		return x.atom(e.Atom, list, index)
	case tree.OpQuestion:
		return x.literal(x.ranks["~"+e.Question], 2, 1)
	case tree.OpCount:
		if !e.List.Of(&x.c).Known {
			return x.literal(x.ranks[x.textOf(e)], 2, 1)
		}
		return x.count(e)
	default:
		if !e.List.Of(&x.c).Known {
			return x.literal(x.ranks[x.textOf(e)], 2, 1)
		}
		return x.distinct(e, 0, nil)
	}
}

func leaf(b bool) node {
	if b {
		return nodeTrue
	}
	return nodeFalse
}

func (x *exact) joinAll(e *tree.Expr, list, index int) node {
	absorbing, join := nodeFalse, x.and
	if e.Op == tree.OpOr {
		absorbing, join = nodeTrue, x.or
	}
	n := leaf(e.Op == tree.OpAnd)
	for _, arg := range e.Args {
		if n = join(n, x.expr(arg, list, index)); n == absorbing {
			return n
		}
	}
	return n
}

// atom tries out every choice of the unknown facts the atom reads, one after the other.
func (x *exact) atom(a *tree.Atom, list, index int) node {
	for _, r := range a.Refs {
		s := r.At(tree.List(list), index)
		if s.In(&x.c).State != sallyport.Unknown {
			continue
		}
		rank := x.rankOf(s)
		result := nodeFalse
		for i, choice := range x.vars[rank].choices {
			x.assign(choice)
			result = x.or(result, x.and(x.literal(rank, len(x.vars[rank].choices), i), x.atom(a, list, index)))
			x.clear(choice)
		}
		return result
	}
	x.scene.Offence = x.offence(list, index)
	return leaf(a.Eval(&x.c, x.scene.Offence, x.zone) == tree.True)
}

// kleene evaluates e, on the offence at index of the list where list is not negative.
func (x *exact) kleene(e *tree.Expr, list, index int) tree.Tri {
	x.scene.Offence = x.offence(list, index)
	return e.In(&x.scene)
}

func (x *exact) offence(list, index int) *sallyport.Offence {
	if list < 0 {
		return nil
	}
	return &tree.List(list).Of(&x.c).List[index]
}

// rankOf finds the variable of an unknown slot: its own, or that of the object it belongs to.
func (x *exact) rankOf(s tree.Slot) int32 {
	if rank, ok := x.ranks[s.Path()]; ok {
		return rank
	}
	return x.ranks[s.About().Parent]
}

func (x *exact) assign(choice []assignment) {
	for _, a := range choice {
		*a.slot.In(&x.c) = a.value
	}
}

func (x *exact) clear(choice []assignment) {
	for _, a := range choice {
		*a.slot.In(&x.c) = sallyport.Value{}
	}
}

// count is "at least N of the list": dynamic programming from the last offence, reach[k] being "at least k of
// those seen so far".
func (x *exact) count(e *tree.Expr) node {
	reach := make([]node, e.N+1)
	reach[0] = nodeTrue
	for i := range e.List.Of(&x.c).List {
		holds := x.expr(e.Args[0], int(e.List), i)
		if holds == nodeFalse {
			continue
		}
		for k := e.N; k > 0; k-- {
			reach[k] = x.or(reach[k], x.and(holds, reach[k-1]))
		}
	}
	return reach[e.N]
}

// distinct is "at least N different keys among the offences from index on that satisfy the body", given the keys seen.
func (x *exact) distinct(e *tree.Expr, index int, seen []string) node {
	list := e.List.Of(&x.c).List
	if len(seen) >= e.N {
		return nodeTrue
	}
	if index == len(list) || len(seen)+len(list)-index < e.N {
		return nodeFalse
	}
	holds := x.expr(e.Args[0], int(e.List), index)
	without := x.distinct(e, index+1, seen)
	if holds == nodeFalse {
		return without
	}
	return x.or(x.and(holds, x.withKey(e, index, seen)), x.and(x.not(holds), without))
}

// withKey counts the offence at index, whose key may itself be unknown.
func (x *exact) withKey(e *tree.Expr, index int, seen []string) node {
	s := tree.Slot{List: int(e.List), Index: index, Fact: e.Key}
	if v := *s.In(&x.c); v.State == sallyport.Known {
		return x.distinct(e, index+1, tree.AddDistinct(slices.Clone(seen), v.S))
	}
	rank := x.rankOf(s)
	choices := x.vars[rank].choices
	result := nodeFalse
	for i, choice := range choices {
		n := x.distinct(e, index+1, tree.AddDistinct(slices.Clone(seen), choice[0].value.S))
		result = x.or(result, x.and(x.literal(rank, len(choices), i), n))
	}
	return result
}

// raise notes the questions that the conditions raise when nothing unknown is taken to be asserted: that a
// conviction might turn out to be on appeal does not yet raise the question what an appeal does.
func (x *exact) raise(conditions []*tree.Expr) {
	if !slices.ContainsFunc(x.vars, func(v *variable) bool { return v.question }) {
		return
	}
	for _, e := range conditions {
		for _, rank := range x.support(x.quiet(x.build(e))) {
			x.vars[rank].raised = true
		}
	}
}

// paths lists what n depends on: facts by path, in the order of the case, and the open questions raised.
func (x *exact) paths(n node) (missing, unsettled []string) {
	for _, rank := range x.support(n) {
		switch v := x.vars[rank]; {
		case v.raised:
			unsettled = append(unsettled, v.path)
		case !v.question && !slices.Contains(missing, v.path):
			missing = append(missing, v.path)
		}
	}
	return missing, unsettled
}

// textOf names a quantifier over a list that was never seen, written out once. Two of the same text are the same unknown.
func (x *exact) textOf(e *tree.Expr) string {
	text, ok := x.texts[e]
	if !ok {
		var b strings.Builder
		write(&b, e)
		text = b.String()
		x.texts[e] = text
	}
	return text
}

func write(b *strings.Builder, e *tree.Expr) {
	fmt.Fprintf(b, "(%d %d %d %d %s %v", e.Op, e.List, e.N, e.Key, e.Question, e.Value)
	if e.Atom != nil {
		b.WriteString(e.Atom.Text())
	}
	for _, arg := range e.Args {
		write(b, arg)
	}
	b.WriteByte(')')
}
