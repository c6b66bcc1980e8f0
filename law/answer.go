package law

import (
	"slices"
	"time"

	"sallyport"
)

// answer is a decision under construction, in memory that is used again for the next.
type answer struct {
	results []Tri // of the entries; policy entries that do not forbid are left out of the doors
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
	d.run(b)
	for i := range b.entries {
		d.answer.results = append(d.answer.results, d.entryValue(&b.entries[i]))
	}
}

// entryValue joins the texts: every one of them must be met. Silent entries and policies that do not forbid come to
// True.
func (d *docket) entryValue(e *entry) Tri {
	v := True
	for i := range e.texts {
		t := &e.texts[i]
		own := d.textValue(t)
		if e.policy && own != False {
			return True
		}
		v = min(v, d.released(t, own))
	}
	return v
}

// released is what a text comes to where it may not bind the custodian, or a mandate may displace it.
func (d *docket) released(t *text, own Tri) Tri {
	if t.bound != noStep {
		own = max(own, -d.is(t.bound, 0))
	}
	if t.way != noStep {
		own = max(own, d.is(t.way, 0))
	}
	return own
}

// textValue joins the clauses.
func (d *docket) textValue(t *text) Tri {
	v := True
	for i := range t.clauses {
		p := &t.clauses[i]
		met := d.at(p.reg)
		v = min(v, met)
		if p.waits && met != True {
			d.served = false
		}
	}
	return v
}

// absent says that an entry makes no door: the agency's policy does not forbid.
func (d *docket) absent(e *entry) bool {
	return e.policy && d.textValue(&e.texts[0]) != False
}

// decision settles every entry and the whole. Kleene's logic decides most; the rest is decided exactly.
func (d *docket) decision() sallyport.Decision {
	a := &d.answer
	out := sallyport.Decision{V: 1, Case: d.given.ID, At: d.given.At, Action: actionName(d.action)}
	var open outlook
	whole := True
	for _, r := range a.results {
		whole = min(whole, r)
	}
	if slices.Contains(a.results, Unknown) {
		whole, open = d.settle()
	}
	out.Outcome = outcomeOf(whole)
	missing, unsettled := a.list(open.missing), a.list(open.unsettled)
	for i := range d.entries {
		if e := &d.entries[i]; !d.absent(e) {
			missing, unsettled := open.of(i)
			d.door(e, a.results[i], missing, unsettled)
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

func outcomeOf(t Tri) sallyport.Outcome {
	switch t {
	case True:
		return sallyport.Permitted
	case False:
		return sallyport.Refused
	}
	return sallyport.Unresolved
}

// duties lists what is owed unless it is certain that it is not.
func (d *docket) duties() {
	for i := range d.brief.duties {
		owed := &d.brief.duties[i]
		if owed.step != noStep && d.is(owed.step, 0) == False || slices.Contains(d.answer.owed, owed.Duty) {
			continue
		}
		d.answer.owed = append(d.answer.owed, owed.Duty)
	}
}

// hold is the window of a hold that is not refused.
func (d *docket) hold(outcome sallyport.Outcome) *sallyport.Hold {
	eligible := d.given.Facts[factEligibleAt]
	if actionName(d.action) != "hold" || outcome == sallyport.Refused || eligible.State != sallyport.Known || !d.served || len(d.clocks) == 0 {
		return nil
	}
	from := time.UnixMicro(eligible.N).In(d.zone)
	h := &sallyport.Hold{From: from}
	for _, c := range d.clocks {
		if end := c.End(from, d.zone); h.Rule == "" || end.Before(h.Until) {
			h.Until, h.Rule = end, c.Rule
		}
	}
	return h
}
