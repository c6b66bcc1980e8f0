package finite

import (
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// World is the finite space of cases that some conditions can tell apart: variables with a choice for every class of
// values, and rules that keep out what no case can be.
type World struct {
	*survey
	*formulas
	within     Days
	vars       []variable
	of         map[spot]int // the variable of a fact, of an object, of a date's component
	components []*component
	offences   [2]int   // how many offences of each list
	present    [2][]int // whether the list has that offence
	wayVars    [2][]int // how the dates of that offence come out
	waysOf     [2][]string
	agency     int // where the custodian is
	places     []string
	rules      Formula
}

// variable has a value to each choice where it is one fact's.
type variable struct {
	spot   spot
	size   int
	values []sallyport.Value
}

// spot is where a fact stands in a case.
type spot struct {
	fact
	slot int
}

// New finds the space that the conditions can tell apart, on the days and under the law of the place, with as many
// offences as any of them needs. What is only read has its facts in the space too.
func New(place string, days Days, conditions []*tree.Expr, read ...*tree.Expr) (*World, error) {
	return newWorld(place, days, MaxOffences, conditions, read)
}

// NewCounted is such a space for counting: with few offences, whatever the conditions need, because the diagrams grow with
// every one.
func NewCounted(place string, days Days, conditions []*tree.Expr, read ...*tree.Expr) (*World, error) {
	return newWorld(place, days, CountedOffences, conditions, read)
}

func newWorld(place string, days Days, most int, conditions, read []*tree.Expr) (*World, error) {
	w := &World{survey: newSurvey(place, append(slices.Clone(conditions), read...)), formulas: newFormulas(), within: days, of: map[spot]int{}, agency: -1}
	if err := w.check(); err != nil {
		return nil, err
	}
	for _, list := range []tree.List{tree.Convictions, tree.Charges} {
		for _, e := range conditions {
			n, err := bound(e, list)
			if err != nil {
				return nil, err
			}
			w.offences[list] = min(max(w.offences[list], n), most)
		}
	}
	var err error
	if w.components, err = w.findComponents(); err != nil {
		return nil, err
	}
	for _, c := range w.components {
		c.variable = w.add(variable{size: len(c.frames)})
	}
	w.declareCase()
	w.rules = True
	for list := range w.offences {
		for slot := range w.offences[list] {
			w.declareOffence(list, slot)
		}
	}
	w.objectRules()
	return w, nil
}

func (w *World) add(v variable) int {
	w.vars = append(w.vars, v)
	return len(w.vars) - 1
}

func (w *World) declare(f fact, slot int) {
	s := spot{f, slot}
	if _, ok := w.of[s]; !ok {
		values := w.valuesOf(f, slot)
		w.of[s] = w.add(variable{spot: s, size: len(values), values: values})
	}
}

// declareCase gives a variable to every fact of the case that is read, dates that are compared apart.
func (w *World) declareCase() {
	for _, f := range w.factsOf(ofCase) {
		switch d := f.describes(); {
		case isPlace(f):
			if w.agency < 0 {
				w.places = w.agencies()
				w.agency = w.add(variable{size: len(w.places)})
			}
		case w.isDated(f):
		case d.Kind == sallyport.Object:
			w.declareObject(f)
		case d.Parent != "":
			w.declareObject(fact{ofCase, sallyport.CaseFact(d.Parent)})
			w.declare(f, 0)
		default:
			w.declare(f, 0)
		}
	}
}

// declareObject gives an object two choices: none, and given.
func (w *World) declareObject(f fact) {
	if s := (spot{f, 0}); !w.has(s) {
		w.of[s] = w.add(variable{spot: s, size: 2, values: []sallyport.Value{sallyport.NoneValue, sallyport.IntValue(1)}})
	}
}

func (w *World) has(s spot) bool {
	_, ok := w.of[s]
	return ok
}

// objectRules: what is below an object that is none makes no difference.
func (w *World) objectRules() {
	for i, v := range w.vars {
		if v.values == nil || v.spot.list != ofCase || v.spot.describes().Parent == "" {
			continue
		}
		w.rule(w.implies(w.Not(w.given(v.spot.fact)), w.literal(i, 0)))
	}
}

// given is "the object that the fact belongs to is not none".
func (w *World) given(f fact) Formula {
	return w.literal(w.of[spot{fact{ofCase, sallyport.CaseFact(f.describes().Parent)}, 0}], 1)
}

// Rules are what every case of the world meets.
func (w *World) Rules() Formula { return w.rules }

func (w *World) rule(f Formula) { w.rules = w.And(w.rules, f) }

// declareOffence gives the offence at slot its variables. Offences fill the list from its beginning, and one that is
// not there makes no difference.
func (w *World) declareOffence(list, slot int) {
	here := w.add(variable{size: 2})
	w.present[list] = append(w.present[list], here)
	if slot > 0 {
		w.rule(w.implies(w.literal(here, 1), w.literal(w.present[list][slot-1], 1)))
	}
	first := len(w.vars)
	for _, f := range w.factsOf(list) {
		if !w.isDated(f) {
			w.declare(f, slot)
		}
	}
	if slices.ContainsFunc(w.factsOf(list), w.isDated) {
		w.wayVars[list] = append(w.wayVars[list], w.add(variable{size: len(w.waysOf[list])}))
	}
	for i := first; i < len(w.vars); i++ {
		w.rule(w.implies(w.Not(w.literal(here, 1)), w.literal(i, 0)))
	}
	w.wayRules(list, slot)
}

// wayRules: the dates of an offence can come out only as the dates of the case allow.
func (w *World) wayRules(list, slot int) {
	for _, c := range w.components {
		if !slices.Contains(c.lists, list) {
			continue
		}
		for i, fr := range c.frames {
			var possible []Formula
			for j, bits := range w.waysOf[list] {
				if _, ok := fr.ways[list][bits]; ok {
					possible = append(possible, w.literal(w.wayVars[list][slot], j))
				}
			}
			w.rule(w.Or(w.Not(w.literal(w.present[list][slot], 1)), w.Not(w.literal(c.variable, i)), w.Or(possible...)))
		}
	}
}
