package prove

import (
	"fmt"
	"slices"
	"strings"

	"sallyport/law"
)

// canon makes equal parts of conditions one and the same, so that joining them can see what contradicts what: a text
// that demands everything another does is never more permissive, whatever the parts say.
type canon struct {
	same map[string]*law.Expr // by what it says
	name map[*law.Expr]string
	memo map[*law.Expr]*law.Expr
}

func canonical(e *law.Expr) *law.Expr {
	c := canon{map[string]*law.Expr{}, map[*law.Expr]string{}, map[*law.Expr]*law.Expr{}}
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

// one returns the first expression that says the same.
func (c *canon) one(e *law.Expr) *law.Expr {
	var b strings.Builder
	fmt.Fprint(&b, e.Op, e.List, e.N, e.Key, e.Question, e.Value)
	if a := e.Atom; a != nil {
		fmt.Fprintf(&b, " %d %v %d %d %q %v", a.Test, a.Refs, a.Mask, a.N, a.Texts, a.Clock)
	}
	for _, arg := range e.Args {
		b.WriteString(" " + c.name[c.one(arg)])
	}
	first, ok := c.same[b.String()]
	if !ok {
		first = e
		c.same[b.String()] = e
		c.name[e] = fmt.Sprint("#", len(c.same))
	}
	return first
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
