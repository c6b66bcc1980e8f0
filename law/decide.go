package law

import (
	"slices"
	"time"

	"sallyport"
)

// Decide says what the packs in force come to for the case. It never fails: what the texts do
// not settle, and a day that no text covers, is an outcome of its own.
func (b *Book) Decide(c *sallyport.Case) sallyport.Decision {
	d := newDocket(b, c)
	d.federal()
	d.local()
	return d.decision()
}

// docket is one case on its way through the doors.
type docket struct {
	book    *Book
	c       sallyport.Case // with the facts that the case implies filled in
	action  string
	zone    *time.Location
	entries []*entry
	duties  []sallyport.Duty
	clocks  []*Clock // in the order federal, state, county, city: the first named wins a tie
	served  bool     // every rule the hold clock waits for is shown
}

// entry is one line of the decision's doors: a pack (in one or two of its versions) or the agency's policy.
type entry struct {
	door    sallyport.Door
	texts   []text
	silent  bool
	bound   *Expr // true where the pack binds the custodian; nil where that is certain
	formula *Expr
}

// text is one version of a pack as it applies to the case.
type text struct {
	version string
	clauses []clause
	formula *Expr
}

func newDocket(b *Book, c *sallyport.Case) *docket {
	d := &docket{book: b, c: *c, zone: Zone(c.Agency, c.At.Location()), served: true}
	facts := &d.c.Facts
	facts[factAt] = sallyport.TimeValue(c.At)
	facts[factAgency] = sallyport.TextValue(c.Agency)
	facts[factState] = sallyport.TextValue(State(c.Agency))
	if facts[factReceivedAt].State != sallyport.Known {
		facts[factReceivedAt] = facts[factAt]
	}
	if v := facts[factAction]; v.State == sallyport.Known {
		d.action = sallyport.CaseFacts[factAction].Values[v.N]
	}
	return d
}

// day is the calendar day of a known instant in the custodian's zone.
func (d *docket) day(fact int) int64 {
	return sallyport.Day(time.UnixMicro(d.c.Facts[fact].N).In(d.zone))
}

// federal adds the programme in force on the day, or the one the case names.
func (d *docket) federal() {
	day := d.day(factAt)
	if named := d.book.Pack(d.c.Program); named != nil && named.Federal {
		d.add(named, "federal", []*Version{named.nearest(day)})
		return
	}
	for _, p := range d.book.byPlace["us"] {
		if v := p.On(day); p.Federal && v != nil {
			d.add(p, "federal", []*Version{v})
			return
		}
	}
	d.addUncovered()
}

// addUncovered is the federal door of a day that no pack covers.
func (d *docket) addUncovered() {
	r := &Rule{ID: noProgramme, Kind: Needs, Cite: "no federal text in the packs covers this day", When: Question(noProgramme)}
	r.test = r.When.compile()
	d.addEntry(&entry{
		door:  sallyport.Door{Place: "us", Door: "federal"},
		texts: []text{newText("", []clause{{expr: r.When, test: r.test, grounds: []*Rule{r}, closers: []*Rule{r}}})},
	})
}

// local adds the packs of the state, county and city, each in the texts of the day of the request and of the day
// of release, and the agency's own policy.
func (d *docket) local() {
	var mandate []*Rule
	for _, place := range Places(d.c.Agency) {
		for _, p := range d.book.byPlace[place] {
			if versions := d.versions(p); !p.Federal && len(versions) > 0 {
				e := d.add(p, "local", versions)
				d.displace(e, mandate)
				for _, v := range versions {
					mandate = append(mandate, v.plans[d.action].requiresRules()...)
				}
			}
		}
	}
	d.agencyPolicy(mandate)
}

func (p *plan) requiresRules() []*Rule {
	if p == nil {
		return nil
	}
	return p.requires
}

// versions are the texts of p on the day the request was received and on the day custody would end.
func (d *docket) versions(p *Pack) []*Version {
	var all []*Version
	for _, fact := range []int{factReceivedAt, factEligibleAt} {
		if d.c.Facts[fact].State != sallyport.Known {
			continue
		}
		if v := p.On(d.day(fact)); v != nil && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// Covering lists the packs with a text in force for the case, whoever they bind.
func (b *Book) Covering(c *sallyport.Case) []*Pack {
	d := newDocket(b, c)
	var all []*Pack
	for _, p := range b.Packs {
		applies := p.Federal && (p.On(d.day(factAt)) != nil || p.ID == c.Program)
		if applies || !p.Federal && slices.Contains(Places(c.Agency), p.Place) && len(d.versions(p)) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// agencyPolicy adds the agency's own written policy where it forbids the action.
func (d *docket) agencyPolicy(mandate []*Rule) {
	fact := sallyport.CaseFact("local_policy." + d.action)
	if fact < 0 {
		return
	}
	forbids := &Expr{Op: OpAtom, Atom: &Atom{Test: TestIn, Mask: 1, Refs: []Ref{{Fact: fact}}}}
	if forbids.Atom.eval(&scene{c: &d.c, zone: d.zone}) != True {
		return
	}
	r := &Rule{ID: stopPolicy, Kind: Bars, Cite: "the agency's own written policy", When: forbids}
	r.test = forbids.compile()
	expr := Not(forbids)
	e := &entry{
		door:  sallyport.Door{Place: d.c.Agency, Door: "local", Pack: d.c.Agency + "/agency-policy"},
		texts: []text{newText("", []clause{{expr: expr, test: expr.compile(), grounds: []*Rule{r}, closers: []*Rule{r}}})},
	}
	d.addEntry(e)
	d.displace(e, mandate)
}

// displace leaves to a person what a local law refuses and a state law above it requires.
func (d *docket) displace(e *entry, mandate []*Rule) {
	for _, m := range mandate {
		way := And(m.When, Question(stateMandate))
		e.formula = Or(e.formula, way)
		for i := range e.texts {
			t := &e.texts[i]
			for j := range t.clauses {
				cl := &t.clauses[j]
				cl.expr = Or(cl.expr, way)
				cl.test = cl.expr.compile()
			}
			t.formula = Or(t.formula, way)
		}
	}
}

func newText(version string, clauses []clause) text {
	exprs := make([]*Expr, len(clauses))
	for i := range clauses {
		exprs[i] = clauses[i].expr
	}
	return text{version: version, clauses: clauses, formula: And(exprs...)}
}

// add enters a pack. A version that does not speak to the action leaves its duties and nothing else.
func (d *docket) add(p *Pack, door string, versions []*Version) *entry {
	e := &entry{door: sallyport.Door{Place: p.Place, Door: door, Pack: p.ID}, silent: true}
	var binds uint64
	for _, v := range versions {
		binds |= v.Binds
	}
	kind := d.c.Facts[factAgencyKind]
	bound := &Expr{Op: OpAtom, Atom: &Atom{Test: TestIn, Mask: binds, Refs: []Ref{{Fact: factAgencyKind}}}}
	switch {
	case kind.State == sallyport.Known && binds&(1<<kind.N) == 0:
		return e
	case kind.State != sallyport.Known && binds != AllKinds:
		e.bound = bound
	}
	for _, v := range versions {
		d.addVersion(e, p, v)
	}
	d.addEntry(e)
	return e
}

func (d *docket) addVersion(e *entry, p *Pack, v *Version) {
	plan := v.plans[d.action]
	if plan == nil { // the action itself is unknown
		plan = &plan0
	}
	d.addDuties(plan.duties)
	t := text{version: v.From}
	if len(plan.clauses) > 0 || len(plan.requires) > 0 || p.Federal {
		e.silent = false
		t = newText(v.From, append(slices.Clone(plan.clauses), stops...))
		d.clocks = append(d.clocks, plan.clocks...)
		for _, c := range plan.clauses {
			if r := c.grounds[0]; r.Waits && c.test(d.scene()) != True {
				d.served = false
			}
		}
	}
	e.texts = append(e.texts, t)
}

var plan0 plan

func (d *docket) scene() *scene { return &scene{c: &d.c, zone: d.zone} }

// addEntry joins the texts of an entry: every one of them must be met.
func (d *docket) addEntry(e *entry) {
	formulas := make([]*Expr, 0, len(e.texts))
	for _, t := range e.texts {
		if t.formula != nil {
			formulas = append(formulas, t.formula)
		}
	}
	e.formula = And(formulas...)
	if e.bound != nil {
		e.formula = Or(Not(e.bound), e.formula)
	}
	d.entries = append(d.entries, e)
}

// addDuties lists what is owed unless it is certain that it is not.
func (d *docket) addDuties(rules []*Rule) {
	for _, r := range rules {
		if r.When != nil && r.test(d.scene()) == False {
			continue
		}
		duty := sallyport.Duty{ID: r.ID, Cite: r.Cite, Due: r.Due}
		if !slices.Contains(d.duties, duty) {
			d.duties = append(d.duties, duty)
		}
	}
}
