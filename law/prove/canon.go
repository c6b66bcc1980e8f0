package prove

import (
	"encoding/binary"
	"slices"

	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// canon makes equal parts of conditions one and the same, so that joining them can see what contradicts what: a text
// that demands everything another does is never more permissive, whatever the parts say.
type canon struct {
	same    map[string]*tree.Expr // by what it says
	numbers map[*tree.Expr]int
	memo    map[*tree.Expr]*tree.Expr
}

func canonical(e *tree.Expr) *tree.Expr {
	c := canon{map[string]*tree.Expr{}, map[*tree.Expr]int{}, map[*tree.Expr]*tree.Expr{}}
	return c.expr(e)
}

func (c *canon) expr(e *tree.Expr) *tree.Expr {
	if done, ok := c.memo[e]; ok {
		return done
	}
	args := make([]*tree.Expr, len(e.Args))
	for i, arg := range e.Args {
		args[i] = c.expr(arg)
	}
	out := e
	switch e.Op {
	case tree.OpAnd:
		out = and(absorb(args)...)
	case tree.OpOr:
		out = or(args...)
	case tree.OpNot:
		out = not(args[0])
	case tree.OpCount, tree.OpDistinct:
		out = e.WithArgs(args)
	}
	out = c.one(out)
	c.memo[e] = out
	return out
}

// one returns the first expression that says the same. The parts of e are the first of theirs.
func (c *canon) one(e *tree.Expr) *tree.Expr {
	key := []byte{byte(e.Op), byte(e.List), byte(e.N), byte(e.Key)}
	if e.Value {
		key = append(key, 1)
	}
	for _, arg := range e.Args {
		key = binary.AppendUvarint(key, uint64(c.number(arg)))
	}
	key = append(key, e.Question...)
	if e.Atom != nil {
		key = append(key, finite.Key(e.Atom)...)
	}
	first, ok := c.same[string(key)]
	if !ok {
		first = e
		c.same[string(key)] = e
	}
	return first
}

// number is the same for the same expression. Joining may have made a part that was not looked at.
func (c *canon) number(e *tree.Expr) int {
	n, ok := c.numbers[e]
	if !ok {
		if first := c.one(e); first != e {
			return c.number(first)
		}
		n = len(c.numbers)
		c.numbers[e] = n
	}
	return n
}

// absorb leaves out of a negated conjunction what stands beside it: where a holds, "not both a and b" is "not b".
func absorb(args []*tree.Expr) []*tree.Expr {
	var flat []*tree.Expr
	for _, arg := range args {
		if arg.Op == tree.OpAnd {
			flat = append(flat, arg.Args...)
		} else {
			flat = append(flat, arg)
		}
	}
	for i, arg := range flat {
		if arg.Op != tree.OpNot || arg.Args[0].Op != tree.OpAnd {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(arg.Args[0].Args), func(part *tree.Expr) bool { return slices.Contains(flat, part) })
		flat[i] = not(and(left...))
	}
	return flat
}
