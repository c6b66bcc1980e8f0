package finite

import (
	"strconv"
	"strings"

	"sallyport"
	"sallyport/law/tree"
)

// atom writes one test out: over the frames of the case's dates, the ways of an offence's, or the choices of other facts.
func (g *grounding) atom(a *tree.Atom, list, slot int) Formula {
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
		if includes(bits, n) {
			any = append(any, g.literal(g.wayVars[list][slot], i))
		}
	}
	return g.Or(any...)
}

// tested is a reading of one fact.
func (g *grounding) tested(a *tree.Atom, f fact, slot int) Formula {
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
	case a.Test == tree.TestNone:
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
func (g *grounding) compared(a *tree.Atom, r reading, slot int) Formula {
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

// includes says whether the reading holds that way.
func includes(bits string, n int) bool {
	for one := range strings.SplitSeq(bits, ",") {
		if one == strconv.Itoa(n) {
			return true
		}
	}
	return false
}
