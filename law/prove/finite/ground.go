package finite

import (
	"strconv"
	"strings"

	"sallyport"
	"sallyport/law"
)

// grounded is where a condition is read: on the case, or on one offence of a list.
type grounded struct {
	e          *law.Expr
	list, slot int
}

// grounding writes conditions out over the variables of a world.
type grounding struct {
	*World
	memo      map[grounded]Formula
	questions map[string]int // variables of questions left open
}

// ground writes e out. A question left open may have either answer.
func (w *World) Ground(e *law.Expr) Formula {
	g := grounding{w, map[grounded]Formula{}, map[string]int{}}
	return g.expr(e, ofCase, 0)
}

func (g *grounding) expr(e *law.Expr, list, slot int) Formula {
	key := grounded{e, list, slot}
	if f, ok := g.memo[key]; ok {
		return f
	}
	var f Formula
	switch e.Op {
	case law.OpConst:
		f = False
		if e.Value {
			f = True
		}
	case law.OpAnd, law.OpOr:
		f = g.joined(e, list, slot)
	case law.OpNot:
		f = g.Not(g.expr(e.Args[0], list, slot))
	case law.OpAtom:
		f = g.atom(e.Atom, list, slot)
	case law.OpQuestion:
		f = g.question(e.Question)
	case law.OpCount:
		f = g.atLeast(e.N, g.satisfying(e))
	case law.OpDistinct:
		f = g.distinct(e)
	}
	g.memo[key] = f
	return f
}

func (g *grounding) joined(e *law.Expr, list, slot int) Formula {
	args := make([]Formula, len(e.Args))
	for i, arg := range e.Args {
		args[i] = g.expr(arg, list, slot)
	}
	if e.Op == law.OpAnd {
		return g.And(args...)
	}
	return g.Or(args...)
}

func (g *grounding) question(id string) Formula {
	v, ok := g.questions[id]
	if !ok {
		v = g.add(variable{size: 2})
		g.questions[id] = v
	}
	return g.literal(v, 1)
}

// satisfying says of each offence that it is there and meets the body.
func (g *grounding) satisfying(e *law.Expr) []Formula {
	all := make([]Formula, g.offences[e.List])
	for slot := range all {
		all[slot] = g.And(g.literal(g.present[e.List][slot], 1), g.expr(e.Args[0], int(e.List), slot))
	}
	return all
}

// distinct counts the keys that some satisfying offence has.
func (g *grounding) distinct(e *law.Expr) Formula {
	has := map[string][]Formula{}
	var names []string
	for slot, holds := range g.satisfying(e) {
		v := g.of[spot{fact{int(e.List), e.Key}, slot}]
		for i, value := range g.vars[v].values {
			if has[value.S] == nil {
				names = append(names, value.S)
			}
			has[value.S] = append(has[value.S], g.And(holds, g.literal(v, i)))
		}
	}
	used := make([]Formula, len(names))
	for i, name := range names {
		used[i] = g.Or(has[name]...)
	}
	return g.atLeast(e.N, used)
}

func (g *grounding) atom(a *law.Atom, list, slot int) Formula {
	n := g.number(a, list)
	r := g.readings[n]
	switch {
	case g.dated(n) && r.list == ofCase:
		return g.framed(n)
	case g.dated(n):
		return g.wayed(n, slot)
	case len(r.facts) == 2:
		return g.compared(a, r, slot)
	}
	return g.tested(a, r.facts[0], slot)
}

// framed is a reading of the case's dates.
func (g *grounding) framed(n int) Formula {
	var any []Formula
	for _, c := range g.components {
		for i, fr := range c.frames {
			if fr.holds[n] {
				any = append(any, g.literal(c.variable, i))
			}
		}
	}
	return g.Or(any...)
}

// wayed is a reading of one offence's dates.
func (g *grounding) wayed(n, slot int) Formula {
	list := g.readings[n].list
	var any []Formula
	for i, bits := range g.waysOf[list] {
		if slotHolds(bits, n) {
			any = append(any, g.literal(g.wayVars[list][slot], i))
		}
	}
	return g.Or(any...)
}

// tested is a reading of one fact.
func (g *grounding) tested(a *law.Atom, f fact, slot int) Formula {
	if f.list == ofCase {
		slot = 0
	}
	if isPlace(f) {
		return g.each(g.agency, func(i int) bool { return a.Holds(g.placeValue(f, i), sallyport.Value{State: sallyport.Known}, nil) })
	}
	v := g.of[spot{f, slot}]
	holds := g.each(v, func(i int) bool {
		return a.Holds(g.vars[v].values[i], sallyport.Value{State: sallyport.Known}, nil)
	})
	switch {
	case f.list != ofCase || f.describes().Parent == "":
		return holds
	case a.Test == law.TestNone:
		return g.Not(g.given(f))
	}
	return g.And(g.given(f), holds)
}

func (g *grounding) placeValue(f fact, i int) sallyport.Value {
	return sallyport.TextValue(placeText(f, g.places[i]))
}

// each is "the variable takes one of the choices for which holds is true".
func (g *grounding) each(v int, holds func(choice int) bool) Formula {
	var any []Formula
	for i := range g.vars[v].size {
		if holds(i) {
			any = append(any, g.literal(v, i))
		}
	}
	if len(any) == g.vars[v].size {
		return True
	}
	return g.Or(any...)
}

// compared is a reading of two facts that are not dates: every pair of choices for which it holds.
func (g *grounding) compared(a *law.Atom, r reading, slot int) Formula {
	var any []Formula
	first, second := g.options(r.facts[0], slot), g.options(r.facts[1], slot)
	for _, x := range first {
		for _, y := range second {
			if a.Holds(x.value, y.value, nil) {
				any = append(any, g.And(x.chosen, y.chosen))
			}
		}
	}
	return g.Or(any...)
}

// option is a value a fact may take, and the formula that says it does.
type option struct {
	value  sallyport.Value
	chosen Formula
}

func (g *grounding) options(f fact, slot int) []option {
	var all []option
	if isPlace(f) {
		for i := range g.places {
			all = append(all, option{g.placeValue(f, i), g.literal(g.agency, i)})
		}
		return all
	}
	if f.list == ofCase {
		slot = 0
	}
	v := g.of[spot{f, slot}]
	for i, value := range g.vars[v].values {
		all = append(all, option{value, g.literal(v, i)})
	}
	return all
}

// slotHolds says whether a way includes the reading.
func slotHolds(bits string, n int) bool {
	for one := range strings.SplitSeq(bits, ",") {
		if one == strconv.Itoa(n) {
			return true
		}
	}
	return false
}
