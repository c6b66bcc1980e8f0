package prove

import (
	"math/bits"
	"slices"
	"time"

	"sallyport"
	"sallyport/law"
)

// blank is a case of which nothing is known but when and where it is and what is asked.
func (w *world) blank(at sallyport.Value, place, action string) sallyport.Case {
	c := sallyport.Case{At: time.UnixMicro(at.N).In(w.span.zone), Agency: place}
	if v, err := sallyport.CaseFacts[factAction].EnumValue(action); err == nil {
		c.Facts[factAction] = v
	}
	return c
}

// caseOf is a case as the model describes it. What no condition reads stays unknown, but the kind of custodian, one
// of kinds.
func (w *world) caseOf(m model, action string, kinds uint64) *sallyport.Case {
	place := w.home
	if w.agency >= 0 {
		place = w.places[m[w.agency]]
	}
	frames := w.framesOf(m)
	at := w.span.moment(w.span.natural(), 10)
	for _, fr := range frames {
		if v, ok := fr.values[factAt]; ok {
			at = v
		}
	}
	c := w.blank(at, place, action)
	if kinds != law.AllKinds {
		c.Facts[factKind] = sallyport.IntValue(int64(bits.TrailingZeros64(kinds)))
	}
	w.fillFacts(&c, m, at)
	for _, fr := range frames {
		for id, v := range fr.values {
			if id != factAt {
				c.Facts[id] = v
			}
		}
	}
	w.fillOffences(&c, m, frames)
	return &c
}

func (w *world) framesOf(m model) []frame {
	all := make([]frame, len(w.components))
	for i, c := range w.components {
		all[i] = c.frames[m[c.variable]]
	}
	return all
}

// fillFacts gives the case's facts what the model chose. A time of which only the existence matters is at.
func (w *world) fillFacts(c *sallyport.Case, m model, at sallyport.Value) {
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
func (w *world) fillOffences(c *sallyport.Case, m model, frames []frame) {
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

func (w *world) fillOffence(o *sallyport.Offence, list, slot int, m model) {
	for i, v := range w.vars {
		if v.values == nil || v.spot.list != list || v.spot.slot != slot {
			continue
		}
		value := v.values[m[i]]
		if v.spot.isDate() && value.State == sallyport.Known {
			value = sallyport.IntValue(w.span.natural())
		}
		o[v.spot.id] = value
	}
}

func (w *world) fillDates(o *sallyport.Offence, list, slot int, m model, frames []frame) {
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
