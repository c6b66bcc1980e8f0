package law

import (
	"slices"
	"time"

	"sallyport"
)

// decision settles every entry and the whole. Kleene's logic decides most; the rest is decided exactly.
func (d *docket) decision() sallyport.Decision {
	results := make([]Tri, len(d.entries))
	whole := True
	for i := range d.entries {
		results[i] = d.entries[i].value(&d.s)
		whole = min(whole, results[i])
	}
	out := sallyport.Decision{
		V: 1, Case: d.c.ID, At: d.c.At, Action: d.action, Duties: d.duties,
		Missing: []string{}, Unsettled: []string{}, Doors: make([]sallyport.Door, len(d.entries)),
	}
	if out.Duties == nil {
		out.Duties = []sallyport.Duty{}
	}
	if slices.Contains(results, Unknown) {
		whole = d.settle(results, &out)
	}
	for i := range d.entries {
		d.fill(&d.entries[i], results[i])
		out.Doors[i] = d.entries[i].door
	}
	out.Outcome = outcomeOf(whole)
	if d.action == "" {
		out.Outcome, out.Missing = sallyport.Unresolved, []string{"request.action"}
	}
	out.Hold = d.hold(out.Outcome)
	return out
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

// settle decides exactly what Kleene's logic left unknown, naming the facts and questions that each answer still
// depends on.
func (d *docket) settle(results []Tri, out *sallyport.Decision) Tri {
	formulas := make([]*Expr, len(d.entries))
	var conditions []*Expr // the clauses that the answer hangs on
	for i := range d.entries {
		e := &d.entries[i]
		if results[i] != Unknown {
			formulas[i] = Const(results[i] == True)
			continue
		}
		formulas[i] = e.formula()
		for _, t := range e.texts {
			for j, c := range t.clauses {
				if t.results[j] == Unknown {
					conditions = append(conditions, c.Expr)
				}
			}
		}
		conditions = append(conditions, e.ways...)
	}
	x := newExact(&d.c, d.zone, slices.Concat(formulas, conditions))
	x.raise(conditions)
	all := nodeTrue
	for i, f := range formulas {
		n := x.build(f)
		if results[i] == Unknown {
			e := &d.entries[i]
			results[i] = x.truth(n)
			e.door.Missing, e.door.Unsettled = x.paths(n)
		}
		all = x.and(all, n)
	}
	whole := x.truth(all)
	if whole == Unknown {
		missing, unsettled := x.paths(all)
		out.Missing, out.Unsettled = list(missing), list(unsettled)
	}
	return whole
}

// truth says what a diagram comes to.
func (x *exact) truth(n node) Tri {
	switch n {
	case nodeTrue:
		return True
	case nodeFalse:
		return False
	}
	return Unknown
}

// list makes an absent list an empty one, as the contract writes it.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// fill writes the entry's outcome, the version that decided and the rules.
func (d *docket) fill(e *entry, result Tri) {
	door := &e.door
	door.Missing, door.Unsettled = list(door.Missing), list(door.Unsettled)
	door.Rules = []sallyport.AppliedRule{}
	door.Outcome = outcomeOf(result)
	if e.silent {
		door.Outcome = sallyport.Silent
	}
	if len(e.texts) == 0 {
		return
	}
	deciding := e.deciding()
	door.Version = deciding.version
	if !e.silent {
		door.Rules = d.applied(deciding, result)
	}
	if len(e.ways) > 0 && result == Unknown {
		door.Rules = append(door.Rules, d.apply(displaced, sallyport.Unresolves))
	}
}

// deciding is the strictest text, the earlier one on a tie.
func (e *entry) deciding() *text {
	best := &e.texts[0]
	for i := range e.texts {
		if t := &e.texts[i]; best.clauses == nil || t.clauses != nil && t.value < best.value {
			best = t
		}
	}
	return best
}

// applied lists the rules that decided a text: those that refuse; or those that are shown; or, where the outcome is
// open, those that are shown and those it still hangs on.
func (d *docket) applied(t *text, result Tri) []sallyport.AppliedRule {
	rules := []sallyport.AppliedRule{}
	for i, c := range t.clauses {
		v := t.results[i]
		switch {
		case result == False && v != True:
			rules = append(rules, d.refusing(c, v)...)
		case result != False && v == True:
			rules = append(rules, d.shown(c)...)
		case result == Unknown && v == Unknown:
			rules = append(rules, d.open(c)...)
		}
	}
	if result == False {
		rules = onlyCertain(rules)
	}
	return rules
}

// onlyCertain drops doubtful refusals where a certain one stands beside them.
func onlyCertain(rules []sallyport.AppliedRule) []sallyport.AppliedRule {
	certain := slices.DeleteFunc(slices.Clone(rules), func(r sallyport.AppliedRule) bool { return r.Effect != sallyport.Refuses })
	if len(certain) > 0 {
		return certain
	}
	for i := range rules {
		rules[i].Effect = sallyport.Refuses
	}
	return rules
}

// refusing names the closers of a clause that is not met: those without a condition, and those whose condition holds.
func (d *docket) refusing(c Clause, v Tri) []sallyport.AppliedRule {
	effect := sallyport.Refuses
	if v == Unknown {
		effect = sallyport.Unresolves
	}
	var all []sallyport.AppliedRule
	for _, r := range c.Closers {
		if r.Kind == Closes && r.When != nil && r.When.eval(&d.s) != True {
			continue
		}
		all = append(all, d.apply(r, effect))
	}
	return all
}

// shown names what was shown; a bar that does not apply is not worth a line.
func (d *docket) shown(c Clause) []sallyport.AppliedRule {
	var all []sallyport.AppliedRule
	for _, r := range c.Grounds {
		if r.Kind == Bars || r.Kind == Runs || r.When.eval(&d.s) != True {
			continue
		}
		all = append(all, d.apply(r, sallyport.Permits))
	}
	return all
}

func (d *docket) open(c Clause) []sallyport.AppliedRule {
	var all []sallyport.AppliedRule
	for _, r := range c.Grounds {
		if r.When == nil || r.When.eval(&d.s) == Unknown {
			all = append(all, d.apply(r, sallyport.Unresolves))
		}
	}
	return all
}

func (d *docket) apply(r *Rule, effect sallyport.Effect) sallyport.AppliedRule {
	a := sallyport.AppliedRule{ID: r.ID, Effect: effect, Cite: r.Cite, Because: []string{}}
	if r.When != nil {
		a.Because = list(r.When.because(&d.s))
	}
	if r.Kind == Runs {
		a.Because = d.ranOut(r.Clock)
	}
	if r.Reading != "" {
		a.Because = append(a.Because, "reading: "+r.Reading)
	}
	return a
}

func (d *docket) ranOut(c *Clock) []string {
	v := d.c.Facts[factEligibleAt]
	if v.State != sallyport.Known {
		return []string{"release.eligible_at is unknown"}
	}
	return []string{"the hold would end " + c.End(time.UnixMicro(v.N), d.zone).Format(time.RFC3339)}
}

// hold is the window of a hold that is not refused.
func (d *docket) hold(outcome sallyport.Outcome) *sallyport.Hold {
	eligible := d.c.Facts[factEligibleAt]
	if d.action != "hold" || outcome == sallyport.Refused || eligible.State != sallyport.Known || !d.served || len(d.clocks) == 0 {
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
