package prove

import (
	"slices"

	"sallyport"
	"sallyport/law"
	"sallyport/law/prove/finite"
	"sallyport/law/tree"
)

// Truths are the truth values that a condition can take.
type Truths struct{ True, False, Unknown bool }

// Reach says which truth values the condition of the rule r can take when the action is asked on a day of the version:
// true and false on cases of which every fact is known, whatever the open questions turn out to be; unknown by
// Kleene's logic where facts are missing or a question is open. A rule without a condition is always true. What
// cannot be worked out is said to be reachable.
func Reach(v *law.Version, action string, r *law.Rule) Truths {
	e := conditionOf(r)
	if e == nil {
		return Truths{True: true}
	}
	e = asked(e, action)
	yes, err := forAll(e)
	if err != nil {
		return Truths{true, true, true}
	}
	no, err := forAll(not(e))
	if err != nil {
		return Truths{true, true, true}
	}
	bound := bindsIt(v.Binds)
	w, err := finite.New(v.Pack.Place, finite.DaysOf(v), []*tree.Expr{and(bound, yes), and(bound, no)}, e)
	if err != nil {
		return Truths{true, true, true}
	}
	return Truths{
		True:    w.Solve(w.Ground(and(bound, yes))) != nil,
		False:   w.Solve(w.Ground(and(bound, no))) != nil,
		Unknown: slices.ContainsFunc(w.Blank(action), func(c sallyport.Case) bool { return unknownOn(e, &c) }),
	}
}

// unknownOn says whether Kleene's logic leaves e open on the case. What is unknown where more is known is unknown on a
// blank case.
func unknownOn(e *tree.Expr, c *sallyport.Case) bool {
	full := law.Implied(c)
	return e.Eval(&full, tree.Zone(c.Agency, c.At.Location())) == tree.Unknown
}

// conditionOf is what the rule turns on, or nil. For a hold clock it is that the hold has not run out.
func conditionOf(r *law.Rule) *tree.Expr {
	if r.Kind != law.Runs {
		return r.When
	}
	return tree.NewAtom(tree.Atom{Test: tree.TestClock, Clock: r.Clock, Refs: []tree.Ref{{Fact: tree.FactEligibleAt}, {Fact: tree.FactAt}}})
}
