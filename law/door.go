package law

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// door drafts one entry: what it is, the text that decides and the rules.
func (d *docket) door(entry int32, is tree.Tri, open int32) {
	a, e := &d.answer, &d.entries[entry]
	draft := doorDraft{entry: entry, text: d.deciding(e), open: open, is: is}
	draft.rules.from = int32(len(a.rules))
	if !e.silent {
		d.applied(&e.texts[draft.text], is, len(a.rules))
	}
	if is == tree.Unknown && slices.ContainsFunc(e.texts, func(t text) bool { return t.way != noStep }) {
		a.rules = append(a.rules, ruleDraft{rule: displacing, effect: unresolves})
	}
	draft.rules.to = int32(len(a.rules))
	a.doors = append(a.doors, draft)
}

// deciding is the strictest text, the earlier one on a tie.
func (d *docket) deciding(e *entry) int32 {
	best := 0
	for i := 1; i < len(e.texts); i++ {
		if t := &e.texts[i]; e.texts[best].clauses == nil || t.clauses != nil && d.stricter(t, &e.texts[best]) {
			best = i
		}
	}
	return int32(best)
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
			d.apply(int32(i), permits)
		}
	}
}

// keepCertain drops doubtful refusals where a certain one stands beside them.
func (a *answer) keepCertain(from int) {
	kept := from
	for i := from; i < len(a.rules); i++ {
		if a.rules[i].effect == refuses {
			a.rules[kept] = a.rules[i]
			kept++
		}
	}
	if kept > from {
		a.rules = a.rules[:kept]
		return
	}
	for i := from; i < len(a.rules); i++ {
		a.rules[i].effect = refuses
	}
}

// refusing names the closers of a clause that is not met: those without a condition, and those whose condition holds.
func (d *docket) refusing(p *part, met tree.Tri) {
	does := refuses
	if met == tree.Unknown {
		does = unresolves
	}
	for i := p.closers.from; i < p.closers.to; i++ {
		g := &d.grounds[i]
		if g.kind == Closes && g.reg != noStep && d.At(g.reg) != tree.True {
			continue
		}
		d.apply(int32(i), does)
	}
}

// shown names what was shown; a bar that does not apply is not worth a line.
func (d *docket) shown(p *part) {
	for i := p.grounds.from; i < p.grounds.to; i++ {
		g := &d.grounds[i]
		if g.kind == Bars || g.kind == Runs || d.At(g.reg) != tree.True {
			continue
		}
		d.apply(int32(i), permits)
	}
}

func (d *docket) open(p *part) {
	for i := p.grounds.from; i < p.grounds.to; i++ {
		g := &d.grounds[i]
		if g.reg == noStep || d.At(g.reg) == tree.Unknown {
			d.apply(int32(i), unresolves)
		}
	}
}

// apply adds a rule of the brief to the answer, with the facts it rests on.
func (d *docket) apply(rule int32, does effect) {
	a, g := &d.answer, &d.rules[rule]
	from := int32(len(a.lines))
	a.said = a.said[:0]
	switch {
	case g.clock != nil:
		d.ranOut(g.clock)
	case g.step != noStep:
		d.because(g.step, 0)
	}
	if g.reading != nil {
		a.lines = append(a.lines, line{kind: lineReading, row: rule})
	}
	a.rules = append(a.rules, ruleDraft{rule, does, span{from, int32(len(a.lines))}})
}

func (d *docket) ranOut(c *tree.Clock) {
	a, v := &d.answer, d.Given.Facts[tree.FactEligibleAt]
	if v.State != sallyport.Known {
		a.lines = append(a.lines, line{kind: lineEnds})
		return
	}
	from := len(a.ink)
	a.ink = c.End(time.UnixMicro(v.N), d.Zone).AppendFormat(append(a.ink, "the hold would end "...), time.RFC3339)
	a.inked(from)
}

// inked makes a line of what was written since.
func (a *answer) inked(from int) {
	a.lines = append(a.lines, line{kind: lineInk, fact: int32(from), row: int32(len(a.ink))})
}
