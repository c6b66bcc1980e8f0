package exact

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// variable is one unknown fact (or open question) of a diagram, with representatives of every
// class of values that the conditions tell apart.
type variable struct {
	path     string
	question bool
	raised   bool // a question that a condition raises on the facts that are known
	list     int  // slot.List, for facts
	quiet    int  // index of the choice that asserts least
	choices  [][]assignment
}

// assignment gives one slot a value.
type assignment struct {
	slot  tree.Slot
	value sallyport.Value
}

// newVariable gives the unknown fact at s its choices. cuts holds the values between which conditions
// tell numbers, days, instants and texts apart; the other kinds are enumerated.
func newVariable(s tree.Slot, cuts []sallyport.Value) *variable {
	f := s.About()
	v := &variable{path: s.Path(), list: s.List}
	if f.Kind == sallyport.Object {
		v.choices = choicesOf(s.Fact)
		return v
	}
	values := appendValues(nil, f, cuts)
	for _, value := range values {
		v.choices = append(v.choices, []assignment{{s, value}})
	}
	v.quiet = quietOf(f, values)
	return v
}

// appendValues lists representatives of what an unknown fact may turn out to be.
func appendValues(all []sallyport.Value, f *sallyport.Fact, cuts []sallyport.Value) []sallyport.Value {
	if f.None && f.Parent == "" {
		all = append(all, sallyport.NoneValue)
	}
	switch f.Kind {
	case sallyport.Bool:
		return append(all, sallyport.BoolValue(false), sallyport.BoolValue(true))
	case sallyport.Enum:
		for i := range f.Values {
			all = append(all, sallyport.IntValue(int64(i)))
		}
		return all
	case sallyport.Set:
		for mask := range int64(1) << len(f.Values) {
			all = append(all, sallyport.IntValue(mask))
		}
		return all
	}
	if len(cuts) == 0 {
		return append(all, sallyport.Value{State: sallyport.Known})
	}
	return append(all, cuts...)
}

// quietOf is the index of the value that asserts least: the first, but for enumerated facts the one they name, and for
// instants the latest: nothing has run out.
func quietOf(f *sallyport.Fact, values []sallyport.Value) int {
	switch {
	case f.Kind == sallyport.Enum:
		for i, v := range values {
			if v.State == sallyport.Known && f.Values[v.N] == f.Quiet {
				return i
			}
		}
	case f.Kind == sallyport.Time && !f.None:
		return len(values) - 1
	}
	return 0
}

// choicesOf are the choices of the object at a fact of the case; choiceOf is what one of them makes of a fact below it.
func choicesOf(fact int) [][]assignment { return objects[fact] }

func choiceOf(choice []assignment, fact int) sallyport.Value {
	for _, a := range choice {
		if a.slot.Fact == fact {
			return a.value
		}
	}
	return sallyport.Value{}
}

// objects are the choices of each object.
var objects = func() map[int][][]assignment {
	all := map[int][][]assignment{}
	for i := range sallyport.CaseFacts {
		if f := &sallyport.CaseFacts[i]; f.Kind == sallyport.Object {
			all[i] = objectChoices(f.Path)
		}
	}
	return all
}()

// objectChoices lists `none` and every combination of the facts below an object that is unknown as a whole.
// The only numeric fact below an object is an age, tested at 16.
func objectChoices(path string) [][]assignment {
	parent := tree.Slot{List: -1, Fact: sallyport.CaseFact(path)}
	none := []assignment{{parent, sallyport.NoneValue}}
	given := [][]assignment{{{parent, sallyport.IntValue(1)}}}
	for i := range sallyport.CaseFacts {
		f := &sallyport.CaseFacts[i]
		if f.Parent != path {
			continue
		}
		s := tree.Slot{List: -1, Fact: i}
		none = append(none, assignment{s, sallyport.NoneValue})
		var longer [][]assignment
		for _, v := range appendValues(nil, f, []sallyport.Value{sallyport.IntValue(0), sallyport.IntValue(200)}) {
			for _, g := range given {
				longer = append(longer, append(slices.Clone(g), assignment{s, v}))
			}
		}
		given = longer
	}
	return append([][]assignment{none}, given...)
}

// cutsOf adds to cuts the values on either side of every border the atom draws through its i-th fact, given
// the other facts it reads (known, or each of their own cuts).
func cutsOf(a *tree.Atom, i int, others []sallyport.Value, zone *time.Location, cuts []sallyport.Value) []sallyport.Value {
	switch a.Test {
	case tree.TestAtLeast:
		return append(cuts, sallyport.IntValue(a.N-1), sallyport.IntValue(a.N))
	case tree.TestText:
		for _, s := range a.Texts {
			cuts = append(cuts, sallyport.TextValue(s))
		}
		return append(cuts, sallyport.TextValue("?"))
	case tree.TestSameText:
		return append(append(cuts, others...), sallyport.TextValue("?"))
	case tree.TestNotBefore:
		return dayCuts(a, i, a.N, zone, cuts)
	case tree.TestWithinYears, tree.TestAged:
		for _, o := range others {
			years := a.N
			if i == 0 {
				years = -a.N
			}
			border := tree.AddYears(a.Day(1-i, o, zone), years, false)
			cuts = dayCuts(a, i, border, zone, cuts)
		}
	case tree.TestClock:
		for _, o := range others {
			border := a.Clock.RunOut(o.N, zone)
			if i == 1 {
				border = a.Clock.End(time.UnixMicro(o.N), zone).UnixMicro() - 1
			}
			cuts = append(cuts, sallyport.IntValue(border), sallyport.IntValue(border+1))
		}
	}
	return cuts
}

// dayCuts adds the days around a border, as days or as instants of the i-th fact's kind. Two days on each side
// cover a 29 February.
func dayCuts(a *tree.Atom, i int, border int64, zone *time.Location, cuts []sallyport.Value) []sallyport.Value {
	for day := border - 2; day <= border+2; day++ {
		v := sallyport.IntValue(day)
		if a.Refs[i].About().Kind == sallyport.Time {
			y, m, d := sallyport.DayTime(day).Date()
			v = sallyport.TimeValue(time.Date(y, m, d, 12, 0, 0, 0, zone))
		}
		cuts = append(cuts, v)
	}
	return cuts
}
