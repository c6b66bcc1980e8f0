package law

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/exact"
	"sallyport/law/tree"
)

// answer is a decision under construction, in memory that is used again for the next. It holds numbers only, and they are looked up
// when the answer is handed over: drafts of texts would have to be cleared, and be shown to the collector, each time.
type answer struct {
	results []tree.Tri // of the entries; policy entries that do not forbid are left out of the doors
	open    []exact.Open
	hangs   []int32
	doors   []doorDraft
	rules   []ruleDraft
	lines   []line
	ink     []byte
	owed    []int32 // duties of the brief
	said    []mark  // what the rule under way already rests on
	slabs   slabs
}

type slabs struct {
	doors  slab[sallyport.Door]
	rules  slab[sallyport.AppliedRule]
	duties slab[sallyport.Duty]
	texts  slab[string]
}

type span struct{ from, to int32 }

// doorDraft is a door as it will be written.
type doorDraft struct {
	entry, text int32 // of the brief: what is asked, and which of its texts decides
	open        int32 // the exact answer that was needed, or -1
	is          tree.Tri
	rules       span
}

// ruleDraft is a rule that decides.
type ruleDraft struct {
	rule   int32 // of the brief, or displacing
	effect effect
	lines  span // what it rests on
}

// displacing stands for the rule that names what a state law displaces.
const displacing = -1

func (a *answer) clear() {
	a.results, a.doors, a.rules, a.lines = a.results[:0], a.doors[:0], a.rules[:0], a.lines[:0]
	a.ink, a.owed, a.said = a.ink[:0], a.owed[:0], a.said[:0]
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
	whole := exact.Answer{Is: slices.Min(a.results)}
	var open []exact.Answer
	if slices.Contains(a.results, tree.Unknown) {
		open, whole = d.settle()
	}
	settled := int32(0)
	for i := range d.entries {
		is, from := a.results[i], int32(-1)
		if is == tree.Unknown {
			is, from = open[settled].Is, settled
			settled++
		}
		if e := &d.entries[i]; !d.absent(e) {
			d.door(int32(i), is, from)
		}
	}
	d.duties()
	out := sallyport.Decision{V: 1, Case: d.Given.ID, At: d.Given.At, Action: actionName(d.action), Outcome: outcomeOf(whole.Is)}
	d.hand(&out, open, whole)
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

func outcomeOf(t tree.Tri) sallyport.Outcome {
	switch t {
	case tree.True:
		return sallyport.Permitted
	case tree.False:
		return sallyport.Refused
	}
	return sallyport.Unresolved
}

// duties lists what is owed unless it is certain that it is not, each once.
func (d *docket) duties() {
	a := &d.answer
	for i := range d.brief.duties {
		owed := &d.brief.duties[i]
		if owed.step != noStep && d.Is(owed.step, 0) == tree.False || slices.Contains(a.owed, owed.same) {
			continue
		}
		a.owed = append(a.owed, owed.same)
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
