package trial

import (
	"sallyport"
	"sallyport/law"
)

// walk calls each with every node of the condition, and with the list whose offence it reads, or -1.
func walk(e *law.Expr, list int, each func(e *law.Expr, list int)) {
	if e.Op == law.OpAtom && !e.Atom.Refs[0].Offence {
		list = -1
	}
	each(e, list)
	if e.Op == law.OpCount || e.Op == law.OpDistinct {
		list = int(e.List)
	}
	for _, arg := range e.Args {
		walk(arg, list, each)
	}
}

// replace is the condition with one node of it exchanged.
func replace(e, old, new *law.Expr) *law.Expr {
	if e == old {
		return new
	}
	switch e.Op {
	case law.OpAnd, law.OpOr:
		args := make([]*law.Expr, len(e.Args))
		for i, arg := range e.Args {
			args[i] = replace(arg, old, new)
		}
		if e.Op == law.OpAnd {
			return law.And(args...)
		}
		return law.Or(args...)
	case law.OpNot:
		return law.Not(replace(e.Args[0], old, new))
	}
	return e // lists do not nest: nothing to exchange lies inside one
}

func offencesOf(c *sallyport.Case, list law.List) *sallyport.Offences {
	if list == law.Charges {
		return &c.Charges
	}
	return &c.Convictions
}

func factOf(r law.Ref) *sallyport.Fact {
	if r.Offence {
		return &sallyport.OffenceFacts[r.Fact]
	}
	return &sallyport.CaseFacts[r.Fact]
}
