package law

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/exact"
	"sallyport/law/tree"
)

// answer is a decision under construction, in memory that is used again for the next.
type answer struct {
	results []tree.Tri // of the entries; policy entries that do not forbid are left out of the doors
	open    []exact.Open
	hangs   []int32
	doors   []sallyport.Door
	spans   []doorSpan
	rules   []sallyport.AppliedRule
	because []span // of each rule, in texts
	texts   []string
	formed  []forming // the texts that are still to be cut from ink
	ink     []byte
	owed    []sallyport.Duty
	said    []mark // what the rule under way already rests on
}

type span struct{ from, to int }

type doorSpan struct{ rules, missing, unsettled span }

// forming is a text that stands in ink.
type forming struct {
	text int
	span
}

func (a *answer) clear() {
	a.results, a.spans, a.because, a.formed = a.results[:0], a.spans[:0], a.because[:0], a.formed[:0]
	a.ink, a.said = a.ink[:0], a.said[:0]
	clear(a.doors)
	clear(a.rules)
	clear(a.texts)
	clear(a.owed)
	a.doors, a.rules, a.texts, a.owed = a.doors[:0], a.rules[:0], a.texts[:0], a.owed[:0]
}

// meet evaluates the brief on the case.
func (d *docket) meet(b *brief) {
	d.brief = b
	d.Evaluate(b.code)
	for i := range b.entries {
		d.answer.results = append(d.answer.results, d.entryValue(&b.entries[i]))
	}
	for _, reg := range b.waits {
		d.served = d.served && d.At(reg) == tree.True
	}
}

// entryValue is what an entry comes to. Silent entries and policies that do not forbid come to True.
func (d *docket) entryValue(e *entry) tree.Tri {
	if d.absent(e) {
		return tree.True
	}
	return d.Is(e.step, 0)
}

// absent says that an entry makes no door: the agency's policy does not forbid.
func (d *docket) absent(e *entry) bool {
	return e.policy && d.Is(e.texts[0].step, 0) != tree.False
}

// decision settles every entry and the whole. Kleene's logic decides most; the rest is decided exactly.
func (d *docket) decision() sallyport.Decision {
	a := &d.answer
	out := sallyport.Decision{V: 1, Case: d.Given.ID, At: d.Given.At, Action: actionName(d.action)}
	whole := exact.Answer{Is: tree.True}
	for _, r := range a.results {
		whole.Is = min(whole.Is, r)
	}
	var open []exact.Answer
	if slices.Contains(a.results, tree.Unknown) {
		open, whole = d.settle()
	}
	out.Outcome = outcomeOf(whole.Is)
	missing, unsettled := a.list(whole.Missing), a.list(whole.Unsettled)
	for i := range d.entries {
		answer := exact.Answer{Is: a.results[i]}
		if answer.Is == tree.Unknown {
			answer, open = open[0], open[1:]
		}
		if e := &d.entries[i]; !d.absent(e) {
			d.door(e, answer)
		}
	}
	d.duties()
	a.hand(&out, missing, unsettled)
	if d.action < 0 {
		out.Outcome, out.Missing = sallyport.Unresolved, []string{"request.action"}
	}
	out.Hold = d.hold(out.Outcome)
	return out
}

// settle decides exactly what Kleene's logic left unknown.
func (d *docket) settle() (open []exact.Answer, whole exact.Answer) {
	a, certain := &d.answer, tree.True
	a.open, a.hangs = a.open[:0], a.hangs[:0]
	for i, r := range a.results {
		if r != tree.Unknown {
			certain = min(certain, r)
			continue
		}
		from := len(a.hangs)
		d.hangsOn(&d.entries[i])
		a.open = append(a.open, exact.Open{Step: d.entries[i].step, Hangs: a.hangs[from:len(a.hangs):len(a.hangs)]})
	}
	return d.trial.Settle(&d.Run, a.open, certain)
}

// hangsOn lists the conditions an open entry hangs on: clauses that are unknown, and the ways round it.
func (d *docket) hangsOn(e *entry) {
	a := &d.answer
	for i := range e.texts {
		t := &e.texts[i]
		for j := range t.clauses {
			if d.At(t.clauses[j].reg) == tree.Unknown {
				a.hangs = append(a.hangs, t.clauses[j].step)
			}
		}
		if t.way != noStep {
			a.hangs = append(a.hangs, t.way)
		}
	}
}

// list copies texts into the answer.
func (a *answer) list(texts []string) span {
	from := len(a.texts)
	a.texts = append(a.texts, texts...)
	return span{from, len(a.texts)}
}

// hand makes the answer's own copies: one array each of doors, rules, duties and texts.
func (a *answer) hand(out *sallyport.Decision, missing, unsettled span) {
	ink := string(a.ink)
	for _, f := range a.formed {
		a.texts[f.text] = ink[f.from:f.to]
	}
	texts := append(make([]string, 0, len(a.texts)), a.texts...)
	cut := func(s span) []string { return texts[s.from:s.to:s.to] }
	rules := append(make([]sallyport.AppliedRule, 0, len(a.rules)), a.rules...)
	for i := range rules {
		rules[i].Because = cut(a.because[i])
	}
	out.Doors = append(make([]sallyport.Door, 0, len(a.doors)), a.doors...)
	for i := range out.Doors {
		s := &a.spans[i]
		out.Doors[i].Rules = rules[s.rules.from:s.rules.to:s.rules.to]
		out.Doors[i].Missing, out.Doors[i].Unsettled = cut(s.missing), cut(s.unsettled)
	}
	out.Missing, out.Unsettled = cut(missing), cut(unsettled)
	out.Duties = append(make([]sallyport.Duty, 0, len(a.owed)), a.owed...)
}

func outcomeOf(t tree.Tri) sallyport.Outcome {
	switch t {
	case tree.True:
		return sallyport.Permitted
	case tree.False:
		return sallyport.Refused
	}
	return sallyport.Unresolved
}

// duties lists what is owed unless it is certain that it is not.
func (d *docket) duties() {
	for i := range d.brief.duties {
		owed := &d.brief.duties[i]
		if owed.step != noStep && d.Is(owed.step, 0) == tree.False || slices.Contains(d.answer.owed, owed.Duty) {
			continue
		}
		d.answer.owed = append(d.answer.owed, owed.Duty)
	}
}

// hold is the window of a hold that is not refused.
func (d *docket) hold(outcome sallyport.Outcome) *sallyport.Hold {
	eligible := d.Given.Facts[tree.FactEligibleAt]
	if actionName(d.action) != "hold" || outcome == sallyport.Refused || eligible.State != sallyport.Known || !d.served || len(d.clocks) == 0 {
		return nil
	}
	from := time.UnixMicro(eligible.N).In(d.Zone)
	h := &sallyport.Hold{From: from}
	for _, c := range d.clocks {
		if end := c.End(from, d.Zone); h.Rule == "" || end.Before(h.Until) {
			h.Until, h.Rule = end, c.Rule
		}
	}
	return h
}
