package finite

import (
	"math/bits"
	"slices"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Blank lists cases of which nothing is known but what is asked, when and where: one for each moment and place that
// the conditions tell apart.
func (w *World) Blank(action string) []sallyport.Case {
	places := w.places
	if len(places) == 0 {
		places = []string{w.home}
	}
	var all []sallyport.Case
	for _, at := range w.moments() {
		for _, place := range places {
			all = append(all, w.blank(at, place, action))
		}
	}
	return all
}

func (w *World) moments() []sallyport.Value {
	all := []sallyport.Value{w.within.moment(w.within.natural(), 10)}
	for _, c := range w.components {
		for _, fr := range c.frames {
			if at, ok := fr.values[tree.FactAt]; ok {
				all = append(all, at)
			}
		}
	}
	return all
}

func (w *World) blank(at sallyport.Value, place, action string) sallyport.Case {
	c := sallyport.Case{At: time.UnixMicro(at.N).In(w.within.Zone), Agency: place}
	if v, err := sallyport.CaseFacts[tree.FactAction].EnumValue(action); err == nil {
		c.Facts[tree.FactAction] = v
	}
	return c
}

// Case is a case as the model describes it, asking the action. What no condition reads stays unknown, but the kind of
// custodian, which is one of kinds.
func (w *World) Case(m Model, action string, kinds uint64) *sallyport.Case {
	place := w.home
	if w.agency >= 0 {
		place = w.places[m[w.agency]]
	}
	frames := w.framesOf(m)
	at := w.within.moment(w.within.natural(), 10)
	for _, fr := range frames {
		if v, ok := fr.values[tree.FactAt]; ok {
			at = v
		}
	}
	c := w.blank(at, place, action)
	if kinds != law.AllKinds {
		c.Facts[tree.FactAgencyKind] = sallyport.IntValue(int64(bits.TrailingZeros64(kinds)))
	}
	w.fillFacts(&c, m, at)
	for _, fr := range frames {
		for id, v := range fr.values {
			if id != tree.FactAt {
				c.Facts[id] = v
			}
		}
	}
	w.fillOffences(&c, m, frames)
	return &c
}

func (w *World) framesOf(m Model) []frame {
	all := make([]frame, len(w.components))
	for i, c := range w.components {
		all[i] = c.frames[m[c.variable]]
	}
	return all
}

// fillFacts gives the case's facts what the model chose. A time of which only the existence matters is at.
func (w *World) fillFacts(c *sallyport.Case, m Model, at sallyport.Value) {
	for i, v := range w.vars {
		if v.values == nil || v.spot.list != ofCase {
			continue
		}
		value := v.values[m[i]]
		switch d := v.spot.describes(); {
		case value.State != sallyport.Known:
		case d.Kind == sallyport.Time:
			value = at
		case d.Kind == sallyport.Date:
			value = sallyport.IntValue(sallyport.Day(c.At))
		case d.Parent != "" && m[w.of[spot{fact{ofCase, sallyport.CaseFact(d.Parent)}, 0}]] == 0:
			value = sallyport.NoneValue
		}
		c.Facts[v.spot.id] = value
	}
	for i := range sallyport.CaseFacts { // none as a whole
		if p := sallyport.CaseFacts[i].Parent; p != "" && c.Facts[sallyport.CaseFact(p)].State == sallyport.None {
			c.Facts[i] = sallyport.NoneValue
		}
	}
}

// fillOffences gives the case the offences that the model says are there. A list that no condition reads was not seen.
func (w *World) fillOffences(c *sallyport.Case, m Model, frames []frame) {
	for list, offences := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		offences.Known = w.quantified[list]
		for slot, here := range w.present[list] {
			if m[here] == 0 {
				break
			}
			offences.List = append(offences.List, sallyport.Offence{})
			w.fillOffence(&offences.List[slot], list, slot, m)
			w.fillDates(&offences.List[slot], list, slot, m, frames)
		}
	}
}

func (w *World) fillOffence(o *sallyport.Offence, list, slot int, m Model) {
	for i, v := range w.vars {
		if v.values == nil || v.spot.list != list || v.spot.slot != slot {
			continue
		}
		value := v.values[m[i]]
		if v.spot.isDate() && value.State == sallyport.Known {
			value = sallyport.IntValue(w.within.natural())
		}
		o[v.spot.id] = value
	}
}

func (w *World) fillDates(o *sallyport.Offence, list, slot int, m Model, frames []frame) {
	for i, c := range w.components {
		if !slices.Contains(c.lists, list) {
			continue
		}
		bits := w.waysOf[list][m[w.wayVars[list][slot]]]
		for id, v := range frames[i].ways[list][bits] {
			o[id] = v
		}
	}
}
