package law

import (
	"sallyport"
	"sallyport/law/tree"
)

// Plan is the version's law on the action: hold, notify, transfer or interview. It must not be changed.
func (v *Version) Plan(action string) *Plan { return v.plans[action] }

// Days are the first and last day the version is in force, as sallyport.Day counts them.
func (v *Version) Days() (first, last int64) { return v.first, v.last }

// Condition is what must hold for the version to permit the action: every clause of the plan. For a custodian
// the version does not bind it is moot; Binds says whom it does.
func (p *Plan) Condition() *tree.Expr {
	all := make([]*tree.Expr, len(p.Clauses))
	for i, c := range p.Clauses {
		all[i] = c.Expr
	}
	return tree.And(all...)
}

// Judge is the answer of this one text to the case, whatever the day and the place: the door it would open or
// close, silent where it does not speak to the action or does not bind the custodian.
func (v *Version) Judge(c *sallyport.Case) sallyport.Door {
	door := "local"
	if v.Pack.Federal {
		door = "federal"
	}
	d := takeDocket(c, tree.Zone(c.Agency, nil))
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
	d := takeDocket(c, tree.Zone(c.Agency, nil))
	defer d.putBack()
	return *d.Scene().Case
}
