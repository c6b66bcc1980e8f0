package law

import (
	"slices"
	"time"

	"sallyport"
)

// door writes one entry: its outcome, the version that decided and the rules.
func (d *docket) door(e *entry, result Tri, missing, unsettled []string) {
	a := &d.answer
	door := e.door
	door.Outcome = outcomeOf(result)
	if e.silent {
		door.Outcome = sallyport.Silent
	}
	if e.policy {
		door.Place, door.Pack = d.given.Agency, d.given.Agency+"/agency-policy"
	}
	s := doorSpan{missing: a.list(missing), unsettled: a.list(unsettled)}
	s.rules.from = len(a.rules)
	deciding := d.deciding(e)
	door.Version = deciding.version
	if !e.silent {
		d.applied(deciding, result, s.rules.from)
	}
	if result == Unknown && slices.ContainsFunc(e.texts, func(t text) bool { return t.way != noStep }) {
		d.apply(ground{Rule: displaced, step: noStep}, sallyport.Unresolves)
	}
	s.rules.to = len(a.rules)
	a.doors, a.spans = append(a.doors, door), append(a.spans, s)
}

// deciding is the strictest text, the earlier one on a tie.
func (d *docket) deciding(e *entry) *text {
	best := &e.texts[0]
	for i := 1; i < len(e.texts); i++ {
		if t := &e.texts[i]; best.clauses == nil || t.clauses != nil && d.stricter(t, best) {
			best = t
		}
	}
	return best
}

// stricter compares what two texts come to, and if that is the same what they say.
func (d *docket) stricter(a, b *text) bool {
	saysA, saysB := d.textValue(a), d.textValue(b)
	toA, toB := d.released(a, saysA), d.released(b, saysB)
	return toA < toB || toA == toB && saysA < saysB
}

// applied lists the rules that decided a text: those that refuse; or those that are shown; or, where the outcome is
// open, those that are shown and those it still hangs on.
func (d *docket) applied(t *text, result Tri, from int) {
	for i := range t.clauses {
		p := &t.clauses[i]
		met := d.at(p.reg)
		switch {
		case result == False && met != True:
			d.refusing(p, met)
		case result != False && met == True:
			d.shown(p)
		case result == Unknown && met == Unknown:
			d.open(p)
		}
	}
	if result == False {
		d.answer.keepCertain(from)
		return
	}
	for _, g := range t.requires {
		if d.at(g.reg) == True {
			d.apply(g, sallyport.Permits)
		}
	}
}

// keepCertain drops doubtful refusals where a certain one stands beside them.
func (a *answer) keepCertain(from int) {
	kept := from
	for i := from; i < len(a.rules); i++ {
		if a.rules[i].Effect == sallyport.Refuses {
			a.rules[kept], a.because[kept] = a.rules[i], a.because[i]
			kept++
		}
	}
	if kept > from {
		a.rules, a.because = a.rules[:kept], a.because[:kept]
		return
	}
	for i := from; i < len(a.rules); i++ {
		a.rules[i].Effect = sallyport.Refuses
	}
}

// refusing names the closers of a clause that is not met: those without a condition, and those whose condition holds.
func (d *docket) refusing(p *part, met Tri) {
	effect := sallyport.Refuses
	if met == Unknown {
		effect = sallyport.Unresolves
	}
	for _, g := range p.closers {
		if g.Kind == Closes && g.step != noStep && d.at(g.reg) != True {
			continue
		}
		d.apply(g, effect)
	}
}

// shown names what was shown; a bar that does not apply is not worth a line.
func (d *docket) shown(p *part) {
	for _, g := range p.grounds {
		if g.Kind == Bars || g.Kind == Runs || d.at(g.reg) != True {
			continue
		}
		d.apply(g, sallyport.Permits)
	}
}

func (d *docket) open(p *part) {
	for _, g := range p.grounds {
		if g.step == noStep || d.at(g.reg) == Unknown {
			d.apply(g, sallyport.Unresolves)
		}
	}
}

// apply adds a rule to the answer, with the facts it rests on.
func (d *docket) apply(g ground, effect sallyport.Effect) {
	a := &d.answer
	from := len(a.texts)
	a.said = a.said[:0]
	switch {
	case g.Kind == Runs:
		d.ranOut(g.Clock)
	case g.step != noStep:
		d.because(g.step, 0)
	}
	if g.Reading != "" {
		a.texts = append(a.texts, g.reading)
	}
	a.rules = append(a.rules, sallyport.AppliedRule{ID: g.ID, Effect: effect, Cite: g.Cite})
	a.because = append(a.because, span{from, len(a.texts)})
}

func (d *docket) ranOut(c *Clock) {
	v := d.given.Facts[factEligibleAt]
	if v.State != sallyport.Known {
		d.answer.texts = append(d.answer.texts, "release.eligible_at is unknown")
		return
	}
	d.answer.write(func(ink []byte) []byte {
		return c.End(time.UnixMicro(v.N), d.zone).AppendFormat(append(ink, "the hold would end "...), time.RFC3339)
	})
}

// write adds a text that is made for this answer.
func (a *answer) write(text func(ink []byte) []byte) {
	from := len(a.ink)
	a.ink = text(a.ink)
	a.formed = append(a.formed, forming{len(a.texts), span{from, len(a.ink)}})
	a.texts = append(a.texts, "")
}
