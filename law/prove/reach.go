package prove

import (
	"sallyport"
	"sallyport/law"
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
	w, err := newWorld(v.Pack.Place, daysOf(v), yes, no, e, bindsIt(v.Binds))
	if err != nil {
		return Truths{true, true, true}
	}
	bound := w.ground(bindsIt(v.Binds))
	return Truths{
		True:    w.solve(w.and(bound, w.ground(yes))) != nil,
		False:   w.solve(w.and(bound, w.ground(no))) != nil,
		Unknown: w.canBeUnknown(e, action),
	}
}

// conditionOf is what the rule turns on, or nil. For a hold clock it is that the hold has not run out.
func conditionOf(r *law.Rule) *law.Expr {
	if r.Kind != law.Runs {
		return r.When
	}
	return law.NewAtom(law.Atom{Test: law.TestClock, Clock: r.Clock, Refs: []law.Ref{{Fact: factEligible}, {Fact: factAt}}})
}

// canBeUnknown looks at the cases of which nothing is known: whatever is unknown where more is known is unknown there.
func (w *world) canBeUnknown(e *law.Expr, action string) bool {
	places := w.places
	if len(places) == 0 {
		places = []string{w.home}
	}
	for _, at := range w.momentsTold() {
		for _, place := range places {
			c := w.blank(at, place, action)
			c = law.Implied(&c)
			if e.Eval(&c, law.Zone(place, w.span.zone)) == law.Unknown {
				return true
			}
		}
	}
	return false
}

// momentsTold are the moments that the conditions tell apart.
func (w *world) momentsTold() []sallyport.Value {
	all := []sallyport.Value{w.span.moment(w.span.natural(), 10)}
	for _, c := range w.components {
		for _, fr := range c.frames {
			if at, ok := fr.values[factAt]; ok {
				all = append(all, at)
			}
		}
	}
	return all
}
