package prove

import (
	"encoding/binary"
	"slices"

	"sallyport/law"
	"sallyport/law/prove/finite"
)

// canon makes equal parts of conditions one and the same, so that joining them can see what contradicts what: a text
// that demands everything another does is never more permissive, whatever the parts say.
type canon struct {
	same    map[string]*law.Expr // by what it says
	numbers map[*law.Expr]int
	memo    map[*law.Expr]*law.Expr
}

func canonical(e *law.Expr) *law.Expr {
	c := canon{map[string]*law.Expr{}, map[*law.Expr]int{}, map[*law.Expr]*law.Expr{}}
	return c.expr(e)
}

func (c *canon) expr(e *law.Expr) *law.Expr {
	if done, ok := c.memo[e]; ok {
		return done
	}
	args := make([]*law.Expr, len(e.Args))
	for i, arg := range e.Args {
		args[i] = c.expr(arg)
	}
	out := e
	switch e.Op {
	case law.OpAnd:
		out = and(absorb(args)...)
	case law.OpOr:
		out = or(args...)
	case law.OpNot:
		out = not(args[0])
	case law.OpCount:
		out = law.Count(e.List, e.N, args[0])
	case law.OpDistinct:
		out = law.Distinct(e.List, e.N, e.Key, args[0])
	}
	out = c.one(out)
	c.memo[e] = out
	return out
}

// one returns the first expression that says the same. The parts of e are the first of theirs.
func (c *canon) one(e *law.Expr) *law.Expr {
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
func (c *canon) number(e *law.Expr) int {
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
func absorb(args []*law.Expr) []*law.Expr {
	var flat []*law.Expr
	for _, arg := range args {
		if arg.Op == law.OpAnd {
			flat = append(flat, arg.Args...)
		} else {
			flat = append(flat, arg)
		}
	}
	for i, arg := range flat {
		if arg.Op != law.OpNot || arg.Args[0].Op != law.OpAnd {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(arg.Args[0].Args), func(part *law.Expr) bool { return slices.Contains(flat, part) })
		flat[i] = not(and(left...))
	}
	return flat
}
