package trial

import (
	"slices"

	"sallyport/law"
	"sallyport/law/tree"
)

// values is what a condition may come to.
type values struct{ True, False, Unknown bool }

// reach is what the condition can come to in cases of the text on the action. It errs on the side of too much: facts
// are taken to be independent of one another.
func reach(v *law.Version, action string, e *tree.Expr) values {
	switch e.Op {
	case tree.OpConst:
		return values{True: e.Value, False: !e.Value}
	case tree.OpQuestion:
		return values{Unknown: true}
	case tree.OpNot:
		arg := reach(v, action, e.Args[0])
		return values{True: arg.False, False: arg.True, Unknown: arg.Unknown}
	case tree.OpAnd:
		all := values{True: true}
		for _, arg := range e.Args {
			all = both(all, reach(v, action, arg))
		}
		return all
	case tree.OpOr:
		none := values{True: true}
		for _, arg := range e.Args {
			a := reach(v, action, arg)
			none = both(none, values{True: a.False, False: a.True, Unknown: a.Unknown})
		}
		return values{True: none.False, False: none.True, Unknown: none.Unknown}
	case tree.OpAtom:
		return reachAtom(v, action, e.Atom)
	}
	body := reach(v, action, e.Args[0])
	return values{True: body.True, False: true, Unknown: true} // a list may be empty, or never seen
}

// both is what two conditions may come to together.
func both(a, b values) values {
	return values{
		True:    a.True && b.True,
		False:   a.False || b.False,
		Unknown: a.Unknown && (b.Unknown || b.True) || b.Unknown && a.True,
	}
}

// reachAtom knows the facts that every case has: the action, the moment within the text's days, and the moment of
// receipt, which is that moment unless given.
func reachAtom(v *law.Version, action string, a *tree.Atom) values {
	if len(a.Refs) > 1 || a.Refs[0].Offence {
		return values{true, true, true}
	}
	switch fact := a.Refs[0].Fact; {
	case fact == tree.FactAction && a.Test == tree.TestIn:
		holds := a.Mask&(1<<slices.Index(actions, action)) != 0
		return values{True: holds, False: !holds}
	case (fact == tree.FactAt || fact == tree.FactReceivedAt) && a.Test == tree.TestNotBefore:
		first, last := v.Days()
		return values{True: last >= a.N, False: first < a.N}
	case fact == tree.FactAt || fact == tree.FactReceivedAt || fact == tree.FactAgency || fact == tree.FactState:
		return values{True: true, False: true}
	}
	return values{true, true, true}
}
