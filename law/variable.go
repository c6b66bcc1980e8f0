package law

import (
	"slices"
	"strconv"
	"time"

	"sallyport"
)

// variable is one unknown fact (or open question) of a diagram, with representatives of every
// class of values that the conditions tell apart.
type variable struct {
	path     string
	question bool
	raised   bool // a question that a condition raises on the facts that are known
	list     int  // slot.list, for facts
	quiet    int  // index of the choice that asserts least
	choices  [][]assignment
}

// slot addresses one value of a case: list is -1 for the case itself, else the List.
type slot struct {
	list, index, fact int
}

// assignment gives one slot a value.
type assignment struct {
	slot  slot
	value sallyport.Value
}

func (s slot) in(c *sallyport.Case) *sallyport.Value {
	if s.list < 0 {
		return &c.Facts[s.fact]
	}
	return &List(s.list).of(c).List[s.index][s.fact]
}

// path names the slot as a case file would.
func (s slot) path() string {
	if s.list < 0 {
		return sallyport.CaseFacts[s.fact].Path
	}
	return string(s.appendPath(nil))
}

// keptPath is the path without making it anew for each answer.
func (s slot) keptPath() string {
	if s.index >= keptIndexes {
		return s.path()
	}
	text := keptTexts(s, s.describes())[0]
	return text[:len(text)-len(" = unknown")]
}

func (s slot) appendPath(text []byte) []byte {
	if s.list < 0 {
		return append(text, sallyport.CaseFacts[s.fact].Path...)
	}
	text = append(append(text, List(s.list).String()...), '[')
	text = append(strconv.AppendInt(text, int64(s.index), 10), "]."...)
	return append(text, sallyport.OffenceFacts[s.fact].Path...)
}

func (s slot) describes() *sallyport.Fact {
	if s.list < 0 {
		return &sallyport.CaseFacts[s.fact]
	}
	return &sallyport.OffenceFacts[s.fact]
}

// newVariable gives the unknown fact at s its choices. cuts holds the values between which conditions
// tell numbers, days, instants and texts apart; the other kinds are enumerated.
func newVariable(s slot, cuts []sallyport.Value) *variable {
	f := s.describes()
	v := &variable{path: s.path(), list: s.list}
	if f.Kind == sallyport.Object {
		v.choices = choicesOf(s.fact)
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
		if a.slot.fact == fact {
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
	parent := slot{list: -1, fact: sallyport.CaseFact(path)}
	none := []assignment{{parent, sallyport.NoneValue}}
	given := [][]assignment{{{parent, sallyport.IntValue(1)}}}
	for i := range sallyport.CaseFacts {
		f := &sallyport.CaseFacts[i]
		if f.Parent != path {
			continue
		}
		s := slot{list: -1, fact: i}
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
func (a *Atom) cutsOf(i int, others []sallyport.Value, zone *time.Location, cuts []sallyport.Value) []sallyport.Value {
	switch a.Test {
	case TestAtLeast:
		return append(cuts, sallyport.IntValue(a.N-1), sallyport.IntValue(a.N))
	case TestText:
		for _, s := range a.Texts {
			cuts = append(cuts, sallyport.TextValue(s))
		}
		return append(cuts, sallyport.TextValue("?"))
	case TestSameText:
		return append(append(cuts, others...), sallyport.TextValue("?"))
	case TestNotBefore:
		return a.dayCuts(i, a.N, zone, cuts)
	case TestWithinYears, TestAged:
		for _, o := range others {
			years := a.N
			if i == 0 {
				years = -a.N
			}
			border := addYears(a.day(1-i, o, zone), years, false)
			cuts = a.dayCuts(i, border, zone, cuts)
		}
	case TestClock:
		for _, o := range others {
			cuts = append(cuts, sallyport.IntValue(o.N-int64(30*24*time.Hour/time.Microsecond)), o)
		}
	}
	return cuts
}

// dayCuts adds the days around a border, as days or as instants of the i-th fact's kind. Two days on each side
// cover a 29 February.
func (a *Atom) dayCuts(i int, border int64, zone *time.Location, cuts []sallyport.Value) []sallyport.Value {
	for day := border - 2; day <= border+2; day++ {
		v := sallyport.IntValue(day)
		if a.Refs[i].fact().Kind == sallyport.Time {
			y, m, d := sallyport.DayTime(day).Date()
			v = sallyport.TimeValue(time.Date(y, m, d, 12, 0, 0, 0, zone))
		}
		cuts = append(cuts, v)
	}
	return cuts
}
