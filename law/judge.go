package law

import (
	"time"

	"sallyport"
)

// Plan is the version's law on the action: hold, notify, transfer or interview. It must not be changed.
func (v *Version) Plan(action string) *Plan { return v.plans[action] }

// Days are the first and last day the version is in force, as sallyport.Day counts them.
func (v *Version) Days() (first, last int64) { return v.first, v.last }

// Condition is what must hold for the version to permit the action: every clause of the plan. For a custodian
// the version does not bind it is moot; Binds says whom it does.
func (p *Plan) Condition() *Expr {
	all := make([]*Expr, len(p.Clauses))
	for i, c := range p.Clauses {
		all[i] = c.Expr
	}
	return And(all...)
}

// Judge is the answer of this one text to the case, whatever the day and the place: the door it would open or
// close, silent where it does not speak to the action or does not bind the custodian.
func (v *Version) Judge(c *sallyport.Case) sallyport.Door {
	door := "local"
	if v.Pack.Federal {
		door = "federal"
	}
	d := takeDocket(c)
	defer d.putBack()
	if !v.mayBind(d.kind) {
		return sallyport.Door{
			Place: v.Pack.Place, Door: door, Pack: v.Pack.ID, Version: v.From, Outcome: sallyport.Silent,
			Rules: []sallyport.AppliedRule{}, Missing: []string{}, Unsettled: []string{},
		}
	}
	d.meet(v.alone(door, d))
	return d.decision().Doors[0]
}

// alone is the brief of this one text.
func (v *Version) alone(door string, d *docket) *brief {
	o := occasion{federal: v, kind: d.kind, action: d.action}
	if found := v.shelf.find(&o); found != nil {
		return found
	}
	m := newBriefing(actionName(d.action))
	m.pack([]dated{{v, received}}, door, d.kind, nil)
	made := m.done()
	v.shelf.put(&o, made)
	return made
}

// Implied is the case with the facts that it implies filled in: at, agency and state as facts that rules read,
// and request.received_at, which is at unless given. Conditions are evaluated on such a case.
func Implied(c *sallyport.Case) sallyport.Case {
	d := takeDocket(c)
	defer d.putBack()
	return *d.scene().c
}

// Eval is the condition under facts that may be unknown, by Kleene's logic: Unknown does not yet mean that it depends on
// them. c is a case with its implied facts, zone the one its days are counted in.
func (e *Expr) Eval(c *sallyport.Case, zone *time.Location) Tri {
	return e.eval(&scene{c: c, zone: zone})
}

// Eval is the atom on the case, or on the offence where the atom reads one; see Expr.Eval.
func (a *Atom) Eval(c *sallyport.Case, offence *sallyport.Offence, zone *time.Location) Tri {
	return a.eval(&scene{c: c, zone: zone, offence: offence})
}

// Holds is the atom on values that are known, or known to be none. w is the second fact's value, for atoms of two.
func (a *Atom) Holds(v, w sallyport.Value, zone *time.Location) bool { return a.holds(v, w, zone) }
