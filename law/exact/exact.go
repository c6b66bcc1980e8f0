package exact

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// exact builds the diagrams of several conditions over the unknown facts of one case.
type exact struct {
	*diagram
	c     sallyport.Case // a copy whose unknown slots are tried out
	zone  *time.Location
	scene tree.Scene
	ranks map[string]int32 // by path: facts, lists' conditions and questions
	texts map[*tree.Expr]string
}

// newExact collects the unknown facts that the conditions read, orders them (case facts, then offence by offence,
// then open lists and questions) and finds the values worth telling apart.
func newExact(c *sallyport.Case, zone *time.Location, conditions []*tree.Expr) *exact {
	x := &exact{diagram: newDiagram(), c: *c, zone: zone, ranks: map[string]int32{}, texts: map[*tree.Expr]string{}}
	x.c.Convictions.List = slices.Clone(c.Convictions.List)
	x.c.Charges.List = slices.Clone(c.Charges.List)
	x.scene = tree.Scene{Case: &x.c, Zone: zone}
	found := &unknowns{x: x, cuts: map[tree.Slot][]sallyport.Value{}, others: map[string]*variable{}}
	for pass := range 2 { // the second pass knows the cuts of facts that others are compared with
		found.pass = pass
		for _, e := range conditions {
			found.walk(e, -1, 0)
		}
	}
	x.order(found)
	return x
}

func (x *exact) order(found *unknowns) {
	slots := make([]tree.Slot, 0, len(found.cuts))
	for s := range found.cuts {
		slots = append(slots, s)
	}
	slices.SortFunc(slots, func(a, b tree.Slot) int {
		return cmp.Or(cmp.Compare(a.List, b.List), cmp.Compare(a.Index, b.Index), cmp.Compare(a.Fact, b.Fact))
	})
	for _, s := range slots {
		x.declare(s.Path(), newVariable(s, sortedCuts(found.cuts[s])))
	}
	keys := make([]string, 0, len(found.others))
	for key := range found.others {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		x.declare(key, found.others[key])
	}
}

func (x *exact) declare(key string, v *variable) {
	x.ranks[key] = int32(len(x.vars))
	x.vars = append(x.vars, v)
}

func sortedCuts(cuts []sallyport.Value) []sallyport.Value {
	slices.SortFunc(cuts, func(a, b sallyport.Value) int {
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.S, b.S))
	})
	return slices.Compact(cuts)
}

// unknowns collects what a diagram has to branch on.
type unknowns struct {
	x      *exact
	pass   int
	cuts   map[tree.Slot][]sallyport.Value
	others map[string]*variable
}

// walk visits what Kleene's logic leaves unknown.
func (u *unknowns) walk(e *tree.Expr, list, index int) {
	if u.x.kleene(e, list, index) != tree.Unknown {
		return
	}
	switch e.Op {
	case tree.OpAtom:
		u.atom(e.Atom, list, index)
	case tree.OpQuestion:
		u.others["~"+e.Question] = &variable{path: e.Question, question: true, choices: make([][]assignment, 2)}
	case tree.OpCount, tree.OpDistinct:
		u.quantifier(e)
	default:
		for _, arg := range e.Args {
			u.walk(arg, list, index)
		}
	}
}

func (u *unknowns) quantifier(e *tree.Expr) {
	offences := e.List.Of(&u.x.c)
	if !offences.Known {
		u.others[u.x.textOf(e)] = &variable{path: e.List.String(), choices: make([][]assignment, 2)}
		return
	}
	for i := range offences.List {
		u.walk(e.Args[0], int(e.List), i)
		if e.Op == tree.OpDistinct {
			u.keyOf(e, i)
		}
	}
}

// keyOf gives an unknown key every key that occurs in the list, and one of its own.
func (u *unknowns) keyOf(e *tree.Expr, index int) {
	s := tree.Slot{List: int(e.List), Index: index, Fact: e.Key}
	if s.In(&u.x.c).State != sallyport.Unknown {
		return
	}
	for i, o := range e.List.Of(&u.x.c).List {
		v := o[e.Key]
		if v.State != sallyport.Known {
			v = sallyport.TextValue("?" + strconv.Itoa(i))
		}
		u.cuts[s] = append(u.cuts[s], v)
	}
}

func (u *unknowns) atom(a *tree.Atom, list, index int) {
	for i, r := range a.Refs {
		s := r.At(tree.List(list), index)
		if s.In(&u.x.c).State != sallyport.Unknown {
			continue
		}
		if p := s.About().Parent; p != "" && s.List < 0 {
			parent := tree.Slot{List: -1, Fact: sallyport.CaseFact(p)}
			if parent.In(&u.x.c).State == sallyport.Unknown {
				u.cuts[parent] = nil
				continue
			}
		}
		u.cuts[s] = cutsOf(a, i, u.othersOf(a, i, list, index), u.x.zone, u.cuts[s])
	}
}

// othersOf lists what the atom's other fact may be: its value, its own cuts, or (to start from) the case's moment.
func (u *unknowns) othersOf(a *tree.Atom, i, list, index int) []sallyport.Value {
	if len(a.Refs) < 2 {
		return nil
	}
	s := a.Refs[1-i].At(tree.List(list), index)
	if v := *s.In(&u.x.c); v.State == sallyport.Known {
		return []sallyport.Value{v}
	}
	if a.Test == tree.TestSameText {
		return nil
	}
	if u.pass > 0 && s.List < 0 {
		return u.cuts[s]
	}
	if s.About().Kind == sallyport.Time {
		return []sallyport.Value{sallyport.TimeValue(u.x.c.At)}
	}
	return []sallyport.Value{sallyport.DateValue(u.x.c.At)}
}
