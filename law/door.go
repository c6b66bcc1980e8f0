package law

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/exact"
	"sallyport/law/tree"
)

// door writes one entry: its outcome, the version that decided and the rules.
func (d *docket) door(e *entry, answer exact.Answer) {
	a := &d.answer
	door := e.door
	door.Outcome = outcomeOf(answer.Is)
	if e.silent {
		door.Outcome = sallyport.Silent
	}
	if e.policy {
		door.Place, door.Pack = d.Given.Agency, d.Given.Agency+"/agency-policy"
	}
	s := doorSpan{missing: a.list(answer.Missing), unsettled: a.list(answer.Unsettled)}
	s.rules.from = len(a.rules)
	deciding := d.deciding(e)
	door.Version = deciding.version
	if !e.silent {
		d.applied(deciding, answer.Is, s.rules.from)
	}
	if answer.Is == tree.Unknown && slices.ContainsFunc(e.texts, func(t text) bool { return t.way != noStep }) {
		d.apply(&displacedSaying, sallyport.Unresolves)
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
	saysA, saysB := d.Is(a.step, 0), d.Is(b.step, 0)
	toA, toB := d.released(a, saysA), d.released(b, saysB)
	return toA < toB || toA == toB && saysA < saysB
}

// released is what a text comes to where it may not bind the custodian, or a mandate may displace it.
func (d *docket) released(t *text, says tree.Tri) tree.Tri {
	if t.bound != noStep {
		says = max(says, -d.Is(t.bound, 0))
	}
	if t.way != noStep {
		says = max(says, d.Is(t.way, 0))
	}
	return says
}

// applied lists the rules that decided a text: those that refuse; or those that are shown; or, where the outcome is
// open, those that are shown and those it still hangs on.
func (d *docket) applied(t *text, result tree.Tri, from int) {
	for i := range t.clauses {
		p := &t.clauses[i]
		met := d.At(p.reg)
		switch {
		case result == tree.False && met != tree.True:
			d.refusing(p, met)
		case result != tree.False && met == tree.True:
			d.shown(p)
		case result == tree.Unknown && met == tree.Unknown:
			d.open(p)
		}
	}
	if result == tree.False {
		d.answer.keepCertain(from)
		return
	}
	for i := t.requires.from; i < t.requires.to; i++ {
		g := &d.grounds[i]
		if d.At(g.reg) == tree.True {
			d.apply(&d.rules[i], sallyport.Permits)
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
func (d *docket) refusing(p *part, met tree.Tri) {
	effect := sallyport.Refuses
	if met == tree.Unknown {
		effect = sallyport.Unresolves
	}
	for i := p.closers.from; i < p.closers.to; i++ {
		g := &d.grounds[i]
		if g.kind == Closes && g.reg != noStep && d.At(g.reg) != tree.True {
			continue
		}
		d.apply(&d.rules[i], effect)
	}
}

// shown names what was shown; a bar that does not apply is not worth a line.
func (d *docket) shown(p *part) {
	for i := p.grounds.from; i < p.grounds.to; i++ {
		g := &d.grounds[i]
		if g.kind == Bars || g.kind == Runs || d.At(g.reg) != tree.True {
			continue
		}
		d.apply(&d.rules[i], sallyport.Permits)
	}
}

func (d *docket) open(p *part) {
	for i := p.grounds.from; i < p.grounds.to; i++ {
		g := &d.grounds[i]
		if g.reg == noStep || d.At(g.reg) == tree.Unknown {
			d.apply(&d.rules[i], sallyport.Unresolves)
		}
	}
}

// apply adds a rule to the answer, with the facts it rests on.
func (d *docket) apply(g *saying, effect sallyport.Effect) {
	a := &d.answer
	from := len(a.texts)
	a.said = a.said[:0]
	switch {
	case g.rule.Kind == Runs:
		d.ranOut(g.rule.Clock)
	case g.step != noStep:
		d.because(g.step, 0)
	}
	if g.reading != nil {
		a.texts = append(a.texts, *g.reading)
	}
	a.rules = append(a.rules, sallyport.AppliedRule{ID: g.rule.ID, Effect: effect, Cite: g.rule.Cite})
	a.because = append(a.because, span{from, len(a.texts)})
}

func (d *docket) ranOut(c *tree.Clock) {
	v := d.Given.Facts[tree.FactEligibleAt]
	if v.State != sallyport.Known {
		d.answer.texts = append(d.answer.texts, "release.eligible_at is unknown")
		return
	}
	d.answer.write(func(ink []byte) []byte {
		return c.End(time.UnixMicro(v.N), d.Zone).AppendFormat(append(ink, "the hold would end "...), time.RFC3339)
	})
}

// write adds a text that is made for this answer.
func (a *answer) write(text func(ink []byte) []byte) {
	from := len(a.ink)
	a.ink = text(a.ink)
	a.formed = append(a.formed, forming{len(a.texts), span{from, len(a.ink)}})
	a.texts = append(a.texts, "")
}
