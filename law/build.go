package law

import (
	"fmt"
	"slices"
	"strings"

	"sallyport"
)

// build returns the diagram of e for this case.
func (x *exact) build(e *Expr) node { return x.expr(e, -1, 0) }

// expr builds what Kleene's logic leaves unknown; the rest is a leaf.
func (x *exact) expr(e *Expr, list, index int) node {
	if v := x.kleene(e, list, index); v != Unknown {
		return leaf(v == True)
	}
	switch e.Op {
	case OpAnd, OpOr:
		return x.joinAll(e, list, index)
	case OpNot:
		return x.not(x.expr(e.Args[0], list, index))
	case OpAtom:
		return x.atom(e.Atom, list, index)
	case OpQuestion:
		return x.literal(x.ranks["~"+e.Question], 2, 1)
	case OpCount:
		if !e.List.of(&x.c).Known {
			return x.literal(x.ranks[e.key()], 2, 1)
		}
		return x.count(e)
	default:
		if !e.List.of(&x.c).Known {
			return x.literal(x.ranks[e.key()], 2, 1)
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

func (x *exact) joinAll(e *Expr, list, index int) node {
	absorbing, join := nodeFalse, x.and
	if e.Op == OpOr {
		absorbing, join = nodeTrue, x.or
	}
	n := leaf(e.Op == OpAnd)
	for _, arg := range e.Args {
		if n = join(n, x.expr(arg, list, index)); n == absorbing {
			return n
		}
	}
	return n
}

// atom tries out every choice of the unknown facts the atom reads, one after the other.
func (x *exact) atom(a *Atom, list, index int) node {
	for _, r := range a.Refs {
		s := slotOf(r, list, index)
		if s.in(&x.c).State != sallyport.Unknown {
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
	x.scene.offence = x.offence(list, index)
	return leaf(a.eval(&x.scene) == True)
}

// kleene evaluates e, on the offence at index of the list where list is not negative.
func (x *exact) kleene(e *Expr, list, index int) Tri {
	x.scene.offence = x.offence(list, index)
	return e.eval(&x.scene)
}

func (x *exact) offence(list, index int) *sallyport.Offence {
	if list < 0 {
		return nil
	}
	return &List(list).of(&x.c).List[index]
}

// rankOf finds the variable of an unknown slot: its own, or that of the object it belongs to.
func (x *exact) rankOf(s slot) int32 {
	if rank, ok := x.ranks[s.path()]; ok {
		return rank
	}
	return x.ranks[s.describes().Parent]
}

func (x *exact) assign(choice []assignment) {
	for _, a := range choice {
		*a.slot.in(&x.c) = a.value
	}
}

func (x *exact) clear(choice []assignment) {
	for _, a := range choice {
		*a.slot.in(&x.c) = sallyport.Value{}
	}
}

// count is "at least N of the list": dynamic programming from the last offence, reach[k] being "at least k of
// those seen so far".
func (x *exact) count(e *Expr) node {
	reach := make([]node, e.N+1)
	reach[0] = nodeTrue
	for i := range e.List.of(&x.c).List {
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
func (x *exact) distinct(e *Expr, index int, seen []string) node {
	list := e.List.of(&x.c).List
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
func (x *exact) withKey(e *Expr, index int, seen []string) node {
	s := slot{int(e.List), index, e.Key}
	if v := *s.in(&x.c); v.State == sallyport.Known {
		return x.distinct(e, index+1, addDistinct(slices.Clone(seen), v.S))
	}
	rank := x.rankOf(s)
	choices := x.vars[rank].choices
	result := nodeFalse
	for i, choice := range choices {
		n := x.distinct(e, index+1, addDistinct(slices.Clone(seen), choice[0].value.S))
		result = x.or(result, x.and(x.literal(rank, len(choices), i), n))
	}
	return result
}

// raise notes the questions that the conditions raise when nothing unknown is taken to be asserted: that a
// conviction might turn out to be on appeal does not yet raise the question what an appeal does.
func (x *exact) raise(conditions []*Expr) {
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

// key names a quantifier over a list that was never seen. Two of the same text are the same unknown.
func (e *Expr) key() string {
	var b strings.Builder
	e.write(&b)
	return b.String()
}

func (e *Expr) write(b *strings.Builder) {
	fmt.Fprintf(b, "(%d %d %d %d %s %v", e.Op, e.List, e.N, e.Key, e.Question, e.Value)
	if a := e.Atom; a != nil {
		fmt.Fprintf(b, " %d %v %d %d %q %p", a.Test, a.Refs, a.Mask, a.N, a.Texts, a.Clock)
	}
	for _, arg := range e.Args {
		arg.write(b)
	}
	b.WriteByte(')')
}
