package law

import (
	"slices"
	"time"

	"sallyport"
)

// decision settles every entry and the whole. Kleene's logic decides most; the rest is decided exactly.
func (d *docket) decision() sallyport.Decision {
	s := d.scene()
	results := make([]Tri, len(d.entries))
	whole := True
	for i, e := range d.entries {
		results[i] = e.formula.compile()(s)
		whole = min(whole, results[i])
	}
	out := sallyport.Decision{
		V: 1, Case: d.c.ID, At: d.c.At, Action: d.action, Duties: d.duties,
		Missing: []string{}, Unsettled: []string{},
	}
	if out.Duties == nil {
		out.Duties = []sallyport.Duty{}
	}
	if slices.Contains(results, Unknown) {
		whole = d.settle(results, &out)
	}
	for i, e := range d.entries {
		d.fill(e, results[i])
		out.Doors = append(out.Doors, e.door)
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
	var conditions []*Expr
	for i, e := range d.entries {
		formulas[i] = e.formula
		for _, t := range e.texts {
			for _, c := range t.clauses {
				conditions = append(conditions, c.expr)
			}
		}
	}
	x := newExact(&d.c, d.zone, formulas)
	all := nodeTrue
	for i, e := range d.entries {
		if results[i] != Unknown {
			if results[i] == False {
				all = nodeFalse
			}
			continue
		}
		n := x.build(e.formula)
		results[i] = x.truth(n)
		e.door.Missing, e.door.Unsettled = x.paths(n, conditions)
		all = x.and(all, n)
	}
	whole := x.truth(all)
	if whole == Unknown {
		missing, unsettled := x.paths(all, conditions)
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
	deciding := d.deciding(e)
	door.Version = deciding.version
	if !e.silent {
		door.Rules = d.applied(deciding, result)
	}
}

// deciding is the strictest text, the earlier one on a tie.
func (d *docket) deciding(e *entry) text {
	best, strictest := e.texts[0], Tri(2)
	for _, t := range e.texts {
		if t.formula == nil {
			continue
		}
		if v := t.formula.compile()(d.scene()); v < strictest {
			best, strictest = t, v
		}
	}
	return best
}

// applied lists the rules that decided a text: those that refuse; or those that are shown; or, where the outcome is
// open, those that are shown and those it still hangs on.
func (d *docket) applied(t text, result Tri) []sallyport.AppliedRule {
	rules := []sallyport.AppliedRule{}
	for _, c := range t.clauses {
		v := c.eval(d.scene())
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

func (c *clause) eval(s *scene) Tri {
	if c.test == nil { // a group without grounds is never met
		return False
	}
	return c.test(s)
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
func (d *docket) refusing(c clause, v Tri) []sallyport.AppliedRule {
	effect := sallyport.Refuses
	if v == Unknown {
		effect = sallyport.Unresolves
	}
	var all []sallyport.AppliedRule
	for _, r := range c.closers {
		if r.Kind == Closes && r.When != nil && r.test(d.scene()) != True {
			continue
		}
		all = append(all, d.apply(r, effect))
	}
	return all
}

// shown names what was shown; a bar that does not apply is not worth a line.
func (d *docket) shown(c clause) []sallyport.AppliedRule {
	var all []sallyport.AppliedRule
	for _, r := range c.grounds {
		if r.Kind == Bars || r.Kind == Runs || r.test(d.scene()) != True {
			continue
		}
		all = append(all, d.apply(r, sallyport.Permits))
	}
	return all
}

func (d *docket) open(c clause) []sallyport.AppliedRule {
	var all []sallyport.AppliedRule
	for _, r := range c.grounds {
		if r.test == nil || r.test(d.scene()) == Unknown {
			all = append(all, d.apply(r, sallyport.Unresolves))
		}
	}
	return all
}

func (d *docket) apply(r *Rule, effect sallyport.Effect) sallyport.AppliedRule {
	a := sallyport.AppliedRule{ID: r.ID, Effect: effect, Cite: r.Cite, Because: []string{}}
	if r.When != nil {
		a.Because = list(r.When.because(d.scene()))
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
