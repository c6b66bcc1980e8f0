package law

import (
	"sallyport"
	"sallyport/law/tree"
)

// Decide says what the packs in force come to for the case. It never fails: what the texts do
// not settle, and a day that no text covers, is an outcome of its own.
func (b *Book) Decide(c *sallyport.Case) sallyport.Decision {
	if tree.Choice(c, tree.FactAction) < 0 {
		return b.unasked(c)
	}
	at := b.site(c.Agency)
	d := takeDocket(c, at.zone)
	defer d.putBack()
	d.site = at
	d.meet(b.brief(d, at.law))
	return d.decision()
}

// brief finds or makes the law that meets the case.
func (b *Book) brief(d *docket, l *Locality) *brief {
	o := occasion{
		federal: b.programme(d), kind: d.kind, action: d.action,
		days: d.asked(), first: l.Stretch(d.DayOf(tree.FactReceivedAt)), second: -1,
	}
	if o.days&eligible != 0 {
		o.second = l.Stretch(d.DayOf(tree.FactEligibleAt))
	}
	if found := l.shelf.find(&o); found != nil {
		return found
	}
	m := newBriefing(actionName(o.action))
	m.federal(o.federal, o.kind)
	m.local(l.texts(d), o.kind, o.days)
	made := m.done()
	l.shelf.put(&o, made)
	return made
}

// programme is the text at the federal door.
func (b *Book) programme(d *docket) *Version {
	return b.Programme(d.Given.Program, d.DayOf(tree.FactAt))
}

// Programme is the text at the federal door on a day: of the programme in force, or of the one that is named (a pack's
// id; "" for none); nil where no pack covers the day.
func (b *Book) Programme(named string, day int64) *Version {
	if named != "" {
		if p := b.Pack(named); p != nil && p.Federal {
			return p.nearest(day)
		}
		return nil
	}
	for _, p := range b.byPlace["us"] {
		if v := p.On(day); p.Federal && v != nil {
			return v
		}
	}
	return nil
}

// versions appends the texts of p on the day the request was received and on the day custody would end.
func (d *docket) versions(p *Pack, all []dated) []dated {
	first := p.On(d.DayOf(tree.FactReceivedAt))
	if first != nil {
		all = append(all, dated{first, received})
	}
	if d.asked()&eligible == 0 {
		return all
	}
	switch v := p.On(d.DayOf(tree.FactEligibleAt)); {
	case v == nil:
	case v == first:
		all[len(all)-1].days |= eligible
	default:
		all = append(all, dated{v, eligible})
	}
	return all
}

// Covering lists the packs with a text in force for the case, whoever they bind.
func (b *Book) Covering(c *sallyport.Case) []*Pack {
	at := b.site(c.Agency)
	d := takeDocket(c, at.zone)
	defer d.putBack()
	var all []*Pack
	for _, v := range at.law.texts(d) {
		if n := len(all); n == 0 || all[n-1] != v.Pack {
			all = append(all, v.Pack)
		}
	}
	for _, p := range b.Packs {
		if p.Federal && (p.On(d.DayOf(tree.FactAt)) != nil || p.ID == c.Program) {
			all = append(all, p)
		}
	}
	return all
}

// Consulted lists the texts that the decision of the case reads: the federal one that judges it, and those of its place
// on the days of the request and of release, unless they are known not to bind its custodian.
func (b *Book) Consulted(c *sallyport.Case) []*Version {
	at := b.site(c.Agency)
	d := takeDocket(c, at.zone)
	defer d.putBack()
	var all []*Version
	if v := b.programme(d); v != nil && v.mayBind(d.kind) {
		all = append(all, v)
	}
	for _, t := range at.law.texts(d) {
		if t.mayBind(d.kind) {
			all = append(all, t.Version)
		}
	}
	return all
}

// mayBind is false where the kind of custodian is known and the text does not bind it.
func (v *Version) mayBind(kind int8) bool { return kind < 0 || v.Binds&(1<<kind) != 0 }
