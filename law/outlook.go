package law

// outlook is what answers that are still open hang on: facts by path, and open questions.
type outlook struct {
	missing, unsettled []string
	entries            []outlook // of each entry
}

func (o *outlook) of(i int) (missing, unsettled []string) {
	if o.entries == nil {
		return nil, nil
	}
	return o.entries[i].missing, o.entries[i].unsettled
}

// settle decides exactly what Kleene's logic left unknown, naming the facts and questions that each answer still
// depends on: by trying every completion at once where they are few, by a diagram otherwise.
func (d *docket) settle() (Tri, outlook) {
	t := &d.trial
	if t.prepare(d) {
		return t.settle()
	}
	return d.settleByDiagram()
}

// settleByDiagram does it with decision diagrams, which cope with any number of unknown facts.
func (d *docket) settleByDiagram() (Tri, outlook) {
	formulas := make([]*Expr, len(d.entries))
	var conditions []*Expr // the clauses that the answer hangs on
	for i := range d.entries {
		e := &d.entries[i]
		if r := d.answer.results[i]; r != Unknown {
			formulas[i] = Const(r == True)
			continue
		}
		formulas[i] = d.formula(e)
		for _, step := range d.openSteps(e, nil) {
			conditions = append(conditions, d.Steps[step].Expr)
		}
	}
	x := newExact(d.scene().c, d.zone, append(conditions, formulas...))
	x.raise(conditions)
	out := outlook{entries: make([]outlook, len(d.entries))}
	all := nodeTrue
	for i, f := range formulas {
		n := x.build(f)
		if d.answer.results[i] == Unknown {
			d.answer.results[i] = x.truth(n)
			out.entries[i].missing, out.entries[i].unsettled = x.paths(n)
		}
		all = x.and(all, n)
	}
	whole := x.truth(all)
	if whole == Unknown {
		out.missing, out.unsettled = x.paths(all)
	}
	return whole, out
}

// openSteps lists the conditions an open entry hangs on: clauses that are unknown, and the ways round it.
func (d *docket) openSteps(e *entry, steps []int32) []int32 {
	for i := range e.texts {
		for j := range e.texts[i].clauses {
			if step := e.texts[i].clauses[j].step; d.is(step, 0) == Unknown {
				steps = append(steps, step)
			}
		}
	}
	for i := range e.texts {
		if way := e.texts[i].way; way != noStep {
			steps = append(steps, way)
		}
	}
	return steps
}

// formula is the entry as a tree.
func (d *docket) formula(e *entry) *Expr {
	texts := make([]*Expr, len(e.texts))
	for i, t := range e.texts {
		clauses := make([]*Expr, len(t.clauses))
		for j, c := range t.clauses {
			clauses[j] = d.Steps[c.step].Expr
		}
		texts[i] = And(clauses...)
		if t.bound != noStep {
			texts[i] = Or(Not(d.Steps[t.bound].Expr), texts[i])
		}
		if t.way != noStep {
			texts[i] = Or(texts[i], d.Steps[t.way].Expr)
		}
	}
	return And(texts...)
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
